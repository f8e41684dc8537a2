"""``satkit kano``: what kind of quality every attribute is, with its probability."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from satkit import digits
from satkit.cli.options import (
    SPOKEN,
    Data,
    Debug,
    Folder,
    Json,
    Lang,
    Quiet,
    _help,
    behind,
    known,
    level_names,
    opened,
)
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError, DefinitionError
from satkit.language import Text, say

if TYPE_CHECKING:
    from satkit.study import Study

NAME = "kano"
HELP = Text("Print how attributes fall by the Kano model, with probabilities; write them to a file if asked.")
LETTERS = {
    "M": Text("must-be"),
    "O": Text("one-dimensional"),
    "A": Text("attractive"),
    "I": Text("indifferent"),
    "R": Text("reverse"),
    "Q": Text("questionable"),
    "H": Text("mixed"),
}


def run(
    folder: Folder,
    data: Data = None,
    wave: Annotated[
        str, typer.Option("--wave", help=_help("Which wave; the last one if not given."), show_default=False)
    ] = "",
    segment: Annotated[
        str, typer.Option("--by", help=_help("Break down by this segment."), show_default=False)
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help=_help("Write the table to this .csv, .xlsx, .tex or .json file."),
            show_default=False,
        ),
    ] = None,
    lang: Lang = SPOKEN,
    *,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001  read by main()
) -> None:
    """Print one line per attribute and group: category, probability, better and worse."""
    screen = Screen(lang, quiet, json)
    study = opened(folder, data, screen)
    known(study.questionnaire, folder, wave, segment)
    lines = _lines(study, folder, wave, segment)
    levels = level_names(study, lang)
    header = (
        *((Text("level"),) if segment else ()),
        Text("attribute"),
        Text("category"),
        Text("probability"),
        Text("better"),
        Text("95% interval"),
        Text("worse"),
        Text("95% interval"),
        Text("n"),
    )
    rows = [
        (
            *((levels[segment, line["level"]],) if segment else ()),
            say(study.questionnaire.attribute_label(line["attribute"]), lang),
            *_cells(line, lang),
        )
        for line in lines
    ]
    screen.table(header, rows, numeric=3 if segment else 2)
    table = cast("Any", study.kano).table.drop(columns="reason")
    if out is not None:
        cast("Any", behind("export")).export(table, out)
        screen.say(str(out))
    kept = [{k: None if v != v else v for k, v in line.items()} for line in lines]  # noqa: PLR0124
    shown = [line | {"reason": say(line["reason"], lang)} for line in kept]
    screen.data({"survey": study.questionnaire.name, "wave": lines[0]["wave"], "attributes": shown})


def _lines(study: Study, folder: Path, wave: str, segment: str) -> list[dict[Any, Any]]:
    """The lines of the wave and segment asked for; a complaint where there are none."""
    found = study.kano
    if found is None:
        raise DefinitionError(
            Complaint(
                Text("no Kano pairs are asked in this survey"),
                str(folder),
                Text(
                    'a pair of items with kano = { attribute = "…", side = "functional" } and side = "dysfunctional"'
                ),
            )
        )
    table = found.table
    if segment and wave not in {"", found.wave}:
        raise DefinitionError(Complaint(Text("groups are sorted in the last wave only"), str(folder)))
    chosen = table[(table["wave"] == (wave or found.wave)) & (table["segment"] == segment)]
    if chosen.empty:
        what = Text("nobody answered Kano pairs in wave '%(wave)s'", {"wave": wave})
        raise DataError(Complaint(what, str(folder)))
    return list(chosen.to_dict("records"))


def _cells(line: dict[Any, Any], lang: str) -> tuple[str, ...]:
    if line["withheld"]:
        return say(Text("withheld (small base)"), lang), *([digits.NOTHING] * 6)
    if not line["category"]:
        return str(say(line["reason"], lang)), *([digits.NOTHING] * 5), digits.count(line["n"])
    return (
        say(LETTERS[line["category"]], lang),
        digits.share(line["probability"], 1),
        digits.ratio(line["better"]),
        str(digits.ratio_interval(line["better_low"], line["better_high"])),
        digits.ratio(line["worse"]),
        f"{digits.ratio(line['worse_low'])} … {digits.ratio(line['worse_high'])}",
        digits.count(line["n"]),
    )
