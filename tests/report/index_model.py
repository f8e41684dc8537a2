"""An index model fitted to invented answers, for sections that show one."""

from functools import lru_cache

import numpy as np
import pandas as pd

from satkit.analyses.index.estimate import fit_index
from satkit.language import Label
from satkit.survey.questionnaire import Design, Index, Replication
from satkit.survey.responses import Responses
from satkit.survey.sample import draw

ROWS = 240  # in every wave


def with_index(asked):
    """The questionnaire with a model: every part leads to the overall answer."""
    parts = asked.children("")
    leaves = {part: [asked.indicators[leaf].items[0] for leaf in asked.children(part)] for part in parts}
    lines = [f"{part} =~ {' + '.join(items)}" for part, items in leaves.items()]
    syntax = "\n".join([*lines, "whole =~ overall", f"whole ~ {' + '.join(parts)}"])
    labels = {part: asked.indicators[part].label for part in parts} | {
        "whole": Label("总体满意", "Satisfaction")
    }
    return asked.model_copy(update={"index": Index(syntax=syntax, index="whole", labels=labels)})


@lru_cache
def _answers(parts):
    """Places on the four-point scale: leaves of a part agree, and all go with the overall answer."""
    rng = np.random.default_rng(parts)
    own = rng.normal(0, 1, (3 * ROWS, parts))
    leaves = own.repeat(3, axis=1) + rng.normal(0, 0.6, (3 * ROWS, 3 * parts))
    whole = own @ rng.uniform(0.1, 0.5, parts) + rng.normal(0, 0.6, 3 * ROWS)
    return np.digitize(-np.column_stack([whole, leaves]), [-0.3, 0.8, 1.6])


def index(asked):
    """The index of three waves, with a segment whose last level is too small."""
    asked = with_index(asked).model_copy(
        update={
            "sample": Design(replicates=Replication(count=60)),
            "segments": {"class": asked.segments["class"]},
        }
    )
    rng, n = np.random.default_rng(5), 3 * ROWS
    levels = asked.segments["class"].levels
    places = rng.choice(len(levels), n, p=[0.4, 0.3, 0.28, 0.02])
    answers = pd.DataFrame(_answers(len(asked.children(""))), columns=list(asked.items))
    responses = Responses(
        questionnaire=asked,
        wave=np.repeat(np.arange(3), ROWS),
        answers=answers,
        segments=pd.DataFrame({"class": places}),
        levels={"class": tuple((level.name, level.label) for level in levels)},
        weight=np.ones(n),
        stratum=np.zeros(n, np.int64),
        cluster=np.arange(n),
        fpc=np.full(n, np.inf),
        file_row=np.arange(n),
    )
    return fit_index(responses, draw(responses))
