"""Surveys made wrong on purpose: definitions mutated by structure and by text, data by cell and by byte.

Every case follows from one number, so that what a long run finds is run again by itself.
"""

import contextlib
import csv
import html
import io
import json
import random
import signal
import time
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyreadstat
import xlsxwriter

from satkit.analyses import ANALYSES
from satkit.errors import SatkitError
from satkit.report.write import write
from satkit.study import Study
from satkit.survey.drafting.write import draft
from satkit.survey.readers import read

CHECKED, SCORED, FOUND, WRITTEN = range(4)  # how far a case is taken
PATIENCE = 30  # seconds of the processor that a case may take
LONGEST = 900  # seconds in all, on however busy a machine
ROWS = 30
NAMES = (
    "q1",
    "q2",
    "q3",
    "total",
    "nps",
    "say",
    "why",
    "ill",
    "good",
    "bad",
    "area",
    "age",
    "w",
    "id",
    "a",
    "b",
)
LIKERT = {"points": {"from": 1, "to": 5}, "score": "linear", "best": "high", "missing": [{"code": 9}]}
DEFINITION = {
    "version": 1,
    "title": {"zh": "柜台", "en": "Counter"},
    "population": "Everyone",
    "scale": {
        "five": LIKERT,
        "eleven": {"points": {"from": 0, "to": 10}, "score": "linear", "best": "high"},
        "kano": {"kind": "kano", "points": "classic"},
        "trouble": {
            "kind": "choice",
            "points": [{"code": 1, "label": "None"}, {"code": 2, "label": "Solved"}, {"code": 3, "label": "Open"}],
            "recovery": {"none": [1], "resolved": [2], "unresolved": [3]},
        },
        "reasons": {"kind": "multi", "separator": ";", "points": [{"code": "slow"}, {"code": "rude", "owner": "a"}]},
        "text": {"kind": "text"},
        "number": {"kind": "number"},
    },
    "item": {
        "q1": {"scale": "five", "text": "Queue"},
        "q2": {"scale": "five", "label": {"zh": "态度", "en": "Manner"}},
        "q3": {"scale": "five", "waves": ["2025"]},
        "total": {"scale": "five", "role": "overall"},
        "nps": {"scale": "eleven", "role": "recommend"},
        "ill": {"scale": "trouble", "role": "complaint"},
        "why": {"scale": "reasons", "role": "reason"},
        "say": {"scale": "text", "role": "comment"},
        "good": {"scale": "kano", "kano": {"attribute": "speed", "side": "functional"}},
        "bad": {"scale": "kano", "kano": {"attribute": "speed", "side": "dysfunctional"}},
        "age": {"scale": "number"},
    },
    "department": {"a": {"label": "Hall"}, "b": {}},
    "indicator": {
        "service": {"label": "Service"},
        "wait": {"parent": "service", "weight": 2, "owner": "a", "items": ["q1"]},
        "people": {"parent": "service", "owner": "b", "items": ["q2", "q3"]},
    },
    "code": {"slow": {"keywords": ["slow", "wait*"], "patterns": ["too .{0,9}long"], "owner": "a"}},
    "segment": {
        "area": {"column": "area", "levels": [{"name": "east", "codes": [1]}, {"name": "west", "codes": [2]}]},
        "band": {"column": "band"},
    },
    "wave": {
        "2024": {"file": "waves/2024.csv", "dates": ["2024-05-01", "2024-06-01"], "issued": 100},
        "2025": {"rename": {}, "break_before": "New mode"},
    },
    "sample": {"weight": "w", "strata": ["band"], "replicates": {"count": 20, "seed": 3}},
    "checks": {"respondent": "id", "duration": "age", "off_scale": "missing"},
    "comments": {"topics": 2, "quotes": 3},
    "drivers": {},
    "kano": {"budget": 10, "attribute": {"speed": {"cost": 3, "label": "Speed", "met": 0.5}}},
    "index": {"syntax": "Value =~ q1 + q2\nLoyal =~ nps + total\nLoyal ~ Value", "index": "Loyal"},
    "report": {"headline": "total", "adjust_by": ["area"], "bands": [{"name": "good", "start": 50}, {"name": "low", "start": 0}]},
}  # fmt: skip


class Written(str):
    """A value as TOML, written already."""

    __slots__ = ()


