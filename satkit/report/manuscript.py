"""The tables reviewers ask for, in LaTeX as a manuscript has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from satkit.language import Label, Text, say
from satkit.number_format import DASH, MINUS, NOTHING, confidence, count, fit, probability, ratio, score
from satkit.report import lookup
from satkit.report.lookup import Line
from satkit.survey.index import SurveyIndex
from satkit.survey.questionnaire import Questionnaire

Words = Text | Label | str

# What LaTeX reads otherwise, and signs that its fonts may lack.
SPELT = str.maketrans(
    {
        "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
        "<": "$<$", ">": "$>$", "→": r"$\rightarrow$", "²": "$^2$", "α": r"$\alpha$", "β": r"$\beta$",
        "ρ": r"$\rho$", "ω": r"$\omega$", MINUS: "$-$", DASH: "--",
    }
)  # fmt: skip

CONSTRUCT, CONSTRUCTS, PATH, MEAN, LOADING = (
    Text("Construct"),
    Text("Construct and questions"),
    Text("Path"),
    Text("Mean"),
    Text("Loading"),
)
INDEX, SE, CI, SHARE, MEASURE, VALUE = (
    Text("Index"),
    Text("SE"),
    Text("%(level)s CI"),
    Text("Share"),
    Text("Measure"),
    Text("Value"),
)
NOTE = Text("Note")
STOP = {"en": ".", "zh": "："}
TITLES = {
    "index": Text("Index of every construct, 0–100"),
    "paths": Text("Structural model"),
    "measurement": Text("Measurement model"),
    "overlap": Text("Discriminant validity"),
    "fit": Text("Fit of the model"),
    "defined": Text("Quantities that the model defines"),
}
INDICES = Text("SE and CI rest on the replicates of the sample; n counts respondents, not weights.")
PATHS = Text("Standardised coefficients; p adjusted for the number of paths (Benjamini and Hochberg, 1995).")
DEFINED = Text(
    "Made of the coefficients that the model labels; SE and CI rest on the replicates of the sample."
)
QUANTITY, MADE = Text("Quantity"), Text("Made of")
LOADINGS = Text("Standardised loadings; share: what a question counts in the index of its construct.")
RATIOS = Text("Heterotrait-monotrait ratios of correlations (HTMT, of absolute correlations).")
CORRELATIONS = Text("Correlations of the constructs in the covariance model.")
ROBUST = Text(
    "Maximum likelihood; chi-square scaled by the sample design (Satorra and Bentler, 1994; Oberski, 2014), indices "
    "robust (Brosseau-Liard and Savalei, 2014); CI of the RMSEA at 90%."
)
FIT: Mapping[str, tuple[Words, Callable[[float], str]]] = {
    "chi_square_scaled": (Text("Chi-square, scaled"), score), "df": (Text("Degrees of freedom"), count),
    "p_value_scaled": ("p", probability), "cfi_robust": ("CFI", fit), "tli_robust": ("TLI", fit),
    "rmsea_robust": ("RMSEA", fit), "rmsea_low_robust": (Text("RMSEA, lower end"), fit),
    "rmsea_high_robust": (Text("RMSEA, upper end"), fit), "srmr": ("SRMR", fit),
}  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """A table in words: heads, rows, and the note below it."""

    heads: tuple[Words, ...]
    rows: list[tuple[Words, ...]]
    note: Words


@dataclass(frozen=True)
class Names:
    """What constructs, questions and the confidence level are called."""

    index: SurveyIndex
    asked: Questionnaire

    def construct(self, line: Line, key: str = "construct") -> Label:
        """The construct that a line names."""
        return self.index.labels[line[key]]

    @property
    def interval(self) -> Text:
        """The head of a column of intervals."""
        return CI.given(level=confidence(self.asked.report.level))


def manuscript(
    tables: Mapping[str, pd.DataFrame], index: SurveyIndex, asked: Questionnaire, language: str
) -> dict[str, str]:
    """Every table of a fitted index model as LaTeX: booktabs, in the style of the APA.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        ``index paths measurement overlap``, ``fit`` of a covariance model and ``defined``, as
        ``satkit fit`` makes them.
    index : SurveyIndex
        Names the constructs.
    asked : Questionnaire
        Names the questions.
    language : {"zh", "en"}
        Chinese needs ``ctex`` or ``xeCJK``.
    """
    names = Names(index, asked)
    return {
        name: _latex(TITLES[name], GRIDS[name](lookup.lines(table), names), language)
        for name, table in tables.items()
    }


def _latex(title: Text, grid: Grid, language: str) -> str:
    def spelt(words: Words) -> str:
        return say(words, language).translate(SPELT)

    body = [rf"{' & '.join(map(spelt, row))} \\" for row in grid.rows]
    return "\n".join(
        [
            r"\begin{table}",
            rf"\caption{{{spelt(title)}}}",
            rf"\begin{{tabular}}{{@{{}}l*{{{len(grid.heads) - 1}}}{{r}}@{{}}}}",
            r"\toprule",
            rf"{' & '.join(map(spelt, grid.heads))} \\",
            r"\midrule",
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            "",
            rf"\smallskip\footnotesize\textit{{{spelt(NOTE)}{STOP[language]}}} {spelt(grid.note)}",
            r"\end{table}",
            "",
        ]
    )


def _bounded(value: float) -> str:
    """A statistic that cannot pass one, without its leading zero, as the APA writes it."""
    return ratio(value).replace("0.", ".", 1)


def _ends(line: Line, write: Callable[[float], str], low: str = "low", high: str = "high") -> str:
    return NOTHING if pd.isna(line[low]) else f"[{write(line[low])}, {write(line[high])}]"


def _indices(lines: list[Line], names: Names) -> Grid:
    rows: list[tuple[Words, ...]] = [
        (
            names.construct(line), count(line["n"]), score(line["estimate"]), ratio(line["std_error"]),
            _ends(line, score),
        )
        for line in lines
    ]  # fmt: skip
    return Grid((CONSTRUCT, "n", INDEX, SE, names.interval), rows, INDICES)


def _paths(lines: list[Line], names: Names) -> Grid:
    more = {"f2": "f²", "vif": "VIF", "pls": "β, PLS", "plsc": "β, PLSc"}
    more = {key: head for key, head in more.items() if key in lines[0]}
    rows: list[tuple[Words, ...]] = [
        (
            Text(
                "%(source)s → %(target)s",
                {"source": names.construct(line, "source"), "target": names.construct(line, "target")},
            ),
            ratio(line["estimate"]), ratio(line["std_error"]), _ends(line, ratio), probability(line["p_adjusted"]),
            *(ratio(line[key]) for key in more),
        )
        for line in lines
    ]  # fmt: skip
    return Grid((PATH, "β", SE, names.interval, "p", *more.values()), rows, PATHS)


def _measurement(lines: list[Line], names: Names) -> Grid:
    """Questions under their constructs, reliability beside the construct."""
    more = {"alpha": "α", "rho_a": "ρA", "rho_c": "ρC", "omega": "ω", "ave": "AVE"}
    more = {key: head for key, head in more.items() if key in lines[0]}
    rows: list[tuple[Words, ...]] = []
    for _, run in groupby(lines, key=lambda line: line["construct"]):
        own = list(run)
        whole = (NOTHING if len(own) == 1 else _bounded(own[0][key]) for key in more)
        rows.append((names.construct(own[0]), "", "", "", "", *whole))
        rows += [
            (
                Text("– %(question)s", {"question": names.asked.label(line["item"])}), score(line["mean"]),
                _bounded(line["loading"]), _ends(line, _bounded), _bounded(line["share"]), *([""] * len(more)),
            )
            for line in own
        ]  # fmt: skip
    return Grid((CONSTRUCTS, MEAN, LOADING, names.interval, SHARE, *more.values()), rows, LOADINGS)


def _overlap(lines: list[Line], names: Names) -> Grid:
    """The lower triangle; constructs are numbered."""
    key = "htmt" if "htmt" in lines[0] else "correlation"
    values = {frozenset((line["construct"], line["versus"])): line[key] for line in lines}
    order = list(dict.fromkeys(name for line in lines for name in (line["construct"], line["versus"])))
    rows: list[tuple[Words, ...]] = [
        (
            Text("%(number)d %(construct)s", {"number": place + 1, "construct": names.index.labels[name]}),
            *(
                _bounded(values[frozenset((name, other))]) if k < place else ""
                for k, other in enumerate(order[:-1])
            ),
        )
        for place, name in enumerate(order)
    ]
    heads: tuple[Words, ...] = (CONSTRUCT, *(str(number) for number in range(1, len(order))))
    return Grid(heads, rows, RATIOS if key == "htmt" else CORRELATIONS)


def _fit(lines: list[Line], names: Names) -> Grid:  # noqa: ARG001  every grid is made alike
    values = {line["measure"]: line["value"] for line in lines}
    rows: list[tuple[Words, ...]] = [
        (head, write(values[key])) for key, (head, write) in FIT.items() if key in values
    ]
    return Grid((MEASURE, VALUE), rows, ROBUST)


def _defined(lines: list[Line], names: Names) -> Grid:
    rows: list[tuple[Words, ...]] = [
        (
            line["name"],
            line["expression"],
            ratio(line["estimate"]),
            ratio(line["std_error"]),
            _ends(line, ratio),
        )
        for line in lines
    ]
    return Grid((QUANTITY, MADE, VALUE, SE, names.interval), rows, DEFINED)


GRIDS: Mapping[str, Callable[[list[Line], Names], Grid]] = {
    "index": _indices,
    "paths": _paths,
    "measurement": _measurement,
    "overlap": _overlap,
    "fit": _fit,
    "defined": _defined,
}
