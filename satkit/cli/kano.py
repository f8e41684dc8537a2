"""``satkit kano``: what kind of quality every attribute is, with its probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from satkit import number_format
from satkit.cli.context import confidence, delivered, level_names, opened, why_withheld
from satkit.cli.options import Data, Folder, Out, Segment, Wave, behind
from satkit.cli.screen import Screen
from satkit.errors import Complaint, DataError, DefinitionError, quoted
from satkit.findings.wording import KINDS
from satkit.language import Text, say

if TYPE_CHECKING:
    from satkit.analyses.kano.estimate import Kano
    from satkit.study import Study

NAME = "kano"
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
    study = opened(folder, data, screen, wave=wave, segment=segment)
    found = study.kano
    if found is None:
        what = Text("no Kano pairs are asked in this survey")
        pair = Text(
            'a pair of items with kano = { attribute = "…", side = "functional" } and side = "dysfunctional"'
        )
        raise DefinitionError(Complaint(what, "survey.toml", pair))
    when = wave or found.wave
    lines = _lines(found, when, segment)
    _table(study, screen, lines, segment)
    few = behind("sample").coarse(study.questionnaire, study.sample.weighting, when)
    for doubt in (*found.doubts(when), *few):
        screen.note(doubt)
    told = {"survey": study.questionnaire.name, "wave": when, "attributes": lines}
    delivered(screen, told, {"kano": found.table}, out)


def _lines(found: Kano, wave: str, segment: str) -> list[dict[Any, Any]]:
    """The lines of the wave and segment asked for; a complaint where there are none."""
    table = found.table
    if segment and wave != found.wave:
        last = Text("leave --wave out, or name '%(wave)s'", {"wave": found.wave})
        raise DefinitionError(Complaint(Text("groups are sorted in the last wave only"), wave, last))
    chosen = table[(table["wave"] == wave) & (table["segment"] == segment)]
    if chosen.empty:
        there = Text("known: %(names)s", {"names": quoted(dict.fromkeys(table["wave"]))})
        raise DataError(Complaint(Text("nobody answered Kano pairs in this wave"), wave, there))
    return list(chosen.to_dict("records"))


def _table(study: Study, screen: Screen, lines: list[dict[Any, Any]], segment: str) -> None:
    lang = screen.language
    levels = level_names(study, lang)
    header = (
        *((Text("level"),) if segment else ()),
        Text("attribute"),
        Text("category"),
        Text("probability"),
        Text("better"),
        confidence(study.questionnaire),
        Text("worse"),
        confidence(study.questionnaire),
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


def _cells(line: dict[Any, Any], lang: str) -> tuple[str, ...]:
    if line["withheld"]:
        return say(why_withheld(line), lang), *([number_format.NOTHING] * 6)
    if not line["category"]:
        return str(say(line["reason"], lang)), *([number_format.NOTHING] * 5), number_format.count(line["n"])
    return (
        say(KINDS[line["category"]], lang),
        number_format.chance(line["probability"]),
        number_format.ratio(line["better"]),
        say(number_format.ratio_interval(line["better_low"], line["better_high"]), lang),
        number_format.ratio(line["worse"]),
        say(number_format.ratio_interval(line["worse_low"], line["worse_high"]), lang),
        number_format.count(line["n"]),
    )
