"""``satkit kano``: what kind of quality every attribute is, with its probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from satkit.cli.context import open_study, write_result
from satkit.cli.options import Data, Folder, Out, Segment, Wave, lazy_module
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError, DefinitionError, quote_all
from satkit.language import Text

if TYPE_CHECKING:
    from satkit.analyses.kano.estimate import Kano
    from satkit.analyses.kano.rows import AttributeRow

NAME = "kano"
SHOWN = (
    "level", "attribute", "category", "probability", "better", "better_interval", "worse", "worse_interval", "n",
)  # fmt: skip
HELP = Text("Print how attributes fall by the Kano model, with probabilities; write them to a file if asked.")


def run(
    screen: Screen,
    folder: Folder,
    data: Data = None,
    wave: Wave = "",
    segment: Segment = "",
    out: Out = None,
) -> None:
    """Print one line per attribute and group: category, probability, better and worse."""
    study = open_study(folder, data, screen, wave=wave, segment=segment)
    result = study.kano
    if result is None:
        what = Text("no Kano pairs are asked in this survey")
        pair = Text(
            'a pair of items with kano = { attribute = "…", side = "functional" } and side = "dysfunctional"'
        )
        raise DefinitionError(Complaint(what, "survey.toml", pair))
    when = wave or result.wave
    rows = _choose_rows(result, when, segment)
    table = lazy_module("kano_tables").categories_table(rows, study.names)
    screen.show(table.select(*(key for key in SHOWN if segment or key != "level")))
    few = lazy_module("sample").coarse(study.questionnaire, study.sample.weighting, when)
    for doubt in (*result.doubts(when), *few):
        screen.note(doubt)
    answer = {"survey": study.questionnaire.name, "wave": when, "attributes": rows}
    write_result(screen, answer, {"kano": result.table}, out)


def _choose_rows(result: Kano, wave: str, segment: str) -> list[AttributeRow]:
    """The rows of the wave and segment asked for; a complaint where there are none."""
    table = result.table
    if segment and wave != result.wave:
        last = Text("leave --wave out, or name '%(wave)s'", {"wave": result.wave})
        raise DefinitionError(Complaint(Text("groups are sorted in the last wave only"), wave, last))
    chosen = table[(table["wave"] == wave) & (table["segment"] == segment)]
    if chosen.empty:
        there = Text("known: %(names)s", {"names": quote_all(dict.fromkeys(table["wave"]))})
        raise DataError(Complaint(Text("nobody answered Kano pairs in this wave"), wave, there))
    return cast("list[AttributeRow]", chosen.to_dict("records"))
