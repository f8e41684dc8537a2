"""KoBoToolbox and ODK: groups before a slash, options behind one, columns that begin with ``_``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from satkit.language import Text
from satkit.survey.clock import holds_dates, seconds
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import left_out
from satkit.survey.scale import fold
from satkit.survey.table import OF_PLATFORM, Table

# https://support.kobotoolbox.org/export_download.html; https://docs.getodk.org/central-submissions/
TELLING = frozenset(
    [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "_index",
        "_parent_index",
        "_parent_table_name",
        "_xform_id_string",
        "formhub/uuid",
        "meta/instanceid",
        "meta/rootuuid",
        "meta-instanceid",
        "meta.instanceid",
        "instanceid",
        "key",
        "submissiondate",
        "submitterid",
        "attachmentspresent",
        "reviewstate",
        "formversion",
    ]
)
OWN = TELLING | frozenset(
    [
        "start",
        "end",
        "today",
        "starttime",
        "endtime",
        "deviceid",
        "username",
        "simserial",
        "subscriberid",
        "phonenumber",
        "audit",
        "_attachments",
        "_geolocation",
        "_bamboo_dataset_id",
        "_media_all_received",
        "_total_media",
        "_duration",
        "meta/instancename",
        "meta/deprecatedid",
        "meta-instancename",
        "attachmentsexpected",
        "submittername",
        "status",
        "edits",
        "device_id",
        "_submission__id",
        "_submission__uuid",
        "_submission__submission_time",
        "_submission__validation_status",
    ]
)
PERSONAL = frozenset(
    [
        "deviceid",
        "device_id",
        "username",
        "simserial",
        "subscriberid",
        "phonenumber",
        "_submitted_by",
        "submittername",
        "submitterid",
        "_geolocation",
        "email",
        "audit",
    ]
)
RESPONDENT = ("_id", "_uuid", "instanceid", "meta/instanceid", "meta-instanceid", "key", "_index")
POINT = re.compile(r"-?\d{1,3}\.\d+( -?\d+(\.\d+)?){1,3}")
COORDINATES = ("latitude", "longitude", "altitude", "precision", "accuracy")
LEAST = 3  # of its own columns that tell
TOGETHER = Text("the same answers in one cell; every option has a column of its own")


def recognise(grid: Grid) -> Table | None:
    """The table of a KoBoToolbox or ODK export, or nothing.

    Columns keep their names; their texts lose the groups before them.  A question of which several
    answers may be chosen is known by columns ``question/option`` that say yes or no, in 0 and 1 or
    TRUE and FALSE; its column of all answers is set aside.  ``start`` and ``end`` give the duration.
    """
    header = grid.header(0)
    keys = [_key(head) for head in header]
    if len({key for key in keys if key in TELLING}) < LEAST:
        return None
    body = grid.cells.iloc[1:]
    yes = {j for j in range(len(header)) if _yes_or_no([*body[j]])}
    mark = _mark(header)
    parts, parents = _options(header, yes, mark)
    groups = _groups(header, keys, parts, mark)
    texts = {j: group[1] for j, group in groups.items()} | {
        j: f"{stem} — {part}" for j, (stem, part) in parts.items()
    }
    drop = {j for j, key in enumerate(keys) if key in PERSONAL} | _places(header, [*_columns(body)])
    respondent = next((keys.index(key) for key in RESPONDENT if key in keys), None)
    table = grid.table(
        header,
        texts=texts,
        parts=parts | {j: group for j, group in groups.items() if j not in parents},
        aside=_aside(keys, drop, parents),
        roles={} if respondent is None else {respondent: "respondent"},
        drop=drop,
        notes=[Text("recognised as a KoBoToolbox or ODK export"), *left_out(header, drop)],
    )
    return _add_duration(table, header, keys)


def _key(head: str) -> str:
    """A heading without groups, if it then is one of the platform's own."""
    text = head.strip().casefold()
    last = re.split(r"[/:]", text)[-1]
    return text if text in OWN or last not in OWN else last


