"""Tables of a fitted index model, as the terminal shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from satkit import number_format
from satkit.cli.context import confidence
from satkit.cli.screen import Screen
from satkit.language import Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from satkit.analyses.index.covariance import CovarianceFit, CovarianceIndex
    from satkit.analyses.index.result import IndexResult
    from satkit.survey.questionnaire import Questionnaire

VERDICTS = {
    "sound": Text("sound"),
    "mixed": Text("usable with care"),
    "poor": Text("not sound"),
    "single": Text("cannot be checked"),
    "formed": Text("made up of its questions"),
}
FITS = {"good": Text("fits well"), "acceptable": Text("fits acceptably"), "poor": Text("fits poorly")}
MEASURES = Text(
    "chi-square %(chi)s on %(df)d df, p %(p)s; CFI %(cfi)s, TLI %(tli)s, RMSEA %(rmsea)s (90%% interval %(ends)s), "
    "SRMR %(srmr)s: %(fits)s"
)


def groups(
    screen: Screen,
    asked: Questionnaire,
    found: IndexResult,
    tables: dict[str, pd.DataFrame],
    labels: Mapping[str, str],
) -> None:
    """The index itself of every level; its parts are in the tables."""
    header = (
        Text("wave"), Text("level"), Text("index"), confidence(asked), Text("respondents"), Text("change"),
        confidence(asked),
    )  # fmt: skip
    own = found.index.index
    moved = {}
    if "changes" in tables:
        moves = tables["changes"][tables["changes"]["construct"] == own]
        moved = {(line["wave"], line["level"]): line for line in moves.to_dict("records")}
    rows = []
    for line in tables["groups"][tables["groups"]["construct"] == own].to_dict("records"):
        step = moved.get((line["wave"], line["level"]))
        change = (number_format.NOTHING, number_format.NOTHING)
        if step:
            ends = number_format.signed_interval(step["low"], step["high"])
            change = number_format.signed(step["difference"]), say(ends, screen.language)
        rows.append(
            (
                line["wave"],
                labels[line["level"]],
                number_format.score(line["estimate"]),
                number_format.interval(line["low"], line["high"]),
                number_format.count(line["n"]),
                *change,
            )
        )
    screen.table(header, rows)


def index(screen: Screen, asked: Questionnaire, found: IndexResult, tables: dict[str, pd.DataFrame]) -> None:
    """Every construct with its index, and how well it is measured."""
    parts = tables["measurement"].drop_duplicates("construct").set_index("construct")
    header = (
        Text("name"), Text("index"), confidence(asked), Text("R²"), Text("alpha"),
        Text("composite reliability"), Text("AVE"), Text("highest HTMT"), Text("measurement"),
    )  # fmt: skip
    rows = []
    for line in tables["index"].to_dict("records"):
        part = parts.loc[line["construct"]]
        alone = part["verdict"] == "single"
        rows.append(
            (
                say(found.index.labels[line["construct"]], screen.language),
                number_format.score(line["estimate"]),
                number_format.interval(line["low"], line["high"]),
                number_format.ratio(part["r2"]),
                *(
                    number_format.NOTHING if alone else number_format.ratio(part[key])
                    for key in ("alpha", "rho_c", "ave")
                ),
                number_format.ratio(part["htmt"]),
                say(VERDICTS[part["verdict"]], screen.language),
            )
        )
    screen.table(header, rows)


def paths(screen: Screen, asked: Questionnaire, found: IndexResult, table: pd.DataFrame) -> None:
    """Every arrow with its standardised effect."""
    header = (Text("path"), Text("effect"), confidence(asked), Text("p, adjusted"), Text("f²"))
    rows = [
        (
            " → ".join(say(found.index.labels[line[end]], screen.language) for end in ("source", "target")),
            number_format.ratio(line["estimate"]),
            say(number_format.ratio_interval(line["low"], line["high"]), screen.language),
            number_format.probability(line["p_adjusted"]),
            number_format.ratio(line["f2"]),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)


def defined(screen: Screen, asked: Questionnaire, table: pd.DataFrame) -> None:
    """What the model makes of its labelled coefficients."""
    header = (Text("Quantity"), Text("Made of"), Text("Value"), confidence(asked))
    rows = [
        (
            line["name"],
            line["expression"],
            number_format.ratio(line["estimate"]),
            say(number_format.ratio_interval(line["low"], line["high"]), screen.language),
        )
        for line in table.to_dict("records")
    ]
    screen.table(header, rows)


def measures(screen: Screen, beside: CovarianceFit) -> None:
    """How well the covariance model fits, in one line."""
    told = {name: number_format.fit(beside.measure(name)) for name in ("cfi", "tli", "rmsea", "srmr")}
    ends = number_format.fit_interval(beside.measure("rmsea_low"), beside.measure("rmsea_high"))
    screen.say(
        MEASURES.given(
            chi=number_format.score(beside.measure("chi_square")),
            df=beside.fit.test.df,
            p=number_format.probability(beside.measure("p_value")),
            ends=ends,
            fits=FITS[beside.verdict],
            **told,
        )
    )


def covariance_index(screen: Screen, asked: Questionnaire, found: CovarianceIndex) -> None:
    """The index by covariance analysis, that by PLS beside it."""
    header = (
        Text("name"), Text("index"), confidence(asked), Text("by PLS"), Text("difference"),
        confidence(asked), Text("R²"), Text("omega"), Text("alpha"), Text("AVE"),
    )  # fmt: skip
    parts = found.constructs.set_index("construct").to_dict("index")
    rows = []
    for line in found.indices.to_dict("records"):
        part = parts[line["construct"]]
        rows.append(
            (
                say(found.index.labels[line["construct"]], screen.language),
                number_format.score(line["estimate"]),
                number_format.interval(line["low"], line["high"]),
                number_format.score(line["pls"]),
                number_format.signed(line["difference"]),
                say(
                    number_format.signed_interval(line["difference_low"], line["difference_high"]),
                    screen.language,
                ),
                *(number_format.ratio(part[key]) for key in ("r2", "omega", "alpha", "ave")),
            )
        )
    screen.table(header, rows)


def covariance_paths(screen: Screen, asked: Questionnaire, found: CovarianceIndex) -> None:
    """Every arrow by covariance analysis, by PLS and by PLS without measurement error."""
    header = (
        Text("path"), Text("effect"), confidence(asked), Text("p, adjusted"), Text("by PLS"),
        Text("PLS, corrected"),
    )  # fmt: skip
    rows = [
        (
            " → ".join(say(found.index.labels[line[end]], screen.language) for end in ("source", "target")),
            number_format.ratio(line["estimate"]),
            say(number_format.ratio_interval(line["low"], line["high"]), screen.language),
            number_format.probability(line["p_adjusted"]),
            number_format.ratio(line["pls"]),
            number_format.ratio(line["plsc"]),
        )
        for line in found.paths.to_dict("records")
    ]
    screen.table(header, rows)


def loadings(screen: Screen, asked: Questionnaire, found: CovarianceIndex) -> None:
    """Every question: its loading, and what it counts in the index."""
    header = (
        Text("question"), Text("construct"), Text("loading"), confidence(asked), Text("share of the index"),
        Text("share by PLS"),
    )  # fmt: skip
    rows = [
        (
            say(asked.label(line["item"]), screen.language),
            say(found.index.labels[line["construct"]], screen.language),
            number_format.ratio(line["loading"]),
            say(number_format.ratio_interval(line["low"], line["high"]), screen.language),
            number_format.ratio(line["share"]),
            number_format.ratio(line["pls_share"]),
        )
        for line in found.items.to_dict("records")
    ]
    screen.table(header, rows, numeric=2)
