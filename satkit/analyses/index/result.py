"""The satisfaction index of a survey: every number with its error, or the reason there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from satkit.analyses.index.groups import Fitted
from satkit.errors import Complaint
from satkit.language import Text
from satkit.survey.index import SurveyIndex

Where = tuple[str, str, str]


@dataclass(frozen=True)
class IndexResult:
    """An index model fitted to every wave, and to every group of the last two.

    Tables are tidy; intervals and p values rest on the replicates of the sample.

    Parameters
    ----------
    index : SurveyIndex
    indices : DataFrame
        ``wave segment level construct estimate std_error low high n n_effective deff df withheld``.
    linked : DataFrame
        ``wave construct estimate std_error low high``: the index with the weights of the first wave.
    changes : DataFrame
        ``wave versus construct difference std_error low high p p_adjusted n n_versus evidence`` and
        ``linked linked_low linked_high``, the same change with the weights of the first wave.
    gaps : DataFrame
        ``wave segment level construct difference ... evidence complement``.
    moves : DataFrame
        ``wave versus segment level construct difference ... evidence``: every group against itself in
        the wave before.
    wholes : DataFrame
        ``wave name construct parts estimate std_error low high``: levels of a segment together, by the
        shares of ``[index.aggregate]``; ``name`` is empty where all levels make one whole.
    paths : DataFrame
        ``wave source target estimate std_error low high p p_adjusted evidence f2 vif``.
    constructs : DataFrame
        ``wave construct items mode r2 r2_low r2_high r2_adjusted alpha rho_a rho_c ave htmt htmt_with
        weakest weakest_loading reliable convergent distinct verdict``.
    items : DataFrame
        ``wave construct item mean weight share loading low high vif``.
    overlap : DataFrame
        ``wave construct versus htmt low high``.
    effects : DataFrame
        ``wave source target estimate std_error low high p``: direct and indirect ones together.
    defined : DataFrame
        ``wave name expression estimate std_error low high p``: what the model defines with ``:=``.
    priority : DataFrame
        ``wave construct importance low high p performance performance_low performance_high needed
        mean_importance mean_performance p_first p_leads doubt p_keep p_ease p_later p_priority``: what leads to the
        index, how sure it is the strongest, and how sure its quadrant is.
    reasons : mapping of (wave, segment, level) to complaints
        Why a group has no index; ``segment`` is empty for everyone.
    notes : mapping of wave to Texts
    fits : mapping of wave to Fitted
    """

    index: SurveyIndex
    indices: pd.DataFrame = field(default_factory=pd.DataFrame)
    linked: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    gaps: pd.DataFrame = field(default_factory=pd.DataFrame)
    moves: pd.DataFrame = field(default_factory=pd.DataFrame)
    wholes: pd.DataFrame = field(default_factory=pd.DataFrame)
    paths: pd.DataFrame = field(default_factory=pd.DataFrame)
    constructs: pd.DataFrame = field(default_factory=pd.DataFrame)
    items: pd.DataFrame = field(default_factory=pd.DataFrame)
    overlap: pd.DataFrame = field(default_factory=pd.DataFrame)
    effects: pd.DataFrame = field(default_factory=pd.DataFrame)
    defined: pd.DataFrame = field(default_factory=pd.DataFrame)
    priority: pd.DataFrame = field(default_factory=pd.DataFrame)
    reasons: Mapping[Where, tuple[Complaint, ...]] = field(default_factory=dict)
    notes: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    fits: Mapping[str, Fitted] = field(default_factory=dict)

    def __repr__(self) -> str:
        waves = ", ".join(self.fits) or "no wave"
        return f"<IndexResult of {self.index.index}, {len(self.index.model.names)} constructs, {waves}>"
