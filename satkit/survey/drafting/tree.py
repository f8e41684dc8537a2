"""The score tree of a first definition: one indicator for all questions, below it one for each block."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from satkit.language import Label, Text
from satkit.survey.drafting.guess import Guess
from satkit.survey.drafting.toml_text import note, toml, write_label
from satkit.survey.scale import fold

FEWEST = 2  # questions of a block: one alone is not a block
ALL = Label(zh="全部题目", en="All questions")
OTHERS = Label(zh="其他题目", en="Other questions")


def tree(
    leaves: Sequence[Guess], names: Mapping[str, str], parts: Mapping[str, tuple[str, str]], language: str
) -> Iterator[str]:
    """The indicators of the scored questions.

    Parameters
    ----------
    leaves : sequence of Guess
        The questions that are averaged.
    names : mapping
        Column to the name of its item.
    parts : mapping
        Column to the question of its block, and its part of it.
    """
    if not leaves:
        return
    yield note(
        Text("the score tree: split it into your own indicators, with parent, weight and owner"), language
    )
    taken = set(names.values())
    root = _free("all", taken)
    yield f"[indicator.{root}]"
    blocks = _blocks(leaves, parts)
    whole = next((stem for stem, some in blocks.items() if len(some) == len(leaves)), "")
    yield f"label = {write_label(Label(zh=whole, en=whole) if whole else ALL)}"
    if whole or not blocks:
        yield f"items = [{', '.join(toml(names[leaf.column]) for leaf in leaves)}]"
        return
    taken.add(root)
    inside = {leaf.column for some in blocks.values() for leaf in some}
    rest = [leaf for leaf in leaves if leaf.column not in inside]
    labels = {stem: Label(zh=stem, en=stem) for stem in blocks}
    for number, (label, some) in enumerate(
        [*((labels[stem], some) for stem, some in blocks.items()), *([(OTHERS, rest)] if rest else [])],
        start=1,
    ):
        name = _free(f"block{number}", taken)
        taken.add(name)
        yield ""
        yield f"[indicator.{name}]"
        yield f"label = {write_label(label)}"
        yield f"parent = {toml(root)}"
        yield f"weight = {len(some)}"
        yield f"items = [{', '.join(toml(names[leaf.column]) for leaf in some)}]"


def _free(name: str, taken: Collection[str]) -> str:
    """The name, longer where an item or another indicator has it."""
    while name in taken:
        name += "_"
    return name


def _blocks(leaves: Sequence[Guess], parts: Mapping[str, tuple[str, str]]) -> dict[str, list[Guess]]:
    """The questions of every block that has several; a single block that holds them all is none."""
    found: dict[str, list[Guess]] = {}
    spelling: dict[str, str] = {}
    for leaf in leaves:
        if leaf.column in parts:
            stem = spelling.setdefault(fold(parts[leaf.column][0]), parts[leaf.column][0])
            found.setdefault(stem, []).append(leaf)
    return {stem: some for stem, some in found.items() if len(some) >= FEWEST}
