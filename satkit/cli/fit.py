"""``satkit fit``: the index model of a survey, its tables on the screen and in files."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from satkit import digits
from satkit.cli.frame import confidence, delivered, opened
from satkit.cli.options import Data, Folder, Out, Segment, Wave, _help, behind
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DefinitionError, FitError
from satkit.language import Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from satkit.scoring.index.covariance import Beside, CovarianceIndex
    from satkit.scoring.index.result import IndexResult
    from satkit.study import Study
    from satkit.survey.index import SurveyIndex
    from satkit.survey.questionnaire import Questionnaire

NAME = "fit"
HELP = Text("Fit the satisfaction index: paths, index and measurement; write the tables if asked.")
VERDICTS = {
    "sound": Text("sound"),
    "mixed": Text("usable with care"),
    "poor": Text("not sound"),
    "single": Text("cannot be checked"),
    "formed": Text("made up of its questions"),
}
FITS = {"good": Text("fits well"), "acceptable": Text("fits acceptably"), "poor": Text("fits poorly")}
MEASURES = Text(
    "chi-square %(chi)s on %(df)d df, p %(p)s; CFI %(cfi)s, TLI %(tli)s, RMSEA %(rmsea)s (90%% interval %(ends)s), "
    "SRMR %(srmr)s: %(fits)s"
)
NO_GROUP = Text("%(wave)s, no index of %(level)s: %(reasons)s")


class Method(StrEnum):
    """How a model is fitted."""

    pls = "pls"
    cb = "cb"


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    method: Annotated[
        Method,
        typer.Option(
            "--method", help=_help("How to fit: pls, partial least squares, or cb, covariance analysis.")
        ),
    ] = Method.pls,
    model: Annotated[
        str,
        typer.Option(
            "--model", help=_help("Try another published model on the same items."), show_default=False
        ),
    ] = "",
    segment: Segment = "",
    wave: Wave = "",
    out: Out = None,
) -> None:
    """Print index, paths and measurement, or the index of every group; write one file per table."""
    study = opened(folder, data, screen, wave=wave, segment=segment)
    asked = study.questionnaire
    if segment and method is Method.cb:
        raise DefinitionError(
            Complaint(Text("groups are fitted by partial least squares: leave --method out"))
        )
    if not asked.index.asked:
        what = Text("the definition has no index model")
        hint = Text("write a table [index] in survey.toml: a published model and its items, or your own")
        raise DefinitionError(Complaint(what, "survey.toml", hint=hint))
    if segment:
        index, chosen, tables, notes = _by_group(screen, study, model, wave, segment)
    else:
        show = _by_covariance if method is Method.cb else _by_pls
        index, chosen, tables, notes = show(screen, study, model, wave)
    for note in notes:
        screen.note(note)
    told = {"survey": asked.name, "wave": chosen, "method": method.value, "headline": index.index, **tables}
    if out is not None and out.suffix.lower() == ".tex" and not segment:
        _typeset(screen, index, asked, tables, out)
        out = None
    delivered(screen, told, tables, out)


Shown = tuple["SurveyIndex", str, "dict[str, pd.DataFrame]", "tuple[Text, ...]"]


def _by_pls(screen: Screen, study: Study, model: str, wave: str) -> Shown:
    """Print the fit by partial least squares; its model, wave, tables and notes."""
    found = study.fitted_index(model)
    chosen = _wave(study.questionnaire, found, wave)
    tables = _tables(found, chosen)
    _index(screen, study.questionnaire, found, tables)
    _paths(screen, study.questionnaire, found, tables["paths"])
    if "defined" in tables:
        _defined(screen, study.questionnaire, tables["defined"])
    return found.index, chosen, tables, found.notes[chosen]


def _by_group(screen: Screen, study: Study, model: str, wave: str, segment: str) -> Shown:
    """Print the index of every level of a segment, wave by wave; its model, wave, tables and notes."""
    found = study.fitted_index(model, every=True)
    chosen = _wave(study.questionnaire, found, wave)
    tables = {
        name: table[table["segment"] == segment]
        for name, table in (("groups", found.indices), ("changes", found.moves), ("gaps", found.gaps))
        if len(table)
    }
    if len(found.wholes) and segment == study.questionnaire.index.aggregate.segment:
        tables["wholes"] = found.wholes
    if wave:
        tables = {name: table[table["wave"] == wave] for name, table in tables.items()}
    _groups(screen, study.questionnaire, found, tables, dict(study.responses.levels[segment]))
    reasons = tuple(
        NO_GROUP.given(wave=when, level=level, reasons=tuple(complaint.what for complaint in complaints))
        for (when, of, level), complaints in found.reasons.items()
        if of == segment and wave in {"", when}
    )
    return found.index, chosen, tables, (*found.notes[chosen], *reasons)


def _groups(
    screen: Screen,
    asked: Questionnaire,
    found: IndexResult,
    tables: dict[str, pd.DataFrame],
    labels: Mapping[str, Any],
) -> None:
    """The index itself of every level; its parts are in the tables."""
    header = (
        Text("wave"), Text("level"), Text("index"), confidence(asked), Text("respondents"), Text("change"),
        confidence(asked),
    )  # fmt: skip
    own = found.index.index
    moved = {}
    if "changes" in tables:
        moves = tables["changes"][tables["changes"]["construct"] == own]
        moved = {(line["wave"], line["level"]): line for line in moves.to_dict("records")}
    rows = []
    for line in tables["groups"][tables["groups"]["construct"] == own].to_dict("records"):
        step = moved.get((line["wave"], line["level"]))
        change = (digits.NOTHING, digits.NOTHING)
        if step:
            ends = digits.signed_interval(step["low"], step["high"])
            change = digits.signed(step["difference"]), say(ends, screen.language)
        rows.append(
            (
                line["wave"],
                say(labels[line["level"]], screen.language),
                digits.score(line["estimate"]),
                digits.interval(line["low"], line["high"]),
                digits.count(line["n"]),
                *change,
            )
        )
    screen.table(header, rows)


def _by_covariance(screen: Screen, study: Study, model: str, wave: str) -> Shown:
    """Print the fit by covariance analysis, PLS beside it; its model, wave, tables and notes."""
    found = study.covariance_index(model, wave)
    parts = found.constructs.drop(columns=["wave", "items"])
    tables = {
        "index": found.indices,
        "paths": found.paths,
        "measurement": found.items.merge(parts, on="construct"),
        "overlap": found.overlap,
        "fit": found.measures,
    }
    _measures(screen, found.beside)
    _covariance_index(screen, study.questionnaire, found)
    _covariance_paths(screen, study.questionnaire, found)
    _loadings(screen, study.questionnaire, found)
    return found.index, found.wave, tables, found.notes


def _typeset(
    screen: Screen, index: SurveyIndex, asked: Questionnaire, tables: dict[str, pd.DataFrame], out: Path
) -> None:
    """Write the tables as a manuscript has them."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for name, text in behind("manuscript").manuscript(tables, index, asked, screen.language).items():
        path = out.with_name(f"{out.stem}-{name}{out.suffix}")
        path.write_text(text, encoding="utf-8")
        screen.say(str(path))


