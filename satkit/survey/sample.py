"""The sample: design, final weights, and the replicates every estimate is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from satkit.errors import Complaint, DataError, near, quote_all
from satkit.language import Text
from satkit.stats.design import Design, Floats, Ints, design
from satkit.stats.replicates import (
    Replicates,
    freedom,
    refine_pieces,
    replicates,
    replicates_from_weights,
    stack_replicates,
)
from satkit.survey.columns import is_asked
from satkit.survey.questionnaire import Questionnaire, Replication, Target
from satkit.survey.replicate_weights import replicate_scales
from satkit.survey.responses import Responses
from satkit.survey.weighting.rake import kish, rake, trim

DRAWN = ("bootstrap", "jackknife", "groups", "auto")  # methods that draw replicates
FEW_DEGREES = 10  # below this, what is counted over resamples rests on very few different ones
COARSE = Text(
    "Degrees of freedom of %(wave)s (clusters less strata): only %(df)d. Resamples of so few clusters are much alike; "
    "chances, ranks and intervals counted from them look surer than they are."
)


@dataclass(frozen=True)
class Sample:
    """Who the respondents stand for, in the full sample and in every replicate.

    Parameters
    ----------
    design : Design
        With the final weights.
    replicates : Replicates
    weighting : DataFrame
        One row per wave: ``wave n n_effective kish kish_delivered clusters strata df targets``.
    """

    design: Design
    replicates: Replicates
    weighting: pd.DataFrame


def coarse(questionnaire: Questionnaire, weighting: pd.DataFrame, wave: str) -> tuple[Text, ...]:
    """What to know of a wave with too few clusters for chances and ranks."""
    found = weighting.loc[weighting["wave"] == wave, "df"]
    return tuple(
        COARSE.with_values(wave=questionnaire.waves[wave].title, df=df) for df in found if df < FEW_DEGREES
    )


def draw(responses: Responses) -> Sample:
    """The sample of a survey: all its waves as one design, waves as outer strata.

    A change between waves is then an estimate like any other.  In a panel a cluster (respondent)
    met in two waves is one unit, and the correlation of its answers lowers the error of the change.

    Raises
    ------
    DataError
        If a wave has one cluster, a stratum with one cluster is refused, or the levels of a target are not those of the
        respondents, or targets contradict each other.
    """
    settings = responses.questionnaire.sample
    _refuse_one_cluster(responses)
    outer = np.zeros(len(responses), np.int64) if settings.panel else responses.wave
    drawn = design(
        responses.weight,
        stratum=_cross_codes(outer, responses.stratum),
        cluster=_cross_codes(outer, responses.cluster),
        population=responses.fpc,
        lonely=settings.lonely,
    )
    resamples = (
        _draw_replicates(responses, drawn)
        if not responses.replicate_weights
        else _read_replicates(responses, outer)
    )
    weight = drawn.weight
    if settings.targets:
        weight, resamples = _to_targets(responses, weight, resamples)
    final = replace(drawn, weight=weight, most=_most(responses))
    return Sample(final, resamples, _weighting(responses, final))


def _draw_replicates(responses: Responses, sample: Design) -> Replicates:
    made = responses.questionnaire.sample.replicates
    method = made.method if made.method in DRAWN else "auto"
    return replicates(sample, method, made.count, made.seed, parts=_raking_cells(responses))


def _read_replicates(responses: Responses, outer: Ints) -> Replicates:
    """The replicates that came with the data, wave by wave, beside those drawn for waves without any.

    In a panel the replicates of all waves are the same ones.
    """
    questionnaire, parts = responses.questionnaire, []
    places = {wave: place for place, wave in enumerate(questionnaire.waves)}
    without = ~np.isin(responses.wave, [places[wave] for wave in responses.replicate_weights])
    if without.any():
        rows = np.flatnonzero(without)
        settings = questionnaire.sample
        part = design(
            responses.weight[rows],
            stratum=_cross_codes(outer, responses.stratum)[rows],
            cluster=_cross_codes(outer, responses.cluster)[rows],
            population=responses.fpc[rows],
            lonely=settings.lonely,
        )
        parts.append((rows, _draw_replicates(responses, part)))
    matrices = {
        wave: (np.flatnonzero(responses.wave == places[wave]), weights)
        for wave, weights in responses.replicate_weights.items()
    }
    if questionnaire.sample.panel and not without.any():
        rows, weights = (np.concatenate(two) for two in zip(*_match_replicates(matrices), strict=True))
        order = np.argsort(rows, kind="stable")
        made = questionnaire.sample.replicates
        return _read(made, responses.weight, weights[order])
    parts += [
        (rows, _read(questionnaire.design(wave).replicates, responses.weight[rows], weights))
        for wave, (rows, weights) in matrices.items()
        if len(rows)
    ]
    return stack_replicates(parts, len(responses)) if len(parts) > 1 else parts[0][1]


def _match_replicates(matrices: Mapping[str, tuple[Ints, Floats]]) -> list[tuple[Ints, Floats]]:
    """The replicate weights of the waves of a panel, which must be as many in all.

    Raises
    ------
    DataError
        If they are not.
    """
    counts = {wave: weights.shape[1] for wave, (_, weights) in matrices.items()}
    if len({*counts.values()}) > 1:
        told = tuple(Text("%(wave)s: %(count)d", {"wave": w, "count": c}) for w, c in counts.items())
        what = Text(
            "the waves of a panel have different numbers of replicate weights: %(counts)s", {"counts": told}
        )
        raise DataError(Complaint(what, hint=Text("set panel = false if the waves were drawn apart")))
    return list(matrices.values())


def _read(made: Replication, weight: Floats, weights: Floats) -> Replicates:
    return replicates_from_weights(
        weight,
        weights,
        replicate_scales(made, weights.shape[1]),
        combined=made.combined,
        from_estimate=made.mse,
    )


def _most(responses: Responses) -> Ints | None:
    """The most degrees of freedom of every row, where replicate weights came with the data."""
    if not responses.replicate_weights:
        return None
    questionnaire = responses.questionnaire
    most = np.full(len(responses), len(responses), np.int64)
    for place, wave in enumerate(questionnaire.waves):
        rows = responses.wave == place
        if wave in responses.replicate_weights and rows.any():
            made, weights = questionnaire.design(wave).replicates, responses.replicate_weights[wave]
            whole = weights if made.combined else weights * responses.weight[rows, None]
            most[rows] = made.df or freedom(whole)
    return most


def _refuse_one_cluster(responses: Responses) -> None:
    """A wave whose respondents were all drawn together shows nothing of how another draw would differ."""
    complaints = []
    for place, wave in enumerate(responses.questionnaire.waves):
        column = responses.questionnaire.design(wave).cluster
        rows = responses.wave == place
        if column and rows.sum() > 1 and len(np.unique(responses.cluster[rows])) == 1:
            file = responses.questionnaire.waves[wave].file
            what = Text("every respondent of wave '%(wave)s' belongs to one cluster", {"wave": wave})
            complaints.append(
                Complaint(
                    what,
                    Text("%(file)s, column %(column)s", {"file": file, "column": column}),
                    expected=Text("two clusters or more: only their differences tell how sure a result is"),
                    hint=Text("name the column of what was drawn, or leave cluster out of [sample]"),
                )
            )
    if complaints:
        raise DataError(complaints)


def _cross_codes(outer: Ints, inner: Ints) -> Ints:
    return np.asarray(outer * (inner.max(initial=0) + 1) + inner, np.int64)


def _to_targets(responses: Responses, weight: Floats, resamples: Replicates) -> tuple[Floats, Replicates]:
    """Rake every wave to its targets: the sample for its weights, the replicates for theirs."""
    settings = responses.questionnaire.sample
    aims = _aims(responses)
    complaints = [
        each for wave, rows, some in aims for t in some for each in _unmet(responses, wave, rows, t)
    ]
    if complaints:
        raise DataError(complaints)
    cell = _cells(responses)
    weight = weight.copy()
    finer, cell_of_piece = refine_pieces(resamples, cell)
    factors = finer.factors.copy()
    for _, rows, targets in aims:
        cells = np.unique(cell[rows])
        margins, shares = zip(*(_margin(responses, target, cell, cells) for target in targets), strict=True)
        whole = np.bincount(np.searchsorted(cells, cell[rows]), weight[rows], len(cells))
        weight[rows] *= rake(whole[None, :].astype(float), margins, shares)[0][
            np.searchsorted(cells, cell[rows])
        ]
        if settings.trim:
            weight[rows] = trim(weight[rows], settings.trim)
        pieces = np.flatnonzero(np.isin(np.arange(len(cell_of_piece)), finer.piece[rows]))
        in_cell = np.searchsorted(cells, cell_of_piece[pieces])[:, None] == np.arange(len(cells))
        carried = finer.pieces(np.where(rows, weight, 0.0)[:, None])[pieces]
        mass = factors[:, pieces] @ (carried * in_cell)
        raised = rake(mass, margins, shares)
        # the full sample keeps its own weights: what trimming left of the margins, the replicates mirror
        raised = raised / raised[0] if settings.trim else raised
        factors[:, pieces] *= raised[:, np.searchsorted(cells, cell_of_piece[pieces])]
    factors[0] = 1.0
    return weight, replace(finer, factors=factors)


def _aims(responses: Responses) -> list[tuple[str, NDArray[np.bool_], list[Target]]]:
    """The waves that have respondents and targets, with both."""
    found = []
    for place, wave in enumerate(responses.questionnaire.waves):
        targets = _targets(responses.questionnaire, wave)
        rows = responses.wave == place
        if targets and rows.any():
            found.append((wave, rows, targets))
    return found


def _targets(questionnaire: Questionnaire, wave: str) -> list[Target]:
    """The targets of a wave: for every segment it knows its own, else the one for all waves."""
    every = questionnaire.sample.targets
    general = {
        t.segment: t for t in every if not t.wave and is_asked(questionnaire.segments[t.segment], wave)
    }
    return [*(general | {t.segment: t for t in every if t.wave == wave}).values()]


def _unmet(responses: Responses, wave: str, rows: NDArray[np.bool_], target: Target) -> Iterator[Complaint]:
    """Shares for nobody, and respondents without a share: raking would leave them out unseen."""
    level = responses.segments[target.segment].to_numpy(np.int64)[rows]
    names = [name for name, _ in responses.levels[target.segment]]
    counts = dict(zip(names, np.bincount(level[level >= 0], minlength=len(names)).tolist(), strict=True))
    here = [name for name, count in counts.items() if count]
    values = {"segment": target.segment, "wave": wave}
    for name, share in target.shares.items():
        if share > 0 and not counts.get(name):
            yield Complaint(
                Text(
                    "the target of segment '%(segment)s' has a share for '%(level)s', to which nobody in wave "
                    "'%(wave)s' belongs",
                    {**values, "level": name},
                ),
                expected=Text("levels with respondents: %(names)s", {"names": quote_all(here)}),
                hint=near(name, [other for other in here if other not in target.shares])
                or Text("merge the level with another, in [segment] and in the target"),
            )
    for name in here:
        if not target.shares.get(name):
            yield Complaint(
                Text(
                    "the target of segment '%(segment)s' has no share for '%(level)s', to which respondents of wave "
                    "'%(wave)s' belong: %(n)d",
                    {**values, "level": name, "n": counts[name]},
                ),
                expected=Text("a share above zero for every level with respondents"),
            )


def _cells(responses: Responses) -> Ints:
    """Every row's cell: its wave crossed with the levels of all segments that have a target."""
    names = sorted({target.segment for target in responses.questionnaire.sample.targets})
    keys = np.column_stack([responses.wave, *(responses.segments[name].to_numpy(np.int64) for name in names)])
    return np.asarray(np.unique(keys, axis=0, return_inverse=True)[1]).reshape(-1).astype(np.int64)


