"""Kano: what kind of quality an attribute is, and where money helps."""

from satkit.models.kano import (
    answers,
    boundary,
    coefficients,
    continuous,
    curves,
    distinct,
    fuzzy,
    grids,
    moderated,
    penalty_reward,
    projects,
    quality,
    quality_function,
    rules,
    segments,
    stated,
)
from satkit.models.kano.estimate import fuzzy_kano, kano
from satkit.models.kano.fit import Kano, chances, classify

__all__ = [
    "Kano",
    "answers",
    "boundary",
    "chances",
    "classify",
    "coefficients",
    "continuous",
    "curves",
    "distinct",
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
    "stated",
]
