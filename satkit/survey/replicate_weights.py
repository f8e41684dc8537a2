"""Replicate weights that come with the data: found, read, refused where they cannot be any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

import numpy as np

from satkit.errors import Complaint, near, quote
from satkit.language import Text
from satkit.stats.design import Floats
from satkit.survey.coding import read_numbers
from satkit.survey.columns import trim_name
from satkit.survey.design_columns import at_rows
from satkit.survey.questionnaire import Design, Replication, Wave
from satkit.survey.table import Table

FEWEST = 2  # replicates that a variance needs
UNLIKE = 5.0  # how many times the mean of the case weight that of combined replicate weights may be
PATTERN = "*?["


def replicate_columns(table: Table, design: Design, taken: Mapping[str, str]) -> list[str]:
    """The columns of the file that hold replicate weights, in the order of the list or, by a pattern, of the file."""
    wanted = design.replicate_weights
    if isinstance(wanted, str):
        used = {*taken.values()}
        names = [str(column) for column in table.frame if str(column) not in used]
        return [name for name in names if fnmatchcase(trim_name(name), wanted)] if wanted else []
    return [taken[name] for name in wanted if name in taken]


def replicate_weights(
    table: Table, wave: Wave, design: Design, columns: Mapping[str, str], weight: Floats
) -> tuple[Floats | None, list[Complaint]]:
    """The replicate weights of a wave, shape (n, b), or nothing where it has none; and what is wrong with them.

    Parameters
    ----------
    columns : mapping
        Standard name to column of ``table``.
    weight : ndarray, shape (n,)
        Case weights.
    """
    if not design.replicate_weights:
        return None, []
    names = replicate_columns(table, design, columns)
    if len(names) < FEWEST:
        return None, [_none(table, wave, design)]
    read = [read_numbers(table.frame[name].to_numpy(dtype=object)) for name in names]
    complaints = [
        at_rows(what, table, name, wrong)
        for name, (values, off) in zip(names, read, strict=True)
        for what, wrong in (
            (Text("replicate weights must be numbers"), off),
            (Text("replicate weights must not be empty"), np.isnan(values) & ~off),
            (Text("replicate weights must not be negative"), values < 0),
        )
        if wrong.any()
    ]
    if complaints:
        return None, complaints
    weights = np.column_stack([values for values, _ in read])
    if not len(weights):
        return weights, []
    return weights, [*_unfit(table, design.replicates, names, weights, weight)]


def _unfit(
    table: Table, made: Replication, names: Sequence[str], weights: Floats, weight: Floats
) -> list[Complaint]:
    """What numbers say against being replicate weights of this kind."""
    told = []
    if len(made.rscales) not in (0, 1, len(names)):
        told.append(
            Complaint(
                Text("rscales: %(given)d numbers", {"given": len(made.rscales)}),
                table.file,
                Text("one for each of the %(count)d replicate weights", {"count": len(names)}),
            )
        )
    empty = [name for name, column in zip(names, weights.T, strict=True) if not column.any()]
    if empty:
        told.append(
            Complaint(Text("a replicate weight is zero throughout: %(name)s", {"name": empty[0]}), table.file)
        )
    lost = (weight == 0) & weights.any(axis=1)
    if lost.any():
        told.append(
            at_rows(Text("the case weight is zero, but a replicate weight is not"), table, names[0], lost)
        )
    mean = float(weight.mean()) if made.combined else 1.0
    ratio = float(weights.mean()) / mean if mean else 1.0
    if not 1 / UNLIKE < ratio < UNLIKE:
        hint = (
            Text("if they are factors on the case weight, set combined = false in replicates")
            if made.combined
            else Text("if they contain the case weight, leave combined out of replicates")
        )
        values = {"mean": f"{weights.mean():.4g}", "weight": f"{mean:.4g}"}
        what = Text(
            "the replicate weights are %(mean)s on average, where %(weight)s was to be expected", values
        )
        told.append(Complaint(what, table.file, hint=hint))
    return told


def _none(table: Table, wave: Wave, design: Design) -> Complaint:
    wanted = design.replicate_weights
    named = wanted if isinstance(wanted, str) else ", ".join(wanted)
    return Complaint(
        Text(
            "wave %(wave)s has fewer than two replicate weights called %(name)s",
            {"wave": quote(wave.name), "name": quote(named)},
        ),
        table.file,
        expected=Text('a list of columns, or a pattern such as "repwt*"'),
        hint=near(named.strip(PATTERN), map(str, table.frame))
        or Text(
            'if this wave has none, write sample = { %(key)s = "" } into [wave.%(wave)s]',
            {"key": "replicate_weights", "wave": wave.name},
        ),
    )


def replicate_scales(made: Replication, count: int) -> Floats:
    """What every squared deviation of ``count`` replicates counts in the variance.

    Parameters
    ----------
    made : Replication
        Its ``scale`` and ``rscales`` go before what the method implies.

    References
    ----------
    The defaults of ``svrepdesign`` in R's survey 4.1-1 (Lumley 2010).
    """
    implied = {
        "brr": 1 / count,
        "fay": 1 / (count * (1 - (made.rho or 0.0)) ** 2),
        "jk1": (count - 1) / count,
        "bootstrap": 1 / (count - 1),
        "acs": 4 / count,
    }
    scale = implied.get(made.method, 1.0) if made.scale is None else made.scale
    return np.full(count, scale) * (np.array(made.rscales) if made.rscales else 1.0)
