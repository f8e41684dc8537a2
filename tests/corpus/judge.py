"""The verdict on a draft, column by column: right, marked, wrong without a word, or beside the point.

*right*: what the column holds was drafted, with the right points and direction.
*marked*: it was not, and a PLEASE CONFIRM beside it, or a comment with the reason, says so.
*silent*: a figure or a disclosure would be wrong and nothing says so.  Merged points, dropped points,
ranks or codes with scores and personal data that would be printed are silent even if marked: no
confirmation makes up for them.
*beside*: not what the column is for, but nothing is wrong of it (an id offered as a group).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.drafted import MARK, Draft, Mark, named, respondents
from corpus.export import Column, Truth
from satkit.survey.questionnaire import Item, Questionnaire
from satkit.survey.scale import fold

RIGHT, MARKED, SILENT, BESIDE = "right", "marked", "silent", "beside"
VERDICTS = (RIGHT, MARKED, SILENT, BESIDE)
FEW = 12  # groups that a report can show


@dataclass(frozen=True)
class Verdict:
    """What is thought of one column."""

    file: str
    column: str
    truth: str
    drafted: str
    verdict: str
    why: str = ""


def judged(draft: Draft) -> list[Verdict]:
    """The verdicts on every column of an export, and on the file as a whole (column ``""``)."""
    name = draft.export.name
    whole = [Verdict(name, "", "file", "", verdict, why) for verdict, why in _whole(draft)]
    if draft.questionnaire is None or draft.responses is None:
        return whole + [
            Verdict(
                name,
                _title(column),
                column.truth.kind,
                "nothing",
                SILENT if draft.export.scored_items else BESIDE,
                "no draft",
            )
            for column in draft.export.columns
            if column.truth.kind == "rating"
        ]
    return whole + list(_Judge(draft).verdicts())


def _title(column: Column) -> str:
    return " — ".join(filter(None, column.head))


def _whole(draft: Draft) -> Iterator[tuple[str, str]]:
    """Exit codes, respondents, and personal data in the definition."""
    export = draft.export
    for command, code in draft.exits.items():
        if code == 70:
            yield SILENT, f"{command} made a mistake (exit 70)"
    if export.scored_items:
        refused = [command for command, code in draft.exits.items() if code not in {0, 70}]
        if refused:
            yield (
                SILENT,
                f"the untouched draft is refused by {refused[0]} (exit {draft.exits[refused[0]]}): {_last(draft, refused[0])}",
            )
    elif draft.exits.get("check", 1) == 0 and not any(
        column.truth.kind == "kano" for column in export.columns
    ):
        yield SILENT, "check says nothing of there being nothing to score"
    if draft.responses is not None:
        received = int(draft.responses.waterfall.query("step == 'received'")["n"].sum())
        if received != int(export.kept.sum()):
            yield SILENT, f"{received} respondents for {int(export.kept.sum())}"
    said = [draft.said["new"], *draft.comments]
    if export.tells and draft.text and not re.search(export.tells, "\n".join(said), re.IGNORECASE):
        yield SILENT, f"nobody is told of {export.tells}"
    leaked = _leaked(draft)
    if leaked:
        yield SILENT, f"personal data written into the definition: {leaked}"


def _last(draft: Draft, command: str) -> str:
    return " / ".join(line.strip() for line in draft.said[command].strip().splitlines()[-3:])[:240]


def _leaked(draft: Draft) -> str:
    for column in draft.export.columns:
        if column.truth.kind == "personal":
            for cell in column.cells:
                if cell is not None and len(str(cell)) > 4 and f'"{cell}"' in draft.text:
                    return f"{_title(column)}: {cell}"
    return ""


class _Judge:
    """What each column of a file became."""

    def __init__(self, draft: Draft) -> None:
        assert draft.questionnaire is not None
        assert draft.responses is not None
        self.draft, self.asked, self.responses = draft, draft.responses.questionnaire, draft.responses
        self.who = respondents(draft)
        self.wave = next(iter(self.asked.waves))
        table = self.responses.tables[self.wave]
        self.table = table
        self.columns = _matched(draft)
        self.items: dict[str, list[str]] = defaultdict(list)
        for name, item in self.asked.items.items():
            for column in item.columns or (item.column or name,):
                self.items[column].append(name)
        self.segments: dict[str, list[str]] = defaultdict(list)
        for name, segment in self.asked.segments.items():
            self.segments[segment.column or name].append(name)

    def verdicts(self) -> Iterator[Verdict]:
        """One verdict a column; the options of one question have one together."""
        seen: set[str] = set()
        for place, column in enumerate(self.draft.export.columns):
            truth = column.truth
            if truth.kind == "multi":
                if truth.group not in seen:
                    seen.add(truth.group)
                    yield self._said(place, *self._multi(truth.group))
                continue
            judge = getattr(self, f"_{truth.kind}", self._plain)
            verdict, why = judge(place, column)
            yield self._said(place, verdict, why)

    def _said(self, place: int, verdict: str, why: str) -> Verdict:
        column = self.draft.export.columns[place]
        return Verdict(
            self.draft.export.name, _title(column), column.truth.kind, self.became(place), verdict, why
        )

    # what a column became

    def uses(self, place: int) -> list[str]:
        """The roles a column has in the draft, such as ``score``, ``segment``, ``weight``."""
        name = self.columns.get(place)
        if name is None:
            return []
        asked = self.asked
        found = [asked.scale(item).kind for item in self.items.get(name, [])]
        found += ["segment"] * len(self.segments.get(name, []))
        sample, checks = asked.sample, asked.checks
        found += [
            role
            for role, column in (("weight", sample.weight), ("cluster", sample.cluster), ("fpc", sample.fpc))
            if column == name
        ]
        found += ["strata"] * (name in sample.strata)
        found += [
            role
            for role, column in (("respondent", checks.respondent), ("duration", checks.duration))
            if column == name
        ]
        if name in checks.only or _filters(asked, name):
            found.append("filter")
        return found

    def became(self, place: int) -> str:
        """The same as a word for the list."""
        uses = self.uses(place)
        if uses:
            return "+".join(map(str, uses))
        if place not in self.columns:
            return "gone"
        return "aside" if self.told(place) else "nothing"

    def names(self, place: int) -> list[str]:
        """What a column is called in the file and in the draft."""
        column = self.draft.export.columns[place]
        known = self.columns.get(place)
        names = [*([known] if known else []), *filter(None, column.head)]
        return [name for name in dict.fromkeys(names) if not name.startswith('{"ImportId')]

    def told(self, place: int) -> list[str]:
        """The comments and notes that name a column."""
        comments = [*self.draft.comments, *self.draft.said["new"].splitlines()]
        return named(comments, self.names(place))

    def marks(self, place: int) -> list[Mark]:
        """The marks beside what a column became."""
        name = self.columns.get(place, "")
        items = self.items.get(name, [])
        tables = {f"scale.{self.asked.items[item].scale}" for item in items}
        tables |= {f"segment.{segment}" for segment in self.segments.get(name, [])}
        tables |= {f"item.{item}" for item in items}
        plain = {table.replace('"', "") for table in tables}
        beside = [
            mark
            for mark in self.draft.marks
            if mark.table.replace('"', "") in plain or (mark.table == "item" and mark.key in items)
        ]
        return beside + [
            mark for mark in self.draft.marks if mark not in beside and named([mark.text], self.names(place))
        ]

    def marked(self, place: int, missing: bool = False) -> bool:
        """Whether a mark beside a column covers a wrong scale (or only its missing codes)."""
        return any(mark.key != "missing" or missing for mark in self.marks(place))

    def aside(self, place: int) -> bool:
        """Whether a column that is not used is named with a mark or with a reason of its own."""
        return any(MARK.search(comment) or not _general(comment) for comment in self.told(place))

    # ratings

    def _rating(self, place: int, column: Column) -> tuple[str, str]:
        truth, uses = column.truth, self.uses(place)
        name = self.columns.get(place, "")
        item = next((each for each in self.items.get(name, []) if self.asked.scale(each).kind == "score"), "")
        if item:
            return self._scored(place, truth, item)
        if truth.either and uses == ["segment"]:
            return RIGHT, ""
        if len(set(filter(None, map(_cell, column.cells)))) < 2 and self.told(place):
            return RIGHT, "the same for all, and told"
        if self.marked(place) or (not uses and self.aside(place)):
            return MARKED, f"a rating drafted as {self.became(place)}"
        return SILENT, f"a rating lost: drafted as {self.became(place)}"

    def _scored(self, place: int, truth: Truth, item: str) -> tuple[str, str]:
        drafted = self.scores(item)
        assert truth.scores is not None
        options = [self.aligned(scores) for scores in (truth.scores, *truth.also)]
        if any(_same(drafted, scores) for scores in options):
            if not truth.told and not self.marked(place):
                return SILENT, "nothing in the file says which end is good, and no mark says so"
            return self._printed(item, drafted)
        fault, hard, missing = _fault(drafted, options[0])
        if not hard and self.marked(place, missing):
            return MARKED, fault
        return SILENT, fault

    def _printed(self, item: str, drafted: np.ndarray) -> tuple[str, str]:
        """Whether the figure that ``satkit score`` prints is the mean of right scores."""
        shown = self.draft.scores.get(item)
        weight, latest = self.responses.weight, self.responses.wave == self.responses.wave.max()
        answered = latest & ~np.isnan(drafted)
        if shown is None or not answered.any():
            return RIGHT, ""
        mean = float(np.average(drafted[answered], weights=weight[answered]))
        return (
            (RIGHT, "")
            if abs(mean - shown) < 0.01
            else (SILENT, f"printed as {shown}, but its mean is {mean:.2f}")
        )

    def scores(self, item: str) -> np.ndarray:
        """What every respondent scores on an item, NaN where there is no answer."""
        scale = self.asked.scale(item)
        places = self.responses.answers[item].to_numpy()
        return np.where(places >= 0, np.array(scale.scores)[np.maximum(places, 0)], np.nan)

    def aligned(self, values: np.ndarray) -> np.ndarray:
        """Values of the export's respondents, row by row of the responses."""
        return np.where(self.who >= 0, values[np.maximum(self.who, 0)], np.nan)

    # what has no score

    def _plain(self, place: int, column: Column) -> tuple[str, str]:
        uses, kind = self.uses(place), column.truth.kind
        if "score" in uses:
            how = f"a {kind} column is scored"
            excused = kind in {"number", "either"} or (kind in {"segment", "meta"} and _worded(column))
            return (MARKED if excused and self.marked(place) else SILENT), how
        right = {
            "segment": {"segment", "choice", "strata", "cluster"},
            "either": {"segment", "choice"},
            "number": {"number", "segment", "duration"},
            "comment": {"text"},
            "id": {"respondent", "cluster"},
            "time": {"duration", "filter"},
            "weight": {"weight"},
            "ranking": {"rank", "choice"},
            "meta": {"filter"},
        }.get(kind, set())
        if set(uses) & right:
            return RIGHT, ""
        if not uses:
            return self._unused(place, kind)
        if kind == "personal" and set(uses) - {"number", "respondent"}:
            return SILENT, f"personal data drafted as {'+'.join(uses)}"
        if "text" in uses and kind in {"segment", "id", "time", "meta", "number", "copy", "wave"}:
            return (MARKED if self.marked(place) else SILENT), f"a {kind} column would be quoted as a comment"
        if kind == "weight":
            return (MARKED if self.marked(place) else SILENT), "weights not used: figures are unweighted"
        if kind == "comment" and not self.marked(place):
            return SILENT, f"comments drafted as {'+'.join(uses)}"
        return BESIDE, f"{kind} drafted as {'+'.join(uses)}"

    def _unused(self, place: int, kind: str) -> tuple[str, str]:
        told = bool(self.told(place))
        if kind in {"id", "time", "meta", "personal", "constant", "empty", "copy", "ranking"}:
            return (RIGHT, "") if told else (BESIDE, f"{kind} left out without a word")
        if told:
            return MARKED, f"{kind} named as not used"
        return SILENT, f"{kind} vanished without a word"

    def _wave(self, place: int, column: Column) -> tuple[str, str]:
        if "filter" in self.uses(place) and len(self.asked.waves) > 1:
            return RIGHT, ""
        if self.marked(place):
            return MARKED, f"waves in a column drafted as {self.became(place)}"
        return (
            BESIDE if self.uses(place) == ["segment"] else SILENT
        ), f"waves in a column drafted as {self.became(place)}"

    def _kano(self, place: int, column: Column) -> tuple[str, str]:
        name, truth = self.columns.get(place, ""), column.truth
        item = next((each for each in self.items.get(name, []) if self.asked.scale(each).kind == "kano"), "")
        if not item:
            if "score" in self.uses(place):
                bare = not any(_cell(cell).strip("0123456789") for cell in column.cells)
                return (MARKED if bare and self.marked(place) else SILENT), "a Kano answer is scored"
            return (
                MARKED if self.marked(place) or (not self.uses(place) and self.aside(place)) else SILENT
            ), f"a Kano side drafted as {self.became(place)}"
        found: Item = self.asked.items[item]
        assert truth.codes is not None
        places = self.responses.answers[item].to_numpy().astype(float)
        drafted = np.where(places >= 0, places + 1, np.nan)
        pair = [
            other
            for i, each in enumerate(self.draft.export.columns)
            if each.truth.kind == "kano" and each.truth.group == truth.group and i != place
            for other in self.items.get(self.columns.get(i, ""), [])
        ]
        together = found.kano and any(
            (kano := self.asked.items[other].kano)
            and kano.attribute == found.kano.attribute
            and kano.side != found.kano.side
            for other in pair
        )
        faults = [
            fault
            for fault, wrong in (
                ("the answers are in another order", not _same(drafted, self.aligned(truth.codes))),
                ("the other side of the question", bool(found.kano) and found.kano.side != truth.side),
                ("not paired with its other side", not together),
            )
            if wrong
        ]
        if not faults:
            return RIGHT, ""
        return (MARKED if self.marked(place) else SILENT), "; ".join(faults)

    def _multi(self, group: str) -> tuple[str, str]:
        places = [
            i
            for i, c in enumerate(self.draft.export.columns)
            if c.truth.kind == "multi" and c.truth.group == group
        ]
        wanted = [vector for i in places for vector in self.draft.export.columns[i].truth.options]
        aligned = [np.where(self.who >= 0, vector[np.maximum(self.who, 0)], False) for vector in wanted]
        best = 0
        for name in self.asked.items:
            if self.asked.scale(name).kind == "multi":
                options = self.responses.options[name]
                hits = sum(
                    any(np.array_equal(vector, options[:, j]) for j in range(options.shape[1]))
                    for vector in aligned
                )
                if hits == len(aligned) and options.shape[1] <= len(aligned) + 1:
                    return RIGHT, ""
                best = max(best, hits)
        uses = {use for i in places for use in self.uses(i)}
        if "score" in uses:
            return SILENT, "options are scored"
        if best:
            return (
                MARKED
                if best and all(self.told(i) for i in places if not self.uses(i)) and len(places) > 1
                else SILENT
            ), f"{best} of {len(aligned)} options"
        if all(self.marked(i) or (not self.uses(i) and self.told(i)) for i in places):
            return MARKED, f"options drafted as {self.became(places[0])}"
        if "text" in uses or any(not self.uses(i) and not self.told(i) for i in places):
            return SILENT, f"options drafted as {self.became(places[0])}"
        return BESIDE, f"options drafted as {self.became(places[0])}"


