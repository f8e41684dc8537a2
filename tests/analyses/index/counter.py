"""A survey with an index and planted answers, for tests of all that rests on one."""

import numpy as np
import pandas as pd

from satkit import Study
from satkit.language import say
from satkit.report.blocks import Figure, Note, Prose
from satkit.tables.cells import read_cell
from satkit.tables.table import Table

DEFINITION = """
version = 1
title = { zh = "柜台", en = "Counter" }
[scale.ten]
points = { from = 1, to = 10 }
score = "linear"
best = "high"
[item]
q1 = { scale = "ten", label = { zh = "快捷", en = "Speed" } }
q2 = { scale = "ten", label = { zh = "准确", en = "Accuracy" } }
v1 = { scale = "ten", label = { zh = "值得", en = "Worth" } }
v2 = { scale = "ten", label = { zh = "价格", en = "Price" } }
s1 = { scale = "ten", label = { zh = "满意", en = "Satisfied" } }
s2 = { scale = "ten", label = { zh = "合意", en = "Pleased" } }
[segment.town]
label = { zh = "城镇", en = "Town" }
column = "town"
[wave.2024]
[wave.2025]
[sample]
replicates = { count = 200, seed = 7 }
[index]
index = "Satisfaction"
syntax = \"\"\"
Quality =~ q1 + q2
Value =~ v1 + v2
Satisfaction =~ s1 + s2
Value ~ Quality
Satisfaction ~ Quality + Value
\"\"\"
[index.labels]
Quality = { zh = "质量", en = "Quality" }
Value = { zh = "价值", en = "Value" }
Satisfaction = { zh = "满意度", en = "Satisfaction" }
"""


def drawn(seed, lift):
    rng = np.random.default_rng(seed)
    quality = rng.normal(0, 1, 300)
    value = rng.normal(0, 1, 300)  # quality leads to satisfaction, and not to value
    satisfaction = 0.8 * quality + rng.normal(0, 0.5, 300)
    said = {"q": quality, "v": value, "s": satisfaction + lift}
    table = pd.DataFrame(
        {
            f"{name}{k}": np.clip(np.rint(6.5 + 1.5 * true + rng.normal(0, 0.7, 300)), 1, 10).astype(int)
            for name, true in said.items()
            for k in (1, 2)
        }
    )
    table["v2"] = rng.integers(1, 11, 300)  # does not belong to value
    table["town"] = np.where(rng.random(300) < 0.03, "tiny", np.where(rng.random(300) < 0.5, "east", "west"))
    return table


def opened(folder, change=None, definition=DEFINITION):
    (folder / "waves").mkdir(parents=True)
    (folder / "survey.toml").write_text(definition, encoding="utf-8")
    for seed, wave in enumerate(("2024", "2025")):
        table = drawn(seed, lift=0.6 * seed)
        if change and wave == "2025":
            table = change(table)
        table.to_csv(folder / "waves" / f"{wave}.csv", index=False)
    return Study.open(folder)


def words_of(section, language):
    told = []
    for block in (*section.blocks, *section.details):
        if isinstance(block, Note):
            told.append(say(block.words, language))
        elif isinstance(block, Prose):
            told += [say(sentence, language) for sentence in block.sentences]
        elif isinstance(block, Figure):
            told += [say(block.title, language), say(block.description, language)]
        elif isinstance(block, Table):
            told += [say(block.caption, language)]
            told += [read_cell(cell, column.kind, language) for row in block.rows
                     for cell, column in zip(row, block.columns, strict=True)]  # fmt: skip
    return " | ".join(told)
