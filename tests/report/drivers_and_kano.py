"""Plausible results of driver analysis, Kano and investment, without a survey."""

import numpy as np
import pandas as pd

from satkit.analyses.drivers.estimate import ZONES, Drivers
from satkit.analyses.drivers.rows import (
    Dissatisfier,
    DriverRow,
    Enhancer,
    GroupContrast,
    PenaltyReward,
    WaveContrast,
)
from satkit.analyses.investment.estimate import Investment
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.kano.rows import AttributeChange, AttributeRow, AttributeTest
from satkit.language import Label
from satkit.models.drivers import matrix
from satkit.models.kano.answers import NAMES
from satkit.models.rank_certainty import order, pairwise
from satkit.stats.design import design
from satkit.stats.replicates import replicates
from satkit.survey.questionnaire import Attribute, Item, Qualities
from satkit.survey.questionnaire import Kano as Side
from satkit.survey.scale import Point, Scale
from tests.rows import frame_of

ATTRIBUTES = {
    "notice": ("停电提前通知", "Notice of outages", "M"),
    "restore": ("快速复电（两小时内）", "Restored within two hours", "M"),
    "hotline": ("热线快速接通", "Hotline within 20 s", "O"),
    "progress": ("抢修进度可查", "Repair progress", "A"),
    "paper": ("纸质账单", "Paper bills", "I"),
}


def with_pairs(asked):
    """The questionnaire with Kano pairs and what their improvement costs."""
    scale = Scale(name="kano5", kind="kano", points=tuple(Point(code=k) for k in range(1, 6)))
    items = {
        f"{side[0]}_{name}": Item(
            name=f"{side[0]}_{name}",
            scale="kano5",
            label=Label(f"{zh}（{place}）", f"{en} ({side})"),
            kano=Side(attribute=name, side=side),
        )
        for name, (zh, en, _) in ATTRIBUTES.items()
        for place, side in (("有", "functional"), ("无", "dysfunctional"))
    }
    settings = Qualities(
        attribute={name: Attribute(cost=100.0, met=0.4, node="l00") for name in ATTRIBUTES},
        budget=200.0,
        unit=Label("万元", "ten thousand yuan"),
        source=Label("虚构", "invented"),
    )
    return asked.model_copy(
        update={"items": asked.items | items, "scales": asked.scales | {"kano5": scale}, "kano": settings}
    )


def drivers(asked, rng):
    """Every leaf as a driver of the overall question."""
    names = tuple(name for name, node in asked.indicators.items() if node.items)
    p, resamples = len(names), replicates(design(np.ones(300)), count=80, seed=1)
    noise = rng.normal(0, 0.1, (81, p))
    noise[0] = 0
    share = rng.dirichlet(np.full(p, 4.0)) * np.exp(noise)
    share /= share.sum(axis=1, keepdims=True)
    score = rng.uniform(76, 95, p) + 5 * noise
    table = order(share, resamples, names).rename(
        columns={"term": "driver", "estimate": "share", "low": "share_low", "high": "share_high"}
    )
    slope = -rng.uniform(0, 0.003, p)
    placed = matrix.matrix(score, share, resamples, names)
    zones = placed[["zone", "priority", "doubt", *matrix.ZONES]].rename(
        columns=dict(zip(matrix.ZONES, ZONES, strict=True))
    )
    table = pd.concat([table, zones], axis=1).assign(
        estimate=0.1 * table["share"], n=2400, slope=slope, slope_low=slope - 0.001,
        slope_high=slope + 0.001, sign_coefficient=-1, sign_correlation=np.where(np.arange(p) == 1, 1, -1),
        performance=score[0], performance_low=score[0] - 0.6, performance_high=score[0] + 0.6, vif=1.5,
        zone_by_middle="keep up", middle=80.0, limit=score[0] + 2, room=2.0, effect=2 * slope,
        effect_low=2 * slope - 0.002, effect_high=2 * slope + 0.002,
        lift=5 * slope, lift_low=6 * slope, lift_high=4 * slope,
    )  # fmt: skip
    areas = pd.DataFrame(
        [
            {"area": area, "method": method, "share": 0.2, "low": 0.1, "high": 0.3, "probability_first": 0.3, "p_leads": 0.5}
            for method in ("lmg_dissatisfied", "lmg_score", "mcfadden") for area in asked.children("")[:4]
        ]
    )  # fmt: skip
    reach = pd.DataFrame(
        {"driver": names, "reach": 0.5, "noise": 0.2, "risk": 0.3, "risk_low": 0.2, "risk_high": 0.4,
         "part": 0.04, "part_low": -0.01, "part_high": 0.09,
         "key": np.arange(p) < 3}
    )  # fmt: skip
    return Drivers(
        wave="2025", outcome="overall", measure="dissatisfied", method="lmg_once", n=2900, dissatisfied=170,
        df=100, explained=(0.11, 0.08, 0.14), table=frame_of(DriverRow, table), pairs=pairwise(share, resamples, names, 100.0),
        areas=areas, reach=frame_of(Dissatisfier, reach), enhancers=frame_of(Enhancer, reach.assign(n=1800)), contrast=_contrast(names, rng), waves=frame_of(WaveContrast, _apart(names).assign(versus="2024")), versus="2024",
        groups=frame_of(GroupContrast, _apart(names).assign(segment="class", level="residential", evidence="unclear")),
    )  # fmt: skip


