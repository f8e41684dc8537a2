"""Kano: what kind of quality an attribute is, and where money helps."""

from satkit.models.kano import (
    answers,
    boundary,
    category_tests,
    coefficients,
    continuous,
    curves,
    fuzzy,
    grids,
    moderated,
    penalty_reward,
    projects,
    quality,
    quality_function,
    rules,
    segments,
    stated_importance,
)
from satkit.models.kano.estimate import fuzzy_kano, kano
from satkit.models.kano.fit import Kano, chances, classify

__all__ = [
    "Kano",
    "answers",
    "boundary",
    "category_tests",
    "chances",
    "classify",
    "coefficients",
    "continuous",
    "curves",
    "fuzzy",
    "fuzzy_kano",
    "grids",
    "kano",
    "moderated",
    "penalty_reward",
    "projects",
    "quality",
    "quality_function",
    "rules",
    "segments",
    "stated_importance",
]
