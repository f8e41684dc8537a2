"""Which indicators are lowest, and which cannot be told from the lowest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from satkit.analyses.indicators.rows import RankingRow
from satkit.analyses.indicators.tables import ranking_table
from satkit.language import Text
from satkit.scoring.rollup import resting_on, roll, tree_weights
from satkit.scoring.scores import Scores
from satkit.stats.design import Floats
from satkit.stats.leading import maybe_largest
from satkit.stats.replicates import Replicates
from satkit.survey.breaks import astray
from satkit.survey.names import Names, names_or_codes
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TIED = 0.05
TITLE = Text("The indicators of the last wave, lowest first")


@dataclass(frozen=True, repr=False)
class Ranking(Result):
    """The leaf indicators of the last wave, lowest first.

    Parameters
    ----------
    table : DataFrame
        ``node estimate n p_lowest tied``, see :func:`rank_indicators`.
    names : Names, optional
        Label its tables; without them codes do.
    """

    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    names: Names | None = field(default=None, repr=False, compare=False)

    def _title(self) -> Text:
        return TITLE

    def _tables(self) -> Iterator[Table]:
        """The indicators from the lowest up."""
        yield ranking_table(read_rows(self.table, RankingRow), names_or_codes(self.names))


def rank_indicators(scores: Scores, resamples: Replicates, wave: str) -> pd.DataFrame:
    """Leaf indicators of a wave from the lowest up, and which cannot be told from the lowest.

    Returns
    -------
    DataFrame
        ``node estimate n p_lowest tied``; those with ``p_lowest`` above a level hold all that are truly
        lowest, see :func:`satkit.stats.leading.maybe_largest`, and ``tied`` are they at 5 %.
    """
    questionnaire = scores.questionnaire
    if (wave, "") not in scores.groups:
        return pd.DataFrame(columns=["node", "estimate", "n", "tied"])
    group = scores.groups[wave, ""]
    names, weights = tree_weights(questionnaire.indicators, questionnaire.scored_items, group.tally.n[0] > 0)
    means: Floats = roll(group.means, weights)[:, 0]
    lines = scores.table[(scores.table["wave"] == wave) & (scores.table["segment"] == "")]
    shown = set(lines.loc[lines["withheld"] == "", "node"])
    astray_items, _ = astray(scores.breaks, questionnaire.waves, wave)
    shown -= {*np.array(names)[resting_on(weights, questionnaire.scored_items, astray_items)]}
    leaves = [k for k, name in enumerate(names) if name in shown and not questionnaire.children(name)]
    if not leaves:
        return pd.DataFrame(columns=["node", "estimate", "n", "p_lowest", "tied"])
    order = sorted(leaves, key=lambda k: means[0, k])
    df = min(int(group.bases[names[k]].df[0]) for k in order)
    p = maybe_largest(-means[:, order], resamples, max(df, 1))
    return pd.DataFrame(
        {
            "node": [names[k] for k in order],
            "estimate": means[0, order],
            "n": [group.bases[names[k]].n[0] for k in order],
            "p_lowest": p,
            "tied": p > TIED,
        }
    )