def _wave(asked: Questionnaire, found: IndexResult, wave: str) -> str:
    """The wave to show; complains if it has no fit."""
    tried = [name for name in asked.waves if name in found.fits or (name, "", "") in found.reasons]
    chosen = wave or next(iter(reversed(tried)), "")
    if chosen not in found.fits:
        nothing = (Complaint(Text("no respondent is left"), chosen),)
        raise FitError(found.reasons.get((chosen, "", ""), nothing))
    return chosen


def _tables(found: IndexResult, wave: str) -> dict[str, pd.DataFrame]:
    """The four tables of a wave that reviewers ask for, and what the model defines beyond."""
    whole = found.indices[(found.indices["wave"] == wave) & (found.indices["segment"] == "")]
    items, parts = (table[table["wave"] == wave] for table in (found.items, found.constructs))
    measured = items.merge(parts.drop(columns=["wave", "items"]), on="construct", suffixes=("", "_part"))
    tables = {
        "index": whole.drop(columns=["segment", "level"]),
        "paths": found.paths[found.paths["wave"] == wave],
        "measurement": measured,
        "overlap": found.overlap[found.overlap["wave"] == wave],
    }
    return tables | ({"defined": found.defined[found.defined["wave"] == wave]} if len(found.defined) else {})


def _index(screen: Screen, asked: Questionnaire, found: IndexResult, tables: dict[str, pd.DataFrame]) -> None:
    parts = tables["measurement"].drop_duplicates("construct").set_index("construct")
    header = (
        Text("name"), Text("index"), confidence(asked), Text("R²"), Text("alpha"),
        Text("composite reliability"), Text("AVE"), Text("highest HTMT"), Text("measurement"),
    )  # fmt: skip
    rows = []
    for line in tables["index"].to_dict("records"):
        part = parts.loc[line["construct"]]
        alone = part["verdict"] == "single"
        rows.append(
            (
                say(found.index.labels[line["construct"]], screen.language),
                digits.score(line["estimate"]),
                digits.interval(line["low"], line["high"]),
                digits.ratio(part["r2"]),
                *(digits.NOTHING if alone else digits.ratio(part[key]) for key in ("alpha", "rho_c", "ave")),
                digits.ratio(part["htmt"]),
                say(VERDICTS[part["verdict"]], screen.language),
            )
        )
    screen.table(header, rows)