def _raking_cells(responses: Responses) -> int:
    """How many cells of raking the units of one wave (of a panel: of all waves) are divided into."""
    settings = responses.questionnaire.sample
    if not settings.targets or not len(responses):
        return 1
    cell = _cells(responses)
    if settings.panel:
        return len(np.unique(cell))
    return max(len(np.unique(cell[responses.wave == wave])) for wave in np.unique(responses.wave))


def _margin(responses: Responses, target: Target, cell: Ints, cells: Ints) -> tuple[Ints, Floats]:
    """Per cell its level of the target's segment, and the shares in the order of the levels."""
    level = responses.segments[target.segment].to_numpy(np.int64)
    first = np.array([np.argmax(cell == c) for c in cells])
    shares = np.array([target.shares.get(name, 0.0) for name, _ in responses.levels[target.segment]])
    return level[first], shares / shares.sum()


def _weighting(responses: Responses, final: Design) -> pd.DataFrame:
    """What weights and design do to the size of every wave."""
    lines = []
    for place, wave in enumerate(responses.questionnaire.waves):
        rows = responses.wave == place
        if not rows.any():
            continue
        effect = kish(final.weight[rows])
        units = np.unique(final.unit[rows])
        lines.append(
            {
                "wave": wave,
                "n": int(rows.sum()),
                "n_effective": rows.sum() / effect,
                "kish": effect,
                "kish_delivered": kish(responses.weight[rows]),
                "clusters": len(units),
                "strata": len(np.unique(final.stratum[units])),
                "df": final.degrees(rows),
                "targets": ", ".join(t.segment for t in _targets(responses.questionnaire, wave)),
            }
        )
    return pd.DataFrame(lines)
