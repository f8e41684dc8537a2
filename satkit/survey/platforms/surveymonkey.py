"""SurveyMonkey: a row of questions, then a row of options."""

from __future__ import annotations

from satkit.language import Text
from satkit.survey.grid import Grid
from satkit.survey.platforms.personal import personal
from satkit.survey.stems import split_headings
from satkit.survey.table import OF_PLATFORM, Table

PERSONAL = frozenset({"ip address", "email address", "first name", "last name"})
OWN = PERSONAL | {
    "respondent id",
    "respondentid",
    "collector id",
    "collectorid",
    "date created",
    "date modified",
    "startdate",
    "enddate",
    "start date",
    "end date",
    "custom data 1",
}
RESPONDENT = frozenset({"respondent id", "respondentid"})
ASIDE = OWN - PERSONAL - RESPONDENT
ANSWER = frozenset({"response", "open-ended response", "open ended response"})


def recognise(grid: Grid) -> Table | None:
    """The table of a SurveyMonkey export, or nothing.

    A question stands once above its options; it is carried to the right.  The questions are
    named ``Q1``, ``Q2`` ... in their order, their options ``Q2_1``, ``Q2_2`` ...
    """
    first, second = grid.header(0), grid.header(1)
    own = [name.strip().casefold() in OWN for name in first]
    asked = [j for j, label in enumerate(second) if label and not own[j]]
    if first[0].strip().casefold() not in OWN or sum(own) < 2 or not asked or any(second[: asked[0]]):
        return None
    names, texts = _questions(first, second, own)
    aside = {j: OF_PLATFORM for j, name in enumerate(first) if name.strip().casefold() in ASIDE}
    ids = {j: "respondent" for j, name in enumerate(first) if name.strip().casefold() in RESPONDENT}
    drop, notes = personal(first, PERSONAL)
    kind = Text(
        "recognised as a SurveyMonkey export; its %(n)d questions are named Q1, Q2 … in their order",
        {"n": len({name.partition("_")[0] for name, mine in zip(names, own, strict=True) if not mine})},
    )
    return grid.table(
        names,
        2,
        texts=texts,
        parts=split_headings([texts.get(j, "") for j in range(len(names))]),
        aside=aside,
        roles=ids,
        drop=drop,
        notes=[kind, *notes],
    )


def _questions(first: list[str], second: list[str], own: list[bool]) -> tuple[list[str], dict[int, str]]:
    """Names and full texts of all columns, the question carried to the right."""
    names, texts, number, option, question = list(first), {}, 0, 0, ""
    for j, label in enumerate(second):
        if own[j] or not (first[j] or label):
            continue
        if first[j]:
            number, option, question = number + 1, 0, first[j].strip()
        folded = label.strip().casefold()
        if folded in ANSWER or not folded:
            names[j], texts[j] = f"Q{number}", question
            continue
        if folded.startswith("other (please specify"):
            names[j] = f"Q{number}_other"
        else:
            option += 1
            names[j] = f"Q{number}_{option}"
        texts[j] = f"{question} — {label.strip()}"
    return names, texts