ODD = (
    0, -1, 1, 2, 3, 5, 10, 101, 1000, 10**6, 2**31, 2**53 + 1, 2**62, 0.0, -0.0, 0.5, 1e-300, 1e308, -1e9,
    float("inf"), float("nan"), True, False, "", " ", "0", "1", "1.0", "nan", "inf", "true", "-", ".", "*",
    "x" * 3000, "1" * 5000, "\x00", "\x1b[2J", "\u202eevil", "\u200b", "\ufeff", "😀" * 20, "𠮷", "a\nb", "a\tb", "=1+1",
    "<script>", "%(n)d", "%s", "{0}", "'", '"', "\\", "/", "..", "../x.csv", "/etc/passwd", "/dev/zero", "C:\\x.csv",
    "waves", "waves/2025.csv", "package:os/x", "package:satkit//etc/passwd", "package:", "(", "[a-z", "(?<=a*)b", "(a+)+$",
    "a" * 501, "(" * 300, [], {}, [[]], [{}], [""], [1, 1], [1, "1"], ["x", "x"], [None], {"": 1}, {"zh": 1}, {"en": "x"},
    {"from": 1, "to": 101}, {"from": 5, "to": 1}, {"from": 1, "to": 10**9}, {"code": 1}, [{"code": 1}, {"code": 1.0}],
    date(2025, 1, 1), datetime(2025, 1, 1, tzinfo=ZoneInfo("UTC")), datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=-23))),
    Written("07:32:00.999"), Written("0x" + "f" * 6000), Written("1" * 5000), Written("1e99999"), Written("[" * 900 + "]" * 900),
    Written("{a=" * 60 + "1" + "}" * 60), *NAMES, *(["q1", "q2"], ["total"], ["area"], ["2025"], ["east"]),
)  # fmt: skip


def toml(value):
    """A value as TOML writes it inline."""
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(part) for part in value if part is not None) + "]"
    if isinstance(value, str):
        return (
            '"'
            + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in value)
            + '"'
        )
    return value.isoformat() if isinstance(value, date) else str(value)


def document(definition):
    """A definition as a document: the tables with headers, all within them inline."""
    lines = [
        f"{json.dumps(key)} = {toml(value)}"
        for key, value in definition.items()
        if not isinstance(value, dict)
    ]
    for table, entries in definition.items():
        if isinstance(entries, dict) and table == "title":
            lines.insert(0, f"title = {toml(entries)}")
        elif isinstance(entries, dict):
            lines.append(f"[{json.dumps(table)}]")
            lines += [f"{json.dumps(str(key))} = {toml(value)}" for key, value in entries.items()]
    return "\n".join(lines) + "\n"


