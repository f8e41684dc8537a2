"""The structural model of a fitted wave: paths, total effects, defined quantities and priorities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.analyses.index.group_fit import ENDS, GroupFit
from satkit.analyses.index.replicated import estimate_replicated
from satkit.models.effects import defined_quantities, routes, total
from satkit.models.pls import priority
from satkit.models.pls.assessment import cause_vif, effect_sizes
from satkit.models.pls.score import Policy
from satkit.models.rank_certainty import centre_line, doubt, draws, first, quadrants, ranks
from satkit.stats.contrasts import adjust_p
from satkit.stats.leading import maybe_largest

PRIORITY = (
    "importance", "low", "high", "p", "performance", "performance_low", "performance_high", "needed",
    "mean_importance", "mean_performance", "probability_first", "p_leads", "doubt", "probability_keep", "probability_ease", "probability_later", "probability_priority",
)  # fmt: skip


def estimate_paths(group: GroupFit, level: float) -> pd.DataFrame:
    """One line per arrow; p adjusted over all arrows (Benjamini-Hochberg)."""
    fit = group.fit
    table = pd.DataFrame(
        {"source": [source for source, _ in fit.model.paths], "target": [end for _, end in fit.model.paths]}
    ).assign(**estimate_replicated(fit.arrows, group, level))
    table["p_adjusted"] = adjust_p(table["p"])
    p = table["p_adjusted"]
    table["evidence"] = np.select([p < 0.01, p < 0.05], ["firm", "significant"], "unclear")
    return table.assign(f2=effect_sizes(fit)[0], vif=cause_vif(fit)[0])


def estimate_effects(group: GroupFit, level: float) -> pd.DataFrame:
    """Total effects between all constructs that some route joins."""
    model = group.fit.model
    joined = dict.fromkeys((*model.paths, *((route[0], route[-1]) for route in routes(model))))
    place = {name: number for number, name in enumerate(model.names)}
    ordered = sorted(joined, key=lambda pair: (place[pair[0]], place[pair[1]]))
    values = total(group.fit.paths, model)
    columns = np.stack([values[:, place[end], place[start]] for start, end in ordered], axis=-1)
    names = {"source": [start for start, _ in ordered], "target": [end for _, end in ordered]}
    return pd.DataFrame(names).assign(**estimate_replicated(columns, group, level))


def estimate_defined(group: GroupFit, level: float) -> pd.DataFrame:
    """One line per quantity that the model defines with ``:=``."""
    values = defined_quantities(group.fit.paths, group.fit.model)
    if not values:
        return pd.DataFrame()
    table = pd.DataFrame(group.fit.model.defined, columns=["name", "expression"])
    return table.assign(**estimate_replicated(np.stack([*values.values()], axis=-1), group, level))


def estimate_priorities(group: GroupFit, target: str, level: float, negative: Policy) -> pd.DataFrame:
    """Importance and performance of every construct that leads to the index.

    The lines of the map are the means over these constructs, and move with the replicates.
    """
    model, made = group.fit.model, group.composition
    leads = {route[0] for route in routes(model) if route[-1] == target} | set(model.causes(target))
    leads |= {part for part, parent in made.parents.items() if parent in leads}
    levers = priority(group.fit, target, ENDS, negative=negative)
    known = np.isfinite(levers.importance[0] + levers.performance[0])
    keep = np.flatnonzero([name in leads and there for name, there in zip(made.names, known, strict=True)])
    if not len(keep):
        return pd.DataFrame({"construct": np.array([], object)} | {name: np.zeros(0) for name in PRIORITY})
    importance, performance = levers.importance[:, keep], levers.performance[:, keep]
    weight = estimate_replicated(importance, group, level)
    corners = quadrants(
        importance, performance, group.resamples, centre_line(importance), centre_line(performance)
    )
    own = group.table.set_index("construct").loc[[made.names[place] for place in keep]]
    return pd.DataFrame(
        {
            "construct": own.index,
            "importance": weight["estimate"],
            "low": weight["low"],
            "high": weight["high"],
            "p": weight["p"],
            "performance": performance[0],
            "performance_low": own["low"].to_numpy(),
            "performance_high": own["high"].to_numpy(),
            "needed": levers.points_needed[0, keep],
            "mean_importance": importance[0].mean(),
            "mean_performance": performance[0].mean(),
            "probability_first": first(ranks(draws(importance, group.resamples))),
            "p_leads": maybe_largest(importance, group.resamples, group.df),
            "doubt": doubt(
                performance,
                importance,
                group.resamples,
                centre_line(performance),
                centre_line(importance),
                group.df,
            ),
            "probability_keep": corners[:, 0],
            "probability_ease": corners[:, 1],
            "probability_later": corners[:, 2],
            "probability_priority": corners[:, 3],
        }
    )
