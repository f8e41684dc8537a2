"""The columns of public tables: one word, one meaning, and how each is headed and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from satkit.language import Text
from satkit.number_format import confidence
from satkit.tables.cells import INTERVAL_OF, Cell, Code, Interval, Kind, Words
from satkit.tables.table import Column, Table


@dataclass(frozen=True)
class Term:
    """What a column is called, how it is written, and what it means.

    ``codes`` are the words that readers see for the fixed words of a column.
    """

    header: Words
    kind: Kind
    meaning: Text
    codes: Mapping[str, Words] = field(default_factory=dict)


INTERVAL = Text("%(level)s interval")

STEPS: Mapping[str, Words] = {
    "configural": Text("configural"), "metric": Text("metric"), "scalar": Text("scalar"), "strict": Text("strict"),
}  # fmt: skip
CLASSES: Mapping[str, Words] = {
    "frustrator": Text("frustrator"), "dissatisfier": Text("dissatisfier"), "hybrid": Text("hybrid"),
    "satisfier": Text("satisfier"), "delighter": Text("delighter"), "none": Text("none"),
    "key performance": Text("key performance"), "excitement": Text("excitement"),
    "unimportant": Text("unimportant"), "basic": Text("basic"),
    "critical": Text("critical"), "keep": Text("keep"), "attractive": Text("attractive"), "neutral": Text("neutral"),
}  # fmt: skip
DOMINANCE: Mapping[str, Words] = {
    "complete": Text("complete"), "conditional": Text("conditional"), "general": Text("general"),
}  # fmt: skip
MEASURES: Mapping[str, Words] = {
    "parameters": Text("Parameters"), "chi_square": Text("Chi-square"), "df": Text("Degrees of freedom"),
    "p_value": "p", "chi_square_scaled": Text("Chi-square, scaled"), "p_value_scaled": Text("p, scaled"),
    "baseline_chi_square": Text("Chi-square of the baseline"), "baseline_df": Text("Degrees of freedom of the baseline"),
    "baseline_p_value": Text("p of the baseline"), "cfi": "CFI", "tli": "TLI", "nfi": "NFI", "rmsea": "RMSEA",
    "rmsea_low": Text("RMSEA, lower end"), "rmsea_high": Text("RMSEA, upper end"), "srmr": "SRMR", "gfi": "GFI",
    "agfi": "AGFI", "logl": Text("Log-likelihood"), "aic": "AIC", "bic": "BIC", "bic_adjusted": Text("BIC, adjusted"),
    "mcfadden": "McFadden", "cox_snell": "Cox & Snell", "nagelkerke": "Nagelkerke", "estrella": "Estrella",
}  # fmt: skip

GLOSSARY: Mapping[str, Term] = {
    # what a row is of
    "driver": Term(Text("Driver"), "text", Text("what may move the outcome")),
    "attribute": Term(Text("Attribute"), "text", Text("a property of the product or service")),
    "construct": Term(Text("Construct"), "text", Text("what several questions measure together")),
    "item": Term(Text("Item"), "text", Text("one question")),
    "path": Term(Text("Path"), "text", Text("an arrow of the model, from cause to effect")),
    "source": Term(Text("Cause"), "text", Text("where an arrow begins")),
    "target": Term(Text("Effect"), "text", Text("where an arrow ends")),
    "group": Term(Text("Group"), "text", Text("the group, or the first of two")),
    "versus": Term(Text("Against"), "text", Text("what it is compared with")),
    "name": Term(Text("Quantity"), "text", Text("what the number is of")),
    "expression": Term(Text("Made of"), "text", Text("the formula that defines a quantity")),
    "measure": Term(Text("Measure"), "text", Text("a measure of fit"), MEASURES),
    "lhs": Term(Text("Left"), "text", Text("left side of a parameter in lavaan's notation")),
    "op": Term(Text("Operator"), "text", Text("=~ loading, ~ path, ~~ covariance, ~1 intercept, := defined")),
    "rhs": Term(Text("Right"), "text", Text("right side of a parameter in lavaan's notation")),
    "label": Term(Text("Label"), "text", Text("the label that the model gives a parameter")),
    "step": Term(Text("Step"), "text", Text("a level of measurement invariance"), STEPS),
    # estimates and how sure they are
    "estimate": Term(Text("Estimate"), "ratio", Text("the estimate, in the unit of its table")),
    "value": Term(Text("Value"), "fit", Text("the value of a measure")),
    "difference": Term(Text("Difference"), "ratio", Text("the first less the second")),
    "std_error": Term(Text("SE"), "ratio", Text("standard error")),
    "t": Term("t", "ratio", Text("estimate divided by its standard error")),
    "z": Term("z", "ratio", Text("estimate divided by its standard error, against the normal distribution")),
    "p": Term("p", "p", Text("p value, two-sided")),
    "p_adjusted": Term(Text("p, adjusted"), "p", Text("p value adjusted for the number of tests")),
    "low": Term(Text("Lower end"), "ratio", Text("lower end of the interval of the estimate")),
    "high": Term(Text("Upper end"), "ratio", Text("upper end of the interval of the estimate")),
    "free": Term(Text("Estimated"), "text", Text("whether the parameter was estimated, not fixed")),
    "std_lv": Term(Text("Std. (constructs)"), "ratio", Text("standardised by the constructs alone")),
    "std_all": Term(Text("Standardised"), "ratio", Text("standardised by constructs and items")),
    "std_error_all": Term(
        Text("SE, standardised"), "ratio", Text("standard error of the standardised estimate")
    ),
    "n": Term("n", "count", Text("respondents")),
    # how much each thing matters
    "share": Term(Text("Share"), "share", Text("part of a whole, 0–1")),
    "rank": Term(Text("Rank"), "count", Text("place from the largest")),
    "rank_low": Term(Text("Rank, lowest"), "count", Text("the best rank that cannot be ruled out")),
    "rank_high": Term(Text("Rank, highest"), "count", Text("the worst rank that cannot be ruled out")),
    "probability_first": Term(
        Text("Chance to be first"), "chance", Text("probability that it is the largest of all")
    ),
    "p_leads": Term(
        Text("p, may lead"), "p", Text("p value of the test that it is one of the largest of all")
    ),
    "sign_coefficient": Term(
        Text("Sign beside others"), "number", Text("sign of the coefficient beside all other drivers")
    ),
    "sign_correlation": Term(Text("Sign alone"), "number", Text("sign of the correlation with the outcome")),
    "reach": Term(Text("Reach"), "share", Text("share of the dissatisfied that failed on any so far")),
    "noise": Term(Text("Noise"), "share", Text("share of the others that failed on any so far")),
    "success": Term(Text("Reach less noise"), "share", Text("reach less noise")),
    "risk": Term(
        Text("Attributable"), "share", Text("share of dissatisfaction that would go if none so far failed")
    ),
    "key": Term(Text("Key"), "text", Text("whether it belongs to the key ones")),
    "selected": Term(Text("Selected"), "text", Text("whether it is selected")),
    "dominance": Term(Text("Dominance"), "text", Text("complete, conditional or general"), DOMINANCE),
    "share_of_subsets": Term(
        Text("Share of models"), "share", Text("share of the models of the others in which it adds more")
    ),
    "reproduced": Term(
        Text("Reproduced"), "chance", Text("share of the replicates with a dominance at least as strong")
    ),
    "odds_ratio": Term(Text("Odds ratio"), "ratio", Text("factor of the odds per unit of the driver")),
    # Kano and money
    "category": Term(Text("Category"), "text", Text("Kano's letter: M O A I R Q, or H for none")),
    "probability": Term(
        Text("Chance"), "chance", Text("probability that the category or class is the true one")
    ),
    "better": Term(Text("Better"), "ratio", Text("how far presence pleases, 0 to 1")),
    "better_se": Term(Text("Better, SE"), "ratio", Text("standard error of better")),
    "worse": Term(Text("Worse"), "ratio", Text("how far absence displeases, −1 to 0")),
    "worse_se": Term(Text("Worse, SE"), "ratio", Text("standard error of worse")),
    "correlation": Term(Text("Correlation"), "ratio", Text("correlation of two things named by the table")),
    "M": Term(Text("Must-be"), "share", Text("share of must-be answers")),
    "O": Term(Text("One-dimensional"), "share", Text("share of one-dimensional answers")),
    "A": Term(Text("Attractive"), "share", Text("share of attractive answers")),
    "I": Term(Text("Indifferent"), "share", Text("share of indifferent answers")),
    "R": Term(Text("Reverse"), "share", Text("share of reverse answers")),
    "Q": Term(Text("Questionable"), "share", Text("share of contradictory answers")),
    "category_strength": Term(
        Text("Category strength"), "share", Text("share of the first category less that of the second")
    ),
    "total_strength": Term(
        Text("Total strength"), "share", Text("share of must-be, one-dimensional and attractive answers")
    ),
    "penalty": Term(Text("Penalty"), "signed", Text("what a bad answer takes off, against a middling one")),
    "reward": Term(Text("Reward"), "signed", Text("what a good answer adds, against a middling one")),
    "range": Term(Text("Impact range"), "score", Text("penalty and reward together, their sizes added")),
    "asymmetry": Term(
        Text("Impact asymmetry"), "ratio", Text("reward less penalty over their sum, −1 to 1")
    ),
    "class": Term(Text("Class"), "text", Text("class of impact asymmetry, or quadrant of a map"), CLASSES),
    "gap": Term(Text("Gain from improvement"), "ratio", Text("improved less now, standardised over attributes")),
    "dissatisfaction": Term(
        Text("Dissatisfaction"), "ratio", Text("dissatisfaction where it is poor, standardised over attributes")
    ),
    "stated": Term(Text("Stated importance"), "ratio", Text("importance as said, standardised over attributes")),
    "derived": Term(
        Text("Derived importance"), "ratio", Text("importance as estimated, standardised over attributes")
    ),
    "below": Term(Text("Below neutral"), "ratio", Text("slope below a middling answer")),
    "above": Term(Text("Above neutral"), "ratio", Text("slope above a middling answer")),
    "adjusted": Term(Text("Adjusted weight"), "ratio", Text("weight adjusted for the Kano category")),
    "met": Term(Text("Met today"), "share", Text("fulfilment today, 0–1")),
    "aim": Term(Text("Aim"), "share", Text("fulfilment that the plan aims at, 0–1")),
    "spend": Term(Text("Spend"), "count", Text("money that the plan gives, in the unit of the costs")),
    "gain": Term(Text("Gain"), "ratio", Text("weighted satisfaction that the money brings")),
    "next_gain_per_cost": Term(
        Text("Next gain per cost"), "number", Text("satisfaction that the next unit of money would bring")
    ),
    "points": Term(Text("Rise"), "score", Text("by how many units of its own a driver rises")),
    "change": Term(Text("Change"), "ratio", Text("change of the outcome, in its units")),
    "reached": Term(
        Text("Rise in full"), "share", Text("share of respondents who can rise in full below the top")
    ),
    # path models
    "loading": Term(Text("Loading"), "bounded", Text("correlation of a question with its construct")),
    "weight": Term(Text("Weight"), "bounded", Text("what a standardised question counts in its construct")),
    "loading_se": Term(Text("Loading, SE"), "bounded", Text("standard error of the loading")),
    "weight_se": Term(Text("Weight, SE"), "bounded", Text("standard error of the weight")),
    "r2": Term("R²", "bounded", Text("share of variance explained")),
    "alpha": Term("α", "bounded", Text("standardised alpha of Cronbach")),
    "rho_a": Term("ρA", "bounded", Text("reliability of Dijkstra and Henseler")),
    "rho_c": Term("ρC", "bounded", Text("composite reliability of Jöreskog")),
    "ave": Term("AVE", "bounded", Text("average variance extracted")),
    "htmt": Term("HTMT", "bounded", Text("heterotrait-monotrait ratio of correlations")),
    "direct": Term(Text("Direct"), "ratio", Text("direct effect")),
    "indirect": Term(Text("Indirect"), "ratio", Text("effect along all ways of two arrows or more")),
    "total": Term(Text("Total"), "ratio", Text("direct and indirect effect together")),
    "importance": Term(
        Text("Importance"), "ratio", Text("points by which the target rises when this rises by one")
    ),
    "performance": Term(Text("Performance"), "score", Text("index, 0–100")),
    "needed": Term(
        Text("Needed"), "score", Text("points it must rise for one point of the target")
    ),
    "spread": Term(Text("Spread"), "number", Text("variance of a path between groups, weighted by size")),
    "p_weights": Term(Text("p, weights"), "p", Text("p value: weights alike (MICOM, step 2)")),
    "mean": Term(Text("Means"), "ratio", Text("difference of means of the pooled scores")),
    "p_mean": Term(Text("p, means"), "p", Text("p value: means alike (MICOM, step 3)")),
    "variance": Term(Text("Variances"), "ratio", Text("logarithm of the ratio of variances")),
    "p_variance": Term(Text("p, variances"), "p", Text("p value: variances alike (MICOM, step 3)")),
    "p_permutation": Term(Text("p, permutation"), "p", Text("p value by exchanging respondents")),
    "p_parametric": Term(Text("p, parametric"), "p", Text("p value of the t test with a common variance")),
    "p_welch": Term("p, Welch", "p", Text("p value of Welch's t test")),
    "p_henseler": Term("p, Henseler", "p", Text("p value by comparing resamples of two groups")),
    "q2": Term("Q²", "bounded", Text("what the model takes off the squared error of the mean")),
    "rmse": Term("RMSE", "number", Text("root of the mean squared error of prediction")),
    "mae": Term("MAE", "number", Text("mean absolute error of prediction")),
    "rmse_linear": Term(Text("RMSE, linear"), "number", Text("root of the mean squared error of a regression on the items")),
    "mae_linear": Term(Text("MAE, linear"), "number", Text("mean absolute error of prediction by a regression on the items")),
    "kind": Term(Text("Kind"), "text", Text("what kind of number a row holds")),
    "benchmark": Term(Text("Benchmark"), "text", Text("what the predictions are compared with")),
    "loss": Term(Text("Loss"), "number", Text("mean squared error of prediction by the model")),
    "loss_benchmark": Term(
        Text("Loss of the benchmark"), "number", Text("mean squared error of prediction by the benchmark")
    ),
    "parts": Term(Text("Parts"), "count", Text("how many parts a whole has")),
    # covariance models
    "chi_square": Term("χ²", "ratio", Text("chi-square of the model, scaled where the method scales")),
    "df": Term("df", "count", Text("degrees of freedom")),
    "cfi": Term("CFI", "fit", Text("comparative fit index")),
    "rmsea": Term("RMSEA", "fit", Text("root mean square error of approximation")),
    "srmr": Term("SRMR", "fit", Text("standardised root mean square residual")),
    "aic": Term("AIC", "score", Text("information criterion of Akaike")),
    "bic": Term("BIC", "score", Text("information criterion of Schwarz")),
    "chi_square_difference": Term("Δχ²", "ratio", Text("what the chi-square rises from the step before")),
    "df_difference": Term("Δdf", "count", Text("degrees of freedom gained from the step before")),
    "p_difference": Term(Text("p, difference"), "p", Text("p value of the rise of the chi-square")),
    "cfi_fall": Term(Text("Fall of CFI"), "fit", Text("what the CFI falls from the step before")),
    "mi": Term(Text("Modification index"), "ratio", Text("chi-square that freeing the parameter would take off")),
    "epc": Term("EPC", "ratio", Text("expected change of the parameter")),
    "epc_all": Term(Text("EPC, standardised"), "ratio", Text("expected change in standard deviations")),
    "excellent": Term(Text("Excellent"), "fit", Text("cut-off of an excellent fit")),
    "close": Term(Text("Close"), "fit", Text("cut-off of a close fit")),
    "fair": Term(Text("Fair"), "fit", Text("cut-off of a fair fit")),
    "mediocre": Term(Text("Mediocre"), "fit", Text("cut-off of a mediocre fit")),
    "verdict": Term(Text("Verdict"), "text", Text("the word for a value")),
    "limit": Term(Text("Limit"), "fit", Text("the largest value that chance explains")),
    "lost": Term(Text("Lost"), "count", Text("replicates without a value")),
    "inadmissible": Term(Text("Inadmissible"), "count", Text("replicates with an impossible fit")),
    "check": Term(Text("Check"), "text", Text("what could be impossible in a fit")),
    "in_sample": Term(Text("In the sample"), "text", Text("whether it is so in the sample itself")),
    "replicates": Term(Text("Replicates"), "count", Text("replicates in which it is so")),
    "holds": Term(Text("Holds"), "text", Text("whether the step holds")),
}  # fmt: skip


def term(name: str) -> Term:
    """The entry of a column; the ends of an interval go by what it is of.

    Raises
    ------
    KeyError
        If the glossary does not know the column: a mistake of ours.
    """
    if name in GLOSSARY:
        return GLOSSARY[name]
    stem, _, end = name.rpartition("_")
    if end not in {"low", "high"}:
        raise KeyError(name)
    return Term(GLOSSARY[end].header, GLOSSARY[stem].kind, GLOSSARY[end].meaning)


def declare(
    key: str,
    caption: Words,
    frame: pd.DataFrame,
    shown: Sequence[str] = (),
    *,
    kinds: Mapping[str, Kind] | None = None,
    headers: Mapping[str, Words] | None = None,
    level: float = 0.95,
    note: Words = "",
) -> Table:
    """The table of a tidy data frame, every column headed and written as the glossary says.

    Parameters
    ----------
    key : str
    caption : Words
    frame : DataFrame
        Columns that the glossary knows; ``low`` and ``high``, or ``x_low`` and ``x_high``, are the
        ends of an interval.
    shown : sequence of str
        The columns of the summary, in any order; ``interval``, or ``x_interval``, for both ends.  All
        others are details; by default there are none.
    kinds : mapping of str to Kind, optional
        Where this table writes a column in another unit than the glossary.
    headers : mapping of str to Words, optional
        Where this table heads a column in other words.
    level : float
        Of the intervals.
    note : Words
        Stands below it.

    Raises
    ------
    KeyError
        If the glossary does not know a column: a mistake of ours.
    """
    names = list(map(str, frame.columns))
    own: dict[str, Kind] = {name: term(name).kind for name in names} | dict(kinds or {})
    titles = dict(headers or {})
    columns: list[Column[Mapping[str, Any]]] = []
    for name in names:
        if name == "low" or (name.endswith("_low") and f"{name[:-3]}high" in frame and name not in GLOSSARY):
            columns.append(_interval(name, own, level))
        elif not (name == "high" or (name.endswith("_high") and name not in GLOSSARY)):
            header = titles.get(name, term(name).header)
            columns.append(Column(name, header, own[name], _coded(name, term(name).codes)))
    lines: list[Mapping[str, Any]] = [dict(zip(names, row, strict=True)) for row in _rows(frame)]
    declared = [
        Column(one.key, one.header, one.kind, one.cell, detail=bool(shown) and one.key not in shown)
        for one in columns
    ]
    return Table.of(key, caption, declared, lines, note=note)


def _coded(name: str, codes: Mapping[str, Words]) -> Callable[[Mapping[str, Any]], Cell]:
    """What stands in the cell of a row: a fixed word with what readers see for it, or what the row holds."""

    def cell(row: Mapping[str, Any]) -> Cell:
        found: Cell = row[name]
        return Code(found, codes[found]) if isinstance(found, str) and found in codes else found

    return cell


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows, in numbers of Python."""
    return zip(*(frame.iloc[:, place].tolist() for place in range(frame.shape[1])), strict=True)


def _interval(low: str, kinds: Mapping[str, Kind], level: float) -> Column[Mapping[str, Any]]:
    """The column of the interval that begins in column ``low``."""
    stem = low.removesuffix("low").removesuffix("_")
    high = f"{low.removesuffix('low')}high"
    kind = INTERVAL_OF[kinds.get(stem or "estimate", "ratio")]
    header = INTERVAL.with_values(level=confidence(level))

    def cell(row: Mapping[str, Any]) -> Cell:
        return Interval(float(row[low]), float(row[high]))

    return Column(f"{stem}_interval" if stem else "interval", header, kind, cell)
