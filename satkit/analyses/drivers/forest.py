"""Boosted trees beside the straight line: do they predict better, and what do they look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from satkit.analyses.drivers.driver_data import Case
from satkit.stats.design import Floats

FOLDS = 5
BETTER = 0.01  # of R squared: a smaller gain is not worth a harder story


@dataclass(frozen=True)
class Forest:
    """Cross-validated skill of boosted trees and of the linear model, fold by fold.

    Parameters
    ----------
    measure : str
        What was predicted.
    trees, linear : ndarray, shape (folds,)
        R squared on respondents that the fit had not seen, clusters kept together.
    table : DataFrame
        ``driver loss low high``: what R squared loses when the driver's answers are shuffled.
    better : bool
        The trees predict better by more than a hundredth, and in at least four folds of five.
    """

    measure: str
    trees: Floats
    linear: Floats
    table: pd.DataFrame
    better: bool


def forest(data: Case, measure: str, seed: int = 0) -> Forest | None:
    """Fit both on four fifths of the clusters and predict the last fifth, five times.

    Nothing where there are fewer clusters than fifths.

    Trees see interactions, bends and gaps; the linear model sees missing answers as means.

    References
    ----------
    Breiman (2001) for permutation importance.
    """
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.pipeline import make_pipeline

    if len(np.unique(data.unit)) < FOLDS:
        return None
    outcome = data.measured(measure)
    skills = np.zeros((2, FOLDS))
    losses = np.zeros((FOLDS, len(data.names)))
    rng = np.random.default_rng(seed)
    splits = GroupKFold(FOLDS, shuffle=True, random_state=seed).split(data.own, groups=data.unit)
    for fold, (seen, unseen) in enumerate(splits):
        weight = data.weight[seen] / data.weight[seen].mean()
        trees = HistGradientBoostingRegressor(
            max_iter=50, learning_rate=0.1, max_leaf_nodes=8, min_samples_leaf=30, random_state=seed
        )
        trees.fit(data.own[seen], outcome[seen], sample_weight=weight)
        line = make_pipeline(SimpleImputer(), LinearRegression())
        line.fit(data.own[seen], outcome[seen], linearregression__sample_weight=weight)
        truth, mass = outcome[unseen], data.weight[unseen]
        skills[0, fold] = _skill(truth, trees.predict(data.own[unseen]), mass)
        skills[1, fold] = _skill(truth, line.predict(data.own[unseen]), mass)
        for place in range(len(data.names)):
            shuffled = data.own[unseen].copy()
            shuffled[:, place] = rng.permutation(shuffled[:, place])
            losses[fold, place] = skills[0, fold] - _skill(truth, trees.predict(shuffled), mass)
    gain = skills[0] - skills[1]
    table = pd.DataFrame(
        {
            "driver": data.names,
            "loss": losses.mean(axis=0),
            "low": losses.min(axis=0),
            "high": losses.max(axis=0),
        }
    )
    better = bool(gain.mean() > BETTER and (gain > 0).sum() >= FOLDS - 1)
    return Forest(measure, skills[0], skills[1], table, better)


def _skill(truth: Floats, predicted: Floats, weight: Floats) -> float:
    """R squared of predictions, weighted; zero where all answers are alike and nothing is to be predicted."""
    centre = np.average(truth, weights=weight)
    spread = (weight * (truth - centre) ** 2).sum()
    return float(1 - (weight * (truth - predicted) ** 2).sum() / spread) if spread > 0 else 0.0
