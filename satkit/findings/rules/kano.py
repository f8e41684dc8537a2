"""Which qualities are must-be or attractive, and which have aged."""

from __future__ import annotations

from collections.abc import Iterator

from satkit import digits
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.wording import KANO_ATTRACTIVE, KANO_MOVED, KANO_MUST, KINDS, QUOTED

SURE = 0.8


def find(evidence: Evidence) -> Iterator[Finding]:
    """Must-be and attractive qualities of the last wave that are sure; categories that changed."""
    found = evidence.kano
    if found is None:
        return
    asked, table = evidence.questionnaire, found.table
    mine = table[(table["wave"] == found.wave) & (table["segment"] == "") & (table["probability"] >= SURE)]
    for letter, text in (("M", KANO_MUST), ("A", KANO_ATTRACTIVE)):
        lines = mine[mine["category"] == letter]
        if len(lines):
            names = tuple(QUOTED.given(name=asked.attribute_label(name)) for name in lines["attribute"])
            n, sure = int(lines["n"].min()), float(lines["probability"].min())
            yield Finding(
                "kano", text.given(names=names), "significant", "kano", "neutral", n, {"estimate": sure}
            )
    if found.changes.empty:
        return
    changes = found.changes
    moved = changes[(changes["wave"] == found.wave) & (changes["measure"] == "better")]
    for line in moved[moved["moved"] >= SURE].to_dict("records"):
        if line["category"] == line["category_versus"]:
            continue
        text = KANO_MOVED.given(
            name=asked.attribute_label(line["attribute"]),
            before=KINDS[line["category_versus"]],
            now=KINDS[line["category"]],
            versus=asked.waves[line["versus"]].title,
            wave=asked.waves[line["wave"]].title,
            chance=digits.chance(line["moved"]),
        )
        level = "firm" if line["moved"] >= 0.95 else "significant"
        yield Finding("kano_moved", text, level, "kano", "act", int(line["n"]), {"estimate": line["moved"]})
