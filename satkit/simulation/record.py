"""The truth as tables, to compare estimates with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from satkit.simulation.constructs import Model
from satkit.simulation.facts import Truth
from satkit.simulation.kano import coefficients
from satkit.simulation.population import margin
from satkit.simulation.recovery import GROUPS, by_group
from satkit.simulation.styles import straight_points
from satkit.simulation.wave_model import Question, Scene
from satkit.survey.questionnaire import Questionnaire

Row = dict[str, object]
WHERE = ["wave", "segment", "level"]


def tables(
    questionnaire: Questionnaire,
    truth: Truth,
    model: Model,
    scenes: Sequence[Scene],
    mixtures: Mapping[str, Mapping[str, dict[str, float]]],
) -> dict[str, pd.DataFrame]:
    """Every table of the truth.

    ``items`` and ``indicators`` hold ``mean``, what people think, and ``expected``, what a survey
    finds once straight lines are mixed in; for everybody (``segment`` empty) and by level.
    ``paths``, ``loadings`` and ``correlations`` hold the standardised model among people alike,
    ``kano`` the mixtures, ``recovery`` the groups and their loyalty, ``population`` the shares.
    """
    items = pd.DataFrame([row for scene in scenes for row in _items(questionnaire, truth, scene)])
    return {
        "items": items,
        "indicators": _indicators(questionnaire, items),
        "population": pd.DataFrame([row for scene in scenes for row in _population(scene)]),
        "paths": _paths(model),
        "loadings": pd.DataFrame(
            [
                {"item": name, "construct": model.names[place], "loading": model.loading[name]}
                for name, place in model.construct.items()
            ]
        ),
        "correlations": pd.DataFrame(model.covariance, model.names, model.names)
        .rename_axis("construct")
        .reset_index(),
        "kano": pd.DataFrame([row for wave, known in mixtures.items() for row in _kano(wave, known)]),
        "recovery": pd.DataFrame([row for scene in scenes for row in _recovery(scene)]),
    }


def groups(scene: Scene) -> Iterator[tuple[str, str, float, np.ndarray]]:
    """Everybody, then every level of every segment: names, share, and shares of the cells."""
    yield "", "", 1.0, scene.share
    known = {trait.name: trait for trait in scene.traits}
    for trait in scene.traits:
        if trait.reported:
            for place, share in enumerate(margin(trait, known)):
                yield trait.name, trait.levels[place], float(share), scene.within(trait.name, place)


def _items(questionnaire: Questionnaire, truth: Truth, scene: Scene) -> Iterator[Row]:
    for name, question in scene.questions.items():
        scale = questionnaire.scale(name)
        boxes = {
            box: np.isin(question.ladder.place, scale.places(getattr(scale, box)))
            for box in ("satisfied", "top", "bottom")
        }
        straight = straight_points(truth.styles, question.ladder)
        for segment, level, share, within in groups(scene):
            chance = within @ question.chance
            mean = float(chance @ question.ladder.score)
            found = (1 - truth.styles.straight) * chance + truth.styles.straight * straight
            row: Row = {"wave": scene.wave, "item": name, "segment": segment, "level": level, "share": share}
            row |= {"mean": mean, "expected": float(found @ question.ladder.score)}
            yield row | {box: float(found @ inside) for box, inside in boxes.items()}


def _indicators(questionnaire: Questionnaire, items: pd.DataFrame) -> pd.DataFrame:
    """Roll the means of items up the tree: plain means in a leaf, tree weights above."""
    wide = {v: items.pivot_table(v, [*WHERE, "share"], "item", sort=False) for v in ("mean", "expected")}
    parts = []
    for node in questionnaire.indicators:
        columns = {value: _roll_node(questionnaire, node, table) for value, table in wide.items()}
        parts.append(pd.DataFrame(columns).reset_index().assign(indicator=node))
    if not parts:
        return pd.DataFrame()
    order = ["wave", "indicator", "segment", "level", "share", "mean", "expected"]
    return pd.concat(parts, ignore_index=True)[order].dropna(subset="mean", ignore_index=True)


def _roll_node(questionnaire: Questionnaire, node: str, wide: pd.DataFrame) -> pd.Series:
    """The mean of a node over what was asked, one value per row of ``wide``."""
    children = questionnaire.children(node)
    if not children:
        return wide.reindex(columns=list(questionnaire.indicators[node].items)).mean(axis=1)
    below = pd.concat([_roll_node(questionnaire, child, wide) for child in children], axis=1)
    weight = np.array([questionnaire.indicators[child].weight for child in children])
    return (below * weight).sum(axis=1) / (below.notna() * weight).sum(axis=1).replace(0, np.nan)


def _population(scene: Scene) -> Iterator[Row]:
    for segment, level, share, _ in groups(scene):
        if segment:
            yield {"wave": scene.wave, "segment": segment, "level": level, "share": share}


def _paths(model: Model) -> pd.DataFrame:
    target, source = np.nonzero(model.paths)
    return pd.DataFrame(
        {
            "source": [model.names[k] for k in source],
            "target": [model.names[k] for k in target],
            "coefficient": model.paths[target, source],
        }
    )


def _kano(wave: str, mixtures: Mapping[str, dict[str, float]]) -> Iterator[Row]:
    for attribute, mixture in mixtures.items():
        total = sum(mixture.values())
        shares = {category: mixture.get(category, 0.0) / total for category in "MOAIRQ"}
        better, worse = coefficients(mixture)
        category = max(shares, key=lambda name: shares[name])
        row: Row = {"wave": wave, "attribute": attribute, "category": category}
        yield row | shares | {"better": better, "worse": worse}


def _recovery(scene: Scene) -> Iterator[Row]:
    """Share of every recovery group, and the mean of every loyalty item in it."""
    for name, question in scene.questions.items():
        if question.loyal:
            for place, group in enumerate(GROUPS):
                yield {"wave": scene.wave, "item": name, "group": group} | _loyalty(scene, question, place)


def _loyalty(scene: Scene, question: Question, group: int) -> Row:
    law = by_group(question.law, group)
    size = float(scene.share @ law.share.sum(axis=1))
    steps = np.hstack([law.below(question.ladder.shape + question.shift), law.share.sum(axis=1)[:, None]])
    chance = scene.share @ np.diff(steps, axis=1, prepend=0.0)
    return {"share": size, "mean": float(chance @ question.ladder.score) / size if size else float("nan")}
