"""The tables of one fitted wave: paths, constructs, items, overlap, effects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from satkit.models.certainty import centred, draws, quadrants, ranks
from satkit.models.effects import routes, total
from satkit.models.pls import priority
from satkit.models.pls.assessment import adjusted_r2, cause_vif, effect_sizes, item_vif
from satkit.models.pls.score import Policy
from satkit.scoring.index.groups import ENDS, Fitted
from satkit.stats.contrasts import adjusted, difference
from satkit.stats.design import Floats
from satkit.stats.reliability import alpha, ave, htmt, rho_a, rho_c

RELIABLE, ALIKE, CONVERGENT, DISTINCT, WEAK = 0.70, 0.60, 0.50, 0.90, 0.40


def estimated(values: Floats, group: Fitted, level: float) -> dict[str, Floats]:
    """Estimate, error, interval and p of replicated numbers, each of shape (q,)."""
    found = difference(values, group.resamples, group.df, level)
    return {"estimate": found.pop("difference"), **found}


def paths(group: Fitted, level: float) -> pd.DataFrame:
    """One line per arrow; p adjusted over all arrows (Benjamini-Hochberg)."""
    fit = group.fit
    table = pd.DataFrame(
        {"source": [source for source, _ in fit.model.paths], "target": [end for _, end in fit.model.paths]}
    ).assign(**estimated(fit.arrows, group, level))
    table["p_adjusted"] = adjusted(table["p"])
    p = table["p_adjusted"]
    table["evidence"] = np.select([p < 0.01, p < 0.05], ["firm", "significant"], "unclear")
    return table.assign(f2=effect_sizes(fit)[0], vif=cause_vif(fit)[0])


def effects(group: Fitted, level: float) -> pd.DataFrame:
    """Total effects between all constructs that some route joins."""
    model = group.fit.model
    joined = dict.fromkeys((*model.paths, *((route[0], route[-1]) for route in routes(model))))
    place = {name: number for number, name in enumerate(model.names)}
    ordered = sorted(joined, key=lambda pair: (place[pair[0]], place[pair[1]]))
    values = total(group.fit.paths, model)
    columns = np.stack([values[:, place[end], place[start]] for start, end in ordered], axis=-1)
    names = {"source": [start for start, _ in ordered], "target": [end for _, end in ordered]}
    return pd.DataFrame(names).assign(**estimated(columns, group, level))


def items(group: Fitted, level: float) -> pd.DataFrame:
    """One line per item: its mean score, weight, share of the index, and loading."""
    fit = group.fit
    owner = [one.name for one in fit.model.constructs for _ in one.items]
    loading = estimated(fit.loadings, group, level)
    return pd.DataFrame(
        {
            "construct": owner,
            "item": fit.model.items,
            "mean": fit.moments.mean[0],
            "weight": fit.weights[0],
            "share": group.shares[0],
            "loading": loading["estimate"],
            "low": loading["low"],
            "high": loading["high"],
            "vif": item_vif(fit)[0],
        }
    )


def overlap(group: Fitted, level: float) -> pd.DataFrame:
    """HTMT of every pair of constructs (absolute correlations)."""
    names = group.fit.model.names
    rows, columns = np.tril_indices(len(names), -1)
    values = htmt(group.fit.correlation, group.fit.blocks)[:, rows, columns]
    found = estimated(values, group, level)
    pairs = {"construct": np.array(names)[columns], "versus": np.array(names)[rows]}
    return pd.DataFrame(pairs).assign(htmt=found["estimate"], low=found["low"], high=found["high"])


def constructs(group: Fitted, level: float, said: pd.DataFrame, apart: pd.DataFrame) -> pd.DataFrame:
    """One line per construct: how much is explained, and whether its items measure one thing.

    Parameters
    ----------
    said, apart : DataFrame
        Of :func:`items` and :func:`overlap`.
    """
    fit = group.fit
    explained = estimated(fit.r2, group, level)
    lines = []
    for one in fit.model.constructs:
        own = said[said["construct"] == one.name]
        weakest = own.iloc[int(own["loading"].argmin())]
        pairs = apart[(apart["construct"] == one.name) | (apart["versus"] == one.name)]
        closest = pairs.iloc[int(pairs["htmt"].argmax())]
        other = closest["versus"] if closest["construct"] == one.name else closest["construct"]
        lines.append(
            {
                "construct": one.name,
                "items": len(one.items),
                "mode": one.mode,
                "htmt": closest["htmt"],
                "htmt_with": other,
                "weakest": weakest["item"],
                "weakest_loading": weakest["loading"],
            }
        )
    table = pd.DataFrame(lines).assign(
        r2=explained["estimate"],
        r2_low=explained["low"],
        r2_high=explained["high"],
        r2_adjusted=adjusted_r2(fit)[0],
        alpha=alpha(fit.correlation[0], fit.blocks),
        rho_a=rho_a(fit.correlation[0], fit.weights[0], fit.blocks),
        rho_c=rho_c(fit.loadings[0], fit.blocks),
        ave=ave(fit.loadings[0], fit.blocks),
    )
    return _judged(table)


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    """The usual rules: rho_C 0.70, alpha 0.60, AVE 0.50, HTMT 0.90, loadings 0.40.

    Nunnally and Bernstein (1994); Fornell and Larcker (1981); Henseler, Ringle and Sarstedt
    (2015); Hair et al. (2021).  ``verdict`` is ``single`` for one item, ``formed`` where the items
    make the construct instead of reflecting it, else ``sound``, ``mixed`` or ``poor``.
    """
    table = table.copy()
    reflects = (table["items"] > 1) & (table["mode"] == "A")
    table["reliable"] = (table["rho_c"] >= RELIABLE) & (table["alpha"] >= ALIKE)
    table["convergent"] = table["ave"] >= CONVERGENT
    table["distinct"] = table["htmt"] < DISTINCT
    good = table[["reliable", "convergent", "distinct"]].sum(axis=1)
    weak = table["weakest_loading"] < WEAK
    table["verdict"] = np.select(
        [table["items"] == 1, ~reflects, (good == 3) & ~weak, (good >= 2) & table["reliable"]],
        ["single", "formed", "sound", "mixed"],
        "poor",
    )
    return table


def priorities(group: Fitted, target: str, level: float, negative: Policy) -> pd.DataFrame:
    """Importance and performance of every construct that leads to the index.

    The lines of the map are the means over these constructs, and move with the replicates.
    """
    model = group.fit.model
    leads = {route[0] for route in routes(model) if route[-1] == target} | set(model.causes(target))
    found = priority(group.fit, target, ENDS, negative=negative)
    told = np.isfinite(found.importance[0] + found.performance[0])
    keep = np.flatnonzero([name in leads and shown for name, shown in zip(model.names, told, strict=True)])
    if not len(keep):
        return pd.DataFrame()
    importance, performance = found.importance[:, keep], found.performance[:, keep]
    weight = estimated(importance, group, level)
    corners = quadrants(importance, performance, group.resamples, centred(importance), centred(performance))
    leads_all = (ranks(draws(importance, group.resamples)) == 1).mean(axis=0)
    own = group.table.set_index("construct").loc[[model.names[place] for place in keep]]
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
            "needed": found.needed[0, keep],
            "mean_importance": importance[0].mean(),
            "mean_performance": performance[0].mean(),
            "p_first": leads_all,
            "p_keep": corners[:, 0],
            "p_ease": corners[:, 1],
            "p_later": corners[:, 2],
            "p_priority": corners[:, 3],
        }
    )