def _apart(names):
    """The first driver works differently, the others do not."""
    p = np.where(np.arange(len(names)) == 0, 1e-6, 0.5)
    return pd.DataFrame(
        {"driver": names, "measure": "dissatisfied", "n": 2900, "share": 0.1, "rest": 0.05, "slope": -0.002,
         "slope_rest": -0.0005, "difference": -0.0015, "difference_low": -0.002, "difference_high": -0.001,
         "p": p, "p_adjusted": p, "reason": None, "evidence": np.where(p < 0.05, "significant", "unclear")}
    )  # fmt: skip


def _contrast(names, rng):
    p = len(names)
    penalty, reward = -rng.uniform(0.2, 4, p), rng.uniform(0.1, 3, p)
    kinds = np.array(["frustrator", "dissatisfier", "hybrid", "satisfier", "delighter"])[
        rng.integers(0, 5, p)
    ]
    table = pd.DataFrame(
        {
            "driver": names, "penalty": penalty, "penalty_low": penalty - 1, "penalty_high": penalty + 1,
            "reward": reward, "reward_low": reward - 1, "reward_high": reward + 1, "range": reward - penalty,
            "class": kinds, "probability": rng.uniform(0.3, 1, p), "tilt": penalty + reward,
            "tilt_low": penalty + reward - 1.5, "tilt_high": penalty + reward + 1.5, "p": 0.01, "p_adjusted": 0.02,
            "n_low": 120, "n_middle": 1500, "n_high": 900, "stable": True,
            "evidence": np.where(np.arange(p) % 5 == 0, "significant", np.where(np.arange(p) % 7 == 1, "small", "unclear")),
        }
    )  # fmt: skip
    return frame_of(PenaltyReward, table)


def kano(asked, rng):
    """The attributes of two waves, one without an answer that takes a side."""
    lines = []
    for wave in ("2024", "2025"):
        for name, (_, _, letter) in ATTRIBUTES.items():
            shares = dict(zip("MOAIRQ", rng.dirichlet(np.full(6, 3.0)), strict=True))
            better, worse = float(rng.uniform(0.1, 0.9)), -float(rng.uniform(0.1, 0.9))
            chance = dict.fromkeys((f"p_{kind}" for kind in NAMES), 0.0) | {f"p_{letter}": 0.7, "p_O": 0.3}
            chance = chance if letter != "O" else chance | {"p_O": 1.0}
            lines.append(
                {
                    "wave": wave, "segment": "", "level": "", "attribute": name, "n": 2900.0, "half": 40.0,
                    "category": letter, "probability": chance[f"p_{letter}"], **shares, **chance,
                    "better": better, "better_se": 0.01, "better_low": better - 0.02, "better_high": better + 0.02,
                    "worse": worse, "worse_se": 0.01, "worse_low": worse - 0.02, "worse_high": worse + 0.02,
                    "quadrant": letter, "quadrant_probability": 1.0, "by_means": "O", "by_means_probability": 0.8,
                    "category_strength": 0.2, "total_strength": 0.7, "p_distinct": 0.001, "p_category": 0.0001 if letter == "M" else 0.1,
                    "dumouchel": letter, "p_dumouchel": 0.9, "functional": 2.1, "dysfunctional": 1.4,
                    "importance": np.nan, "importance_low": np.nan, "importance_high": np.nan, "contradicts": False,
                    "swapped": name == "paper", "flagged": False, "halved": False, "withheld": "", "reason": "",
                }
            )  # fmt: skip
    changes = frame_of(
        AttributeChange,
        [
            {"wave": "2025", "versus": "2024", "attribute": name, "measure": measure, "difference": 0.03, "low": 0.01,
             "high": 0.05, "p": 0.001, "p_adjusted": 0.01, "category": "O", "category_versus": "A", "p_moved": 0.0001,
             "p_moved_adjusted": 0.0005,
             "n": 2900.0, "n_versus": 2900.0, "evidence": "significant"}
            for name in ATTRIBUTES for measure in ("better", "worse")
        ]
    )  # fmt: skip
    association = frame_of(
        AttributeTest,
        [
            {"segment": "class", "attribute": name, "cramer": 0.04, "p": 0.2, "p_adjusted": 1.0}
            for name in ATTRIBUTES
        ],
    )
    return Kano(asked, frame_of(AttributeRow, lines), changes, pd.DataFrame(), association, {})


def investment(asked):
    """A plan that stops early on one attribute and leaves two out."""
    names = list(ATTRIBUTES)
    table = pd.DataFrame(
        {
            "attribute": names, "category": [told[2] for told in ATTRIBUTES.values()], "better": 0.5, "worse": -0.5,
            "met": 0.4, "cost": 100.0, "room": 60.0, "target": [0.8, 1.0, 1.0, 0.4, 0.4],
            "spend": [40.0, 60.0, 60.0, 0.0, 0.0], "gain": [6.0, 9.0, 9.0, 0.0, 0.0], "gain_low": 0.0,
            "gain_high": 10.0, "next_gain": 0.1, "funded": [1.0, 1.0, 0.6, 0.0, 0.0], "whole": [False, True, True, False, False],
            "reason": ["", "", "", "", "money does not move satisfaction with an attribute of this kind"],
        }
    )  # fmt: skip
    budgets = np.linspace(0, 300, 9)
    curve = pd.DataFrame({"budget": budgets, "gain": budgets / 8, "low": budgets / 9, "high": budgets / 7})
    return Investment(table, 200.0, None, curve, 160.0, 24.0, 22.0, 26.0, 0.1, 2900)