def _cell(cell: object) -> str:
    return "" if cell is None or cell != cell else _folded(cell)


_folded = lru_cache(None, typed=True)(fold)


def _worded(column: Column) -> bool:
    """Whether groups are called by words, which may well be in an order, and not by codes."""
    words = column.labels.values() or {str(cell) for cell in column.cells if cell is not None}
    return all(
        (len(str(word)) > 2 or not str(word).isascii()) and not re.search(r"\d", str(word)) for word in words
    )


def _general(comment: str) -> bool:
    """Whether a comment gives the one reason for everything that was left out."""
    return "no business of a report" in comment or "与报告无关" in comment or "报告不需要" in comment


def _filters(asked: Questionnaire, name: str) -> bool:
    """Whether a wave is told from the others by a column."""
    return any(name in getattr(wave, "where", ()) for wave in asked.waves.values())


def _same(drafted: np.ndarray, true: np.ndarray) -> bool:
    return bool(np.allclose(drafted, true, atol=0.01, equal_nan=True))


def _fault(drafted: np.ndarray, true: np.ndarray) -> tuple[str, bool, bool]:
    """What is wrong of scores; whether no mark excuses it; whether only missing codes are concerned."""
    answered = ~np.isnan(true)
    lost = answered & np.isnan(drafted)
    ghosts = ~answered & ~np.isnan(drafted)
    gone = sorted({round(float(v)) for v in true[lost]} - {round(float(v)) for v in true[answered & ~lost]})
    if gone and len(gone) == len({round(float(v)) for v in true[answered]}):
        return "no answer is on the scale", False, False
    if gone:
        return f"answers worth {gone} are dropped ({int(lost.sum())})", True, False
    both = answered & ~lost
    pairs = {(round(float(t), 3), round(float(d), 3)) for t, d in zip(true[both], drafted[both], strict=True)}
    true_of = defaultdict(set)
    for t, d in pairs:
        true_of[d].add(t)
    merged = [sorted(ts) for ts in true_of.values() if len(ts) > 1]
    if merged:
        return f"points merged: {merged}", True, False
    ordered = [d for _, d in sorted(pairs)]
    if len(ordered) > 1 and ordered == sorted(ordered, reverse=True):
        return "the wrong way round", False, False
    if ordered != sorted(ordered):
        return f"in another order: {ordered}", False, False
    if not _same(drafted[both], true[both]):
        return f"in order, but scored {ordered} for {[t for t, _ in sorted(pairs)]}", False, False
    if ghosts.any():
        return f"{int(ghosts.sum())} missing answers are scored", False, True
    return f"{int(lost.sum())} answers dropped here and there", False, True