def _columns(body: pd.DataFrame) -> Sequence[Sequence[object]]:
    return [[*body[j]] for j in body]


def _yes_or_no(cells: Sequence[object]) -> bool:
    said = {fold(cell) for cell in cells if cell is not None}
    return bool(said) and said <= {"0", "1", "true", "false"}


def _mark(header: Sequence[str]) -> str:
    """What parts groups and options from names: a slash, unless a full stop or a colon does more often."""
    return max(
        "/.:", key=lambda mark: sum(bool(re.search(rf"\S{re.escape(mark)}\S", head)) for head in header)
    )


def _options(
    header: Sequence[str], yes: Collection[int], mark: str
) -> tuple[dict[int, tuple[str, str]], set[int]]:
    """Question and option of every column of yes or no behind a question; the columns of all answers."""
    stems: dict[int, str] = {}
    for j in sorted(yes):
        known = [stem for stem in _prefixes(header[j], mark) if stem in header]
        if known:
            stems[j] = max(known, key=len)
        elif mark in header[j]:
            stems[j] = header[j].rpartition(mark)[0]
    times = Counter(stems.values())
    own = {j: stem for j, stem in stems.items() if times[stem] > 1 or stem in header}
    parts = {
        j: (stem.rpartition(mark)[2].strip(), header[j][len(stem) + len(mark) :].strip())
        for j, stem in own.items()
    }
    parents = {header.index(stem) for stem in set(own.values()) if stem in header}
    return parts, parents


def _prefixes(head: str, mark: str) -> list[str]:
    pieces = head.split(mark)
    return [mark.join(pieces[:k]) for k in range(1, len(pieces))]


def _groups(
    header: Sequence[str], keys: Sequence[str], parts: Mapping[int, tuple[str, str]], mark: str
) -> dict[int, tuple[str, str]]:
    """Group and question of the other columns, where several share the group."""
    split = {
        j: (head.rpartition(mark)[0].strip(), head.rpartition(mark)[2].strip())
        for j, head in enumerate(header)
        if mark in head.strip(mark) and keys[j] not in OWN and j not in parts
    }
    times = Counter(group for group, _ in split.values())
    return {
        j: (group.rpartition(mark)[2], question)
        for j, (group, question) in split.items()
        if question and (times[group] > 1 or re.fullmatch(r"\w+(/\w+)*", group, re.ASCII))
    }


def _places(header: Sequence[str], columns: Sequence[Sequence[object]]) -> set[int]:
    """The columns of coordinates: a point in one cell, and its numbers beside it."""
    points = {
        j
        for j, cells in enumerate(columns)
        if (filled := [str(cell) for cell in cells if cell is not None])
        and all(POINT.fullmatch(text) for text in filled)
        and " " in filled[0]
    }
    ends = tuple(f"_{word}" for word in COORDINATES)
    return points | {j for j, head in enumerate(header) if head.strip().casefold().endswith(ends)}


def _aside(keys: Sequence[str], drop: Collection[int], parents: Collection[int]) -> dict[int, Text]:
    own = {j: OF_PLATFORM for j, key in enumerate(keys) if key in OWN and j not in drop}
    return own | dict.fromkeys(parents, TOGETHER)


def _add_duration(table: Table, header: Sequence[str], keys: Sequence[str]) -> Table:
    """With the seconds between start and end."""
    ends = [
        next((header[j] for j, key in enumerate(keys) if key in names and header[j] in table.frame), None)
        for names in (("start", "starttime"), ("end", "endtime"))
    ]
    if ends[0] is None or ends[1] is None:
        return table
    start, end = ([*table.frame[name]] for name in ends)
    if not (holds_dates(start) and holds_dates(end)):
        return table
    return table.lasting(seconds(start, end), ends[0])