def places(value, path=()):
    """Every path that leads to something in nested tables and lists."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


def mutate(definition, rng):
    """One change of structure: a value lost, replaced, moved, doubled or renamed."""
    path = rng.choice(list(places(definition)))
    inside = definition
    for step in path[:-1]:
        inside = inside[step]
    last = path[-1]
    kind = rng.choice(("lose", "odd", "odd", "odd", "swap", "double", "rename", "add"))
    if kind == "lose":
        del inside[last]
    elif kind == "odd":
        inside[last] = deepcopy(rng.choice(ODD))
    elif kind == "swap":
        other = definition
        for step in rng.choice(list(places(definition))):
            other = other[step]
        inside[last] = deepcopy(other)
    elif kind == "double" and isinstance(inside, list):
        inside.append(deepcopy(inside[last]))
    elif isinstance(inside, dict):
        name = rng.choice(
            (*NAMES, "x y", "é", "a.b", "", "\x1b[1m", "2025", "east", "name", "label", "weight")
        )
        value = inside.pop(last) if kind == "rename" else inside[last]
        inside[name] = deepcopy(value)


def scrambled(text, rng):
    """A document with lines lost, doubled, moved or cut, or single signs changed."""
    for _ in range(rng.randint(1, 4)):
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        kind = rng.choice(("lose", "double", "cut", "sign", "join"))
        if kind == "lose":
            del lines[at]
        elif kind == "double":
            lines.insert(rng.randrange(len(lines)), lines[at])
        elif kind == "cut":
            lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
        elif kind == "join":
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        elif lines[at]:
            place = rng.randrange(len(lines[at]))
            lines[at] = (
                lines[at][:place] + rng.choice("[]{}=\"'.,\\#\x00＝“1a \u202e") + lines[at][place + 1 :]
            )
        text = "\n".join(lines)
    return text


def answers(rng):
    """The columns of a sound wave."""
    pick = lambda *values: [rng.choice(values) for _ in range(ROWS)]  # noqa: E731
    return {
        "id": [f"r{k}" for k in range(ROWS)],
        **{name: pick(1, 2, 3, 4, 5, 5, 9) for name in ("q1", "q2", "q3", "total")},
        "nps": pick(*range(11)),
        "ill": pick(1, 1, 2, 3),
        "why": pick("slow", "rude", "slow;rude", "", ""),
        "say": pick("", "too long a wait", "slow and rude", "好", "排队时间太长", "fine thanks"),
        "good": pick(1, 2, 3, 4, 5),
        "bad": pick(1, 2, 3, 4, 5),
        "age": pick(20, 30, 40, 50),
        "area": pick(1, 2),
        "band": pick("old", "young", "mid"),
        "w": pick(1, 1, 2, 0.5),
    }  # fmt: skip


CELLS = (
    None, "", " ", 0, -1, 6, 99, 1.5, 1e308, "x", "1", "1.0", " 1 ", "１", "5 分", "1." + " " * 500 + "1", "nan", "inf", "-inf",
    "1e400", "1_0", "9" * 400, "\x1b]0;x\x07", "\x9b2J", "\u202ex", "\u200b", "<b>x</b>", "=1+1", "a;b", "slow;", ";", "😀",
    "a" + "\u0301\u0316" * 300, "〖" * 200, "(跳过)", "-3", "2025-01-01", "0:05:12", "9" * 300 + ":00:00", "True", True,
    "很满意", "Very satisfied", "\n", "a\nb", '"', "'", ",", "1,2", "a" * 3000,
)  # fmt: skip


def mangled(columns, rng):
    """Columns with cells, names and shapes changed."""
    columns = dict(columns)
    for _ in range(rng.randint(0, 4)):
        name = rng.choice(list(columns))
        kind = rng.choice(("cell", "cell", "cell", "fill", "lose", "rename", "short", "add"))
        if kind == "cell":
            cells = list(columns[name])
            for _ in range(rng.choice((1, 1, 5, 30))):
                cells[rng.randrange(len(cells))] = rng.choice(CELLS)
            columns[name] = cells
        elif kind == "fill":
            columns[name] = [rng.choice((None, "", 1, "x", rng.choice(CELLS)))] * len(columns[name])
        elif kind == "lose" and len(columns) > 1:
            del columns[name]
        elif kind == "rename":
            columns[rng.choice(("", " ", "Q 1", "q1 ", "é", "\x1b[0m", "1", "x" * 500, "_")) or "q"] = (
                columns.pop(name)
            )
        elif kind == "short":
            few = rng.choice((0, 1, 2, 11))
            columns = {key: cells[:few] or [None] for key, cells in columns.items()}
        else:
            columns[f"new{rng.randint(0, 9)}"] = [rng.choice(CELLS) for _ in columns[name]]
    return columns


def _csv(columns, path):
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows(zip(*([name, *cells] for name, cells in columns.items()), strict=True))


def _xlsx(columns, path):
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for place, (name, cells) in enumerate(columns.items()):
            for row, cell in enumerate((name, *cells)):
                if cell is not None and cell == cell:
                    sheet.write(row, place, cell)


def _html(columns, path):
    rows = zip(*([name, *cells] for name, cells in columns.items()), strict=True)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    path.write_text(f"<html><table>{body}</table></html>", encoding="utf-8", errors="replace")


def _typed(columns):
    """Columns as a statistical format can hold them: numbers, or text throughout."""
    frame = pd.DataFrame(
        {f"c{k}" if not str(n).isidentifier() else n[:30]: c for k, (n, c) in enumerate(columns.items())}
    )
    for name in frame:
        numbers = all(isinstance(cell, int | float) or cell is None for cell in frame[name].astype(object))
        if not numbers:
            frame[name] = [str(cell)[:200].replace("\x00", "") for cell in frame[name]]
    return frame


WRITERS = {
    "csv": _csv,
    "xlsx": _xlsx,
    "html": _html,
    "sav": lambda columns, path: pyreadstat.write_sav(_typed(columns), str(path)),
    "dta": lambda columns, path: pyreadstat.write_dta(_typed(columns), str(path)),
    "parquet": lambda columns, path: _typed(columns).to_parquet(path),
}


def bitten(data, rng):
    """Bytes changed, lost, doubled, cut or put in."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20))):
        at = rng.randrange(len(data)) if data else 0
        kind = rng.choice(("flip", "flip", "cut", "lose", "double", "insert"))
        if kind == "flip" and data:
            data[at] = rng.randrange(256)
        elif kind == "cut" and rng.random() < 0.3:
            del data[at:]
        elif kind == "lose":
            del data[at : at + rng.choice((1, 4, 64))]
        elif kind == "double":
            data[at:at] = data[at : at + rng.choice((1, 16, 500))]
        else:
            data[at:at] = rng.choice(
                (b"\0", b"\xff" * 8, b'"', b"<td>", b"\x7f\xff\xff\xff", b"1" * 5000, b"\n\n")
            )
    return bytes(data)