def _matched(draft: Draft) -> dict[int, str]:
    """Places of the export's columns to the names the reader gave them: alike in cells, in the same order."""
    assert draft.responses is not None
    tables = list(draft.responses.tables.values())
    table, export = tables[0], draft.export
    place = {int(row): i for i, row in enumerate(export.rows)}
    rows = [(r, place[int(row)]) for r, row in enumerate(table.rows) if int(row) in place][:50]
    mine = [[_cell(column.cells[i]) for _, i in rows] for column in export.columns]
    names = list(map(str, table.frame.columns))
    theirs = [[_cell(table.frame[name].iloc[r]) for r, _ in rows] for name in table.frame.columns]
    gain = np.zeros((len(mine), len(names)))
    for i, cells in enumerate(mine):
        heads = {fold(head) for head in filter(None, export.columns[i].head)}
        for j, others in enumerate(theirs):
            equal = np.mean([a == b for a, b in zip(cells, others, strict=True)]) if rows else 0
            head = max(
                (
                    _alike(head, fold(word))
                    for head in heads
                    for word in (names[j], str(table.texts.get(names[j], "")))
                ),
                default=0,
            )
            gain[i, j] = (equal if equal > 0.6 else 0) + head if equal > 0.6 or head == 1 else 0
    return {i: names[j] for i, j in _in_order(gain)}


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0
    return 1.0 if one == other else 0.5 if one in other or other in one else 0


def _in_order(gain: np.ndarray) -> Sequence[tuple[int, int]]:
    """The pairs of rows and columns, both rising, with the highest total gain."""
    m, n = gain.shape
    best = np.zeros((m + 1, n + 1))
    for i in range(m):
        for j in range(n):
            best[i + 1, j + 1] = max(best[i, j + 1], best[i + 1, j], best[i, j] + gain[i, j])
    found, i, j = [], m, n
    while i and j:
        if gain[i - 1, j - 1] > 0 and best[i, j] == best[i - 1, j - 1] + gain[i - 1, j - 1]:
            found.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif best[i, j] == best[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return found[::-1]