def _paths(screen: Screen, asked: Questionnaire, found: IndexResult, table: pd.DataFrame) -> None:
    header = (Text("path"), Text("effect"), confidence(asked), Text("p, adjusted"), Text("f²"))
    rows = [
        (
            " → ".join(say(found.index.labels[line[end]], screen.language) for end in ("source", "target")),
            digits.ratio(line["estimate"]),
            say(digits.ratio_interval(line["low"], line["high"]), screen.language),
            digits.probability(line["p_adjusted"]),
            digits.ratio(line["f2"]),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)


def _defined(screen: Screen, asked: Questionnaire, table: pd.DataFrame) -> None:
    header = (Text("Quantity"), Text("Made of"), Text("Value"), confidence(asked))
    rows = [
        (
            line["name"],
            line["expression"],
            digits.ratio(line["estimate"]),
            say(digits.ratio_interval(line["low"], line["high"]), screen.language),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)


def _measures(screen: Screen, beside: Beside) -> None:
    """How well the covariance model fits, in one line."""
    told = {name: digits.fit(beside.measure(name)) for name in ("cfi", "tli", "rmsea", "srmr")}
    ends = digits.fit_interval(beside.measure("rmsea_low"), beside.measure("rmsea_high"))
    screen.say(
        MEASURES.given(
            chi=digits.score(beside.measure("chi_square")),
            df=beside.fit.test.df,
            p=digits.probability(beside.measure("p_value")),
            ends=ends,
            fits=FITS[beside.verdict],
            **told,
        )
    )


def _covariance_index(screen: Screen, asked: Questionnaire, found: CovarianceIndex) -> None:
    header = (
        Text("name"), Text("index"), confidence(asked), Text("by PLS"), Text("difference"),
        confidence(asked), Text("R²"), Text("omega"), Text("alpha"), Text("AVE"),
    )  # fmt: skip
    parts = found.constructs.set_index("construct").to_dict("index")
    rows = []
    for line in found.indices.to_dict("records"):
        part = parts[line["construct"]]
        rows.append(
            (
                say(found.index.labels[line["construct"]], screen.language),
                digits.score(line["estimate"]),
                digits.interval(line["low"], line["high"]),
                digits.score(line["pls"]),
                digits.signed(line["difference"]),
                say(digits.signed_interval(line["difference_low"], line["difference_high"]), screen.language),
                *(digits.ratio(part[key]) for key in ("r2", "omega", "alpha", "ave")),
            )
        )
    screen.table(header, rows)


def _covariance_paths(screen: Screen, asked: Questionnaire, found: CovarianceIndex) -> None:
    header = (
        Text("path"), Text("effect"), confidence(asked), Text("p, adjusted"), Text("by PLS"),
        Text("PLS, corrected"),
    )  # fmt: skip
    rows = [
        (
            " → ".join(say(found.index.labels[line[end]], screen.language) for end in ("source", "target")),
            digits.ratio(line["estimate"]),
            say(digits.ratio_interval(line["low"], line["high"]), screen.language),
            digits.probability(line["p_adjusted"]),
            digits.ratio(line["pls"]),
            digits.ratio(line["plsc"]),
        )
        for line in found.paths.to_dict("records")
    ]
    screen.table(header, rows)


def _loadings(screen: Screen, asked: Questionnaire, found: CovarianceIndex) -> None:
    header = (
        Text("question"), Text("construct"), Text("loading"), confidence(asked), Text("share of the index"),
        Text("share by PLS"),
    )  # fmt: skip
    rows = [
        (
            say(asked.label(line["item"]), screen.language),
            say(found.index.labels[line["construct"]], screen.language),
            digits.ratio(line["loading"]),
            say(digits.ratio_interval(line["low"], line["high"]), screen.language),
            digits.ratio(line["share"]),
            digits.ratio(line["pls_share"]),
        )
        for line in found.items.to_dict("records")
    ]
    screen.table(header, rows, numeric=2)
