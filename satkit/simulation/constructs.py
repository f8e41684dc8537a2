"""Construct scores from a recursive path model with known coefficients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from satkit.errors import Complaint, DefinitionError, quote
from satkit.language import Text
from satkit.simulation.facts import LOYALTY, SATISFACTION, Truth, of_item
from satkit.simulation.population import Cells
from satkit.survey.questionnaire import Questionnaire

LOYAL = ("loyalty", "recommend")


@dataclass(frozen=True)
class Model:
    """A recursive path model of standardised constructs.

    Parameters
    ----------
    names : tuple of str, length J
        Constructs, causes before effects.
    paths : ndarray, shape (J, J)
        ``paths[j, k]`` is the effect of construct k on construct j.
    covariance : ndarray, shape (J, J)
        Of the constructs among people alike; unit diagonal.
    exogenous : ndarray of bool, shape (J,)
    construct : dict
        Scored item to the place of its construct.
    loading : dict
        Scored item to its loading.
    """

    names: tuple[str, ...]
    paths: np.ndarray
    covariance: np.ndarray
    exogenous: np.ndarray
    construct: dict[str, int]
    loading: dict[str, float]

    def draw(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Scores of ``count`` people or clusters, shape (count, J), mean 0 and sd 1."""
        root = np.linalg.cholesky(self.covariance + 1e-12 * np.eye(len(self.names)))
        scores: np.ndarray = rng.standard_normal((count, len(self.names))) @ root.T
        return scores

    def shifts(self, cells: Cells) -> np.ndarray:
        """How far the mean of every construct is moved in every cell, shape (C, J).

        A shift of a cause is carried along the paths: ``(I - B)^-1 d``.
        """
        direct = np.zeros((len(cells.share), len(self.names)))
        for number, trait in enumerate(cells.traits):
            table = np.array([self._effects((trait.effect or {}).get(level, {})) for level in trait.levels])
            direct += table[cells.place[:, number]]
        carried: np.ndarray = direct @ np.linalg.inv(np.eye(len(self.names)) - self.paths).T
        return carried

    def _effects(self, table: dict[str, float]) -> np.ndarray:
        own = np.array([table.get(name, 0.0) for name in self.names])
        return own + table.get("all", 0.0) * self.exogenous


def build(questionnaire: Questionnaire, truth: Truth) -> Model:
    """The path model the truth names; otherwise every root indicator drives satisfaction.

    Raises
    ------
    DefinitionError
        If the paths run in a circle or explain more than all of a construct's variance.
    """
    blocks = dict(truth.blocks) or {name: (name,) for name in questionnaire.children("")}
    loyal = any(questionnaire.items[name].role in LOYAL for name in questionnaire.scored_items)
    names = [*(n for n in blocks if n not in (SATISFACTION, LOYALTY)), SATISFACTION, *[LOYALTY] * loyal]
    paths = truth.path or _usual_paths(names)
    paths = {name: {source: b for source, b in table.items() if b} for name, table in paths.items()}
    order = _causes_first(names, paths)
    matrix = np.array([[paths.get(name, {}).get(source, 0.0) for source in order] for name in order])
    exogenous: np.ndarray = np.logical_not(matrix.any(axis=1))
    covariance = _covariance(order, matrix, exogenous, truth.correlation)
    place = {
        item: order.index(_construct(questionnaire, blocks, item)) for item in questionnaire.scored_items
    }
    loading = {item: of_item(truth.loading, item, 0.75) for item in questionnaire.scored_items}
    _check_loadings(loading, truth.styles.acquiescence)
    return Model(tuple(order), matrix, covariance, exogenous, place, loading)


def _check_loadings(loading: dict[str, float], habit: float) -> None:
    most = float(np.sqrt(1 - habit))
    large = tuple(quote(item) for item, value in loading.items() if abs(value) > most)
    if large:
        what = Text("the loadings of %(names)s are too large", {"names": large})
        expected = Text("at most %(most).2f, beside what acquiescence explains", {"most": most})
        raise DefinitionError(Complaint(what, "truth.toml: loading", expected))


def _usual_paths(names: list[str]) -> dict[str, dict[str, float]]:
    causes = [name for name in names if name not in (SATISFACTION, LOYALTY)]
    paths = {SATISFACTION: dict.fromkeys(causes, 0.9 / max(1, len(causes)))}
    if LOYALTY in names:
        paths[LOYALTY] = {SATISFACTION: 0.6}
    return paths


def _causes_first(names: list[str], paths: dict[str, dict[str, float]]) -> list[str]:
    waiting, order = list(names), list[str]()
    while waiting:
        ready = [n for n in waiting if set(paths.get(n, {})) <= set(order)]
        if not ready:
            what = Text("the paths between %(names)s run in a circle", {"names": tuple(waiting)})
            raise DefinitionError(Complaint(what, "truth.toml: path"))
        order += ready
        waiting = [name for name in waiting if name not in ready]
    return order


def _covariance(names: list[str], paths: np.ndarray, exogenous: np.ndarray, correlation: float) -> np.ndarray:
    """Covariance of standardised constructs, one after another along the paths."""
    within = np.eye(len(names))
    for j, coefficients in enumerate(paths):
        if exogenous[j]:
            within[j, :j] = within[:j, j] = correlation  # causes come first: all before it are causes
            continue
        within[j, :j] = within[:j, j] = coefficients[:j] @ within[:j, :j]
        explained = float(coefficients[:j] @ within[:j, j])
        if explained > 1:
            what = Text(
                "the paths into '%(name)s' explain %(share).0f%% of its variance",
                {"name": names[j], "share": 100 * explained},
            )
            expected = Text("at most 100%%: make the coefficients smaller")
            raise DefinitionError(Complaint(what, f"truth.toml: path.{names[j]}", expected))
    return within


def above(questionnaire: Questionnaire, item: str) -> Iterator[str]:
    """The item and the indicators above it, from the leaf to the root."""
    yield item
    node = next((name for name, i in questionnaire.indicators.items() if item in i.items), "")
    while node:
        yield node
        node = questionnaire.indicators[node].parent


def _construct(questionnaire: Questionnaire, blocks: dict[str, tuple[str, ...]], item: str) -> str:
    owner = {member: name for name, members in blocks.items() for member in members}
    named = next((owner[name] for name in above(questionnaire, item) if name in owner), "")
    return named or (LOYALTY if questionnaire.items[item].role in LOYAL else SATISFACTION)