@dataclass(frozen=True)
class Outcome:
    """How a case ended: ``ran``, the name of one of satkit's own errors, ``crash`` or ``slow``."""

    kind: str
    said: str
    seconds: float


def make(number, folder):
    """Write the survey folder of a case; what was changed: ``definition``, ``text`` or the kind of data file."""
    rng = random.Random(number)
    waves = folder / "waves"
    waves.mkdir(parents=True)
    definition, columns = deepcopy(DEFINITION), answers(rng)
    _csv(columns, waves / "2024.csv")
    what = rng.choice(("definition", "definition", "text", *WRITERS))
    if what == "definition":
        for _ in range(rng.choice((1, 1, 2, 4))):
            mutate(definition, rng)
    text = document(definition)
    if what == "text":
        text = scrambled(text, rng)
    (folder / "survey.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    suffix = what if what in WRITERS else "csv"
    path = waves / f"2025.{suffix}"
    try:
        WRITERS[suffix](mangled(columns, rng) if what in WRITERS else columns, path)
    except Exception:  # noqa: BLE001  the writer of another library refuses what is hostile
        WRITERS[suffix](columns, path)
    if what in WRITERS and rng.random() < 0.5:
        path.write_bytes(bitten(path.read_bytes(), rng))
    return what


class _Slow(BaseException):
    """Nobody may catch it on the way."""


def _stop(*_):
    raise _Slow


def judge(number, folder, depth=CHECKED, patience=PATIENCE):
    """Run a case as the commands do, from the folder as far as ``depth`` goes, and say how it ended."""
    what = make(number, folder)
    started = time.perf_counter()
    before = [(sign, signal.signal(sign, _stop)) for sign in (signal.SIGPROF, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_PROF, patience)
    signal.alarm(LONGEST)
    kind, said = "ran", ""
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            if what in WRITERS and number % 3 == 0:
                _drafted(folder, what)
            _reported(folder, depth)
    except SatkitError as error:
        kind, said = f"exit {error.exit_code}", str(error)
    except OSError as error:
        kind, said = "exit 1", str(error)
    except _Slow:
        kind = "slow"
    except Exception as error:  # noqa: BLE001  what the command would end with exit code 70 for
        kind, said = "crash", _place(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        for sign, handler in before:
            signal.signal(sign, handler)
    return what, Outcome(kind, said, time.perf_counter() - started)


def _drafted(folder, suffix):
    """Draft a definition from the answers alone, as ``satkit new``, and score by it as it stands."""
    table = read(folder / "waves" / f"2025.{suffix}")
    (folder / "survey.toml").write_text(draft(table, "drafted", "en"), encoding="utf-8")


def _reported(folder, depth):
    """Read the folder as ``check`` does, and from there as far as ``depth`` goes."""
    study = Study.open(folder, tolerant=True)
    if depth > CHECKED:
        assert len(study.scores.table) + len(study.changes.table) + len(study.gaps.table) >= 0
    if depth > SCORED:
        evidence = study.evidence
        for fault in evidence.failures.values():
            if not isinstance(fault, SatkitError):
                raise fault
        for analysis in ANALYSES:
            if analysis.section and analysis.key not in evidence.failures:
                analysis.section(evidence)
    if depth > FOUND:
        for language in ("en", "zh"):
            page = folder / f"page.{language}.html"
            write(evidence, ANALYSES, language, page, page.with_suffix(".xlsx"))


def _place(error):
    """The kind of a fault and where it arose, the last step within satkit."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "satkit" in file.parts:
            place = f"{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} {place} {str(error)[:150]}"
