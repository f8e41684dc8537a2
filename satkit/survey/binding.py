"""Tables bound to the questionnaire: every wave's cells become answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from satkit.errors import Complaint, DataError, quote
from satkit.language import Text
from satkit.survey.answers import Answers, make_unasked_answers, mirror_answers, read_answers
from satkit.survey.checks import off_scale, others, speed
from satkit.survey.coding import contradictions, distinct, holds_labels, read_missing_codes, read_numbers
from satkit.survey.columns import absent, columns_of, is_asked, list_needed_columns, locate_columns
from satkit.survey.continuous import add_found_points
from satkit.survey.design_columns import clusters, encode_rows, undrawn, weights
from satkit.survey.levels import assign_levels
from satkit.survey.questionnaire import Questionnaire, Wave
from satkit.survey.replicate_weights import replicate_weights
from satkit.survey.responses import Check, Responses
from satkit.survey.scale import fold
from satkit.survey.table import Table


@dataclass(frozen=True)
class Opened:
    """One wave ready to be coded: its kept records, where its columns are, who was left out so far."""

    place: int
    wave: Wave
    table: Table
    columns: Mapping[str, str]
    weight: np.ndarray
    steps: tuple[tuple[str, int], ...]
    replicate_weights: np.ndarray | None = None


def bind(questionnaire: Questionnaire, tables: Mapping[str, Table], *, tolerant: bool = False) -> Responses:
    """The answers of all waves, mapped through their scales.

    Parameters
    ----------
    questionnaire : Questionnaire
    tables : mapping
        Wave name to its table; a wave without one, or without respondents, is empty.
    tolerant : bool
        Do not stop at answers off their scale, whatever the definition says: count them all.

    Returns
    -------
    Responses
        Its waterfall has the steps ``received``, ``filtered`` ([checks] only), ``zero_weight`` and
        ``analysed``; its only check is ``off_scale``.  Off-scale answers are OFF_SCALE; rows are
        excluded by :func:`satkit.survey.exclusion.exclude_flagged`.

    Raises
    ------
    DataError
        With every complaint found: columns that are not there, answers off their scale (where the
        definition stops at them), unknown levels, weights that are none, no respondent at all.
    """
    waves = [_open_wave(questionnaire, place, name, tables) for place, name in enumerate(questionnaire.waves)]
    complaints = [complaint for _, found in waves for complaint in found]
    parts = [part for part, _ in waves if part is not None]
    if not complaints and not any(len(part.table.frame) for part in parts):
        complaints = [_nobody(questionnaire)]
    if complaints and any(part is None for part, _ in waves):
        raise DataError(complaints)
    return _bind_waves(questionnaire, tables, parts, complaints, tolerant=tolerant)


def _bind_waves(
    questionnaire: Questionnaire,
    tables: Mapping[str, Table],
    parts: Sequence[Opened],
    complaints: list[Complaint],
    *,
    tolerant: bool,
) -> Responses:
    """All items, segments and the design over all waves; or all complaints at once."""
    questionnaire = _form_scales(questionnaire, parts)
    kept: dict[str, list[Answers]] = {
        name: [_answers(questionnaire, name, part) for part in parts] for name in questionnaire.items
    }
    found = [*_off_scale(questionnaire, parts, kept)]
    segments, levels, unknown = _segments(questionnaire, parts)
    complaints = [
        *complaints,
        *_find_reversed_codes(questionnaire, parts),
        *_find_undecided_codes(questionnaire, parts),
        *unknown,
    ]
    action = questionnaire.checks.off_scale
    if action == "stop" and not tolerant:
        complaints += off_scale.complaints(found)
    if complaints:
        raise DataError(complaints)
    looked_at = sum(len(part.table.frame) * len(questionnaire.items) for part in parts)
    checks = (
        off_scale.check_off_scale(found, looked_at, action),
        others.check_others([*_others(questionnaire, parts, kept)], looked_at),
    )
    return _assemble_responses(questionnaire, tables, parts, kept, segments, levels, checks)


def _assemble_responses(
    questionnaire: Questionnaire,
    tables: Mapping[str, Table],
    parts: Sequence[Opened],
    kept: Mapping[str, Sequence[Answers]],
    segments: pd.DataFrame,
    levels: Mapping[str, tuple[tuple[str, object], ...]],
    checks: tuple[Check, ...],
) -> Responses:
    designs = [questionnaire.design(part.wave.name) for part in parts]
    sizes = [len(part.table.frame) for part in parts]
    strata = [_cells(part, design.strata) for part, design in zip(parts, designs, strict=True)]
    drawn = [_cells(part, (_find_cluster_column(questionnaire, part.wave.name),)) for part in parts]
    fpc = [_cells(part, (design.fpc,)) for part, design in zip(parts, designs, strict=True)]
    n = sum(sizes)
    return Responses(
        questionnaire=questionnaire,
        wave=np.repeat([part.place for part in parts], [len(part.table.frame) for part in parts]).astype(
            np.int64
        ),
        answers=_frame(n, {name: [a.places for a in some] for name, some in kept.items()}),
        segments=segments,
        levels=levels,
        weight=np.concatenate([part.weight for part in parts]),
        stratum=encode_rows(strata, sizes),
        cluster=clusters(drawn, sizes),
        fpc=_population(fpc, sizes),
        replicate_weights={
            part.wave.name: part.replicate_weights for part in parts if part.replicate_weights is not None
        },
        file_row=np.concatenate([part.table.rows for part in parts]),
        options={
            name: np.concatenate([a.options for a in some if a.options is not None])
            for name, some in kept.items()
            if questionnaire.scale(name).kind == "multi"
        },
        numbers=_frame(n, {name: [a.numbers for a in some] for name, some in kept.items()}),
        texts=_frame(n, {name: [a.words for a in some] for name, some in kept.items()}),
        checks=checks,
        waterfall=_waterfall(parts),
        tables={
            part.wave.name: _add_notes(tables[part.wave.name], part)
            for part in parts
            if part.wave.name in tables
        },
    )


def _open_wave(
    questionnaire: Questionnaire, place: int, name: str, tables: Mapping[str, Table]
) -> tuple[Opened | None, list[Complaint]]:
    """A wave with its columns found, filtered and weighed; or what keeps it shut."""
    wave = questionnaire.waves[name]
    needs = list_needed_columns(questionnaire, name)
    if name not in tables:
        empty = Table(pd.DataFrame(columns=list(needs), dtype=object), np.empty(0, np.int64), name, "")
        return Opened(place, wave, empty, {c: c for c in needs}, np.empty(0), (("received", 0),)), []
    table = tables[name]
    columns, notes = locate_columns(table, wave, needs)
    lost = absent(table, wave, needs, columns)
    if lost:
        return None, lost
    table = replace(table, notes=(*table.notes, *notes))
    steps = [("received", len(table.frame))]
    keep = np.ones(len(table.frame), dtype=bool)
    for column, codes in questionnaire.checks.only.items():
        wanted = {fold(code) for code in codes}
        keep &= np.array([fold(cell) in wanted for cell in table.frame[columns[column]]], dtype=bool)
    if questionnaire.checks.only:
        steps.append(("filtered", int((~keep).sum())))
    table = rows(table, keep)
    design = questionnaire.design(name)
    weight, complaints = weights(table, columns.get(design.weight, ""))
    replicated, more = replicate_weights(table, wave, design, columns, weight)
    complaints += more
    if not complaints and (weight == 0).any():
        steps.append(("zero_weight", int((weight == 0).sum())))
        there = weight > 0
        replicated = None if replicated is None else replicated[there]
        table, weight = rows(table, there), weight[there]
    complaints += undrawn(table, design, columns)
    if questionnaire.checks.duration:
        complaints += speed.unreadable(table, columns[questionnaire.checks.duration])
    return Opened(place, wave, table, columns, weight, tuple(steps), replicated), complaints


def rows(table: Table, keep: np.ndarray) -> Table:
    """Some records of a table."""
    if keep.all():
        return table
    return replace(table, frame=table.frame[keep].reset_index(drop=True), rows=table.rows[keep])


def _form_scales(questionnaire: Questionnaire, parts: Sequence[Opened]) -> Questionnaire:
    """The questionnaire with the values found as the points of its continuous scales."""
    cells: dict[str, set[object]] = {
        n: set() for n, scale in questionnaire.scales.items() if scale.continuous
    }
    for item in questionnaire.items.values():
        if item.scale not in cells:
            continue
        for part in parts:
            if is_asked(item, part.wave.name):
                column = part.columns[columns_of(item)[0]]
                out = read_missing_codes(part.table, column)
                found = distinct(part.table.frame[column].to_numpy(dtype=object))[1]
                cells[item.scale].update(cell for cell in found if not out or fold(cell) not in out)
    scales = {name: add_found_points(questionnaire.scales[name], found) for name, found in cells.items()}
    if not scales:
        return questionnaire
    return questionnaire.model_copy(update={"scales": questionnaire.scales | scales})


def _answers(questionnaire: Questionnaire, name: str, part: Opened) -> Answers:
    item, scale = questionnaire.items[name], questionnaire.scale(name)
    if not is_asked(item, part.wave.name):
        return make_unasked_answers(scale, len(part.table.frame))
    found = read_answers(item, scale, part.table, part.columns)
    return mirror_answers(found, scale) if name in part.wave.reversed else found


def _off_scale(
    questionnaire: Questionnaire, parts: Sequence[Opened], kept: Mapping[str, Sequence[Answers]]
) -> Iterator[off_scale.Found]:
    for name, part, answers in _read(parts, kept):
        for column, wrong in (answers.off or {}).items():
            if wrong.any():
                yield off_scale.Found(
                    part.wave.name, part.table, column, name, questionnaire.scale(name),
                    np.flatnonzero(wrong), (answers.unknown or {}).get(column),
                )  # fmt: skip


def _others(
    questionnaire: Questionnaire, parts: Sequence[Opened], kept: Mapping[str, Sequence[Answers]]
) -> Iterator[off_scale.Found]:
    """The cells with a part that is counted under the catch-all of its scale."""
    for name, part, answers in _read(parts, kept):
        scale = questionnaire.scale(name)
        for column, unknown in (answers.unknown or {}).items():
            cells = np.flatnonzero([bool(some) for some in unknown])
            if scale.catch_all is not None and len(cells):
                yield off_scale.Found(part.wave.name, part.table, column, name, scale, cells, unknown)


def _read(
    parts: Sequence[Opened], kept: Mapping[str, Sequence[Answers]]
) -> Iterator[tuple[str, Opened, Answers]]:
    for name, some in kept.items():
        for part, answers in zip(parts, some, strict=True):
            yield name, part, answers


def _segments(
    questionnaire: Questionnaire, parts: Sequence[Opened]
) -> tuple[pd.DataFrame, dict[str, tuple[tuple[str, object], ...]], list[Complaint]]:
    places, levels, complaints = {}, {}, []
    sizes = [len(part.table.frame) for part in parts]
    for name, segment in questionnaire.segments.items():
        there = [is_asked(segment, part.wave.name) for part in parts]
        sources = [
            (part.table, part.columns[segment.column or name])
            for part, known in zip(parts, there, strict=True)
            if known
        ]
        place, levels[name], unknown = assign_levels(segment, sources)
        places[name] = np.full(sum(sizes), -1, np.int16)
        places[name][np.repeat(there, sizes)] = place
        complaints += unknown
    return pd.DataFrame(places, index=pd.RangeIndex(sum(sizes))), levels, complaints


def _find_reversed_codes(questionnaire: Questionnaire, parts: Sequence[Opened]) -> list[Complaint]:
    """Codes that a file labels as another point: a reversed scale would turn every score round."""
    return [
        Complaint(
            Text(
                "the file labels code %(code)s '%(label)s', which is another point of scale %(scale)s",
                {"code": str(code), "label": label, "scale": quote(questionnaire.scale(name).name)},
            ),
            Text("%(file)s, column %(column)s", {"file": part.table.file, "column": part.columns[column]}),
            hint=Text("bring the codes of the scale in line with the file"),
        )
        for name, item in questionnaire.items.items()
        if questionnaire.scale(name).points and questionnaire.scale(name).kind != "multi"
        for part in parts
        if is_asked(item, part.wave.name)
        for column in columns_of(item)
        for code, label in contradictions(questionnaire.scale(name), part.table, part.columns[column])
    ]


def _find_undecided_codes(questionnaire: Questionnaire, parts: Sequence[Opened]) -> list[Complaint]:
    """Columns of which nothing tells whether they hold the codes of a shifted scale or its labels."""
    return [
        Complaint(
            Text(
                "column '%(column)s' may hold the codes of scale %(scale)s or its labels, which are shifted against each other",
                {"column": part.columns[column], "scale": quote(questionnaire.scale(name).name)},
            ),
            part.table.file,
            hint=Text(
                "if it holds codes, delete the labels of the points; if it holds labels, make them the codes"
            ),
        )
        for name, item in questionnaire.items.items()
        if questionnaire.scale(name).shifted_labels
        for part in parts
        if is_asked(item, part.wave.name)
        for column in columns_of(item)
        if holds_labels(questionnaire.scale(name), part.table, part.columns[column]) is None
    ]


def _cells(part: Opened, names: Sequence[str]) -> list[np.ndarray]:
    """Columns of the design that have a name, cell by cell."""
    frame = part.table.frame
    return [frame[part.columns[name]].to_numpy(dtype=object) for name in names if name]


def _find_cluster_column(questionnaire: Questionnaire, wave: str) -> str:
    """The column of clusters of a wave; in a panel without any, that of the respondent."""
    design = questionnaire.design(wave)
    return design.cluster or (questionnaire.checks.respondent if design.panel else "")


def _population(cells: Sequence[Sequence[np.ndarray]], sizes: Sequence[int]) -> np.ndarray:
    """How many clusters the stratum of every row has in the population; no limit in a wave without such a column."""
    parts = [
        read_numbers(part[0])[0] if part else np.full(size, np.inf)
        for part, size in zip(cells, sizes, strict=True)
    ]
    return np.concatenate(parts)


def _frame(n: int, columns: Mapping[str, Sequence[np.ndarray | None]]) -> pd.DataFrame:
    """The columns every part has, put end to end."""
    full = {
        name: np.concatenate([part for part in some if part is not None])
        for name, some in columns.items()
        if some and some[0] is not None
    }
    return pd.DataFrame(full, index=pd.RangeIndex(n))


def _waterfall(parts: Sequence[Opened]) -> pd.DataFrame:
    lines = [
        {"wave": part.wave.name, "step": step, "n": n}
        for part in parts
        for step, n in (*part.steps, ("analysed", len(part.table.frame)))
    ]
    return pd.DataFrame(lines, columns=["wave", "step", "n"])


def _add_notes(table: Table, part: Opened) -> Table:
    """The table as read, with the notes of finding its columns."""
    return replace(table, notes=part.table.notes)


def _nobody(questionnaire: Questionnaire) -> Complaint:
    return Complaint(
        Text("no wave has a respondent left"),
        hint=Text(
            "look at the files of %(waves)s and at [checks] only", {"waves": tuple(questionnaire.waves)}
        ),
    )
