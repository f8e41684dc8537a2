"""What public archives of research data hold: imputed values, computed means, many groups, intervals, typing errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corpus.export import Column, Export, Truth
from corpus.files import export, text, workbook
from corpus.maker import Maker
from corpus.wordings import EN, FR


def _changed(column: Column, cells: list[object], scores: np.ndarray | None = None) -> Column:
    """A column with other cells, and perhaps other true scores."""
    truth = column.truth if scores is None else replace(column.truth, scores=scores)
    return replace(column, cells=cells, truth=truth)


@export("archives-imputed", "archives", "en")
def imputed() -> Export:
    """Single gaps filled with means, as 3.962292518078 among whole numbers."""
    m = Maker(501, 160)
    m.id("id")
    m.matrix([f"gq6_{i}" for i in range(1, 7)], [1, 2, 3, 4, 5, 6, 7])
    for j in range(1, 7):
        column = m.columns[j]
        assert column.truth.scores is not None
        cells, scores = list(column.cells), column.truth.scores.copy()
        for i in m.rng.integers(0, m.n, 3):
            value = float(np.round(m.rng.uniform(2, 6), 9))
            cells[i], scores[i] = value, 100 * (value - 1) / 6
        m.columns[j] = _changed(column, cells, scores)
    m.number("age", 10, 19)
    return text(m, "gratitude.csv")


@export("archives-computed-means", "archives", "en")
def computed_means() -> Export:
    """Means of items beside the items: no second time into the score."""
    m = Maker(502, 120)
    m.matrix([f"LEAD{i:02d}" for i in range(1, 5)], [1, 2, 3, 4, 5])
    mean = np.mean([column.cells for column in m.columns], axis=0)
    m.add("LEAD", [float(v) for v in np.round(mean, 2)], Truth("number"))
    m.matrix([f"HOSTIL{i:02d}" for i in range(1, 4)], [0, 1, 2, 3, 4])
    m.segment("COMPID", list(range(1, 50)))
    m.number("HOURS", 20, 60)
    return text(m, "lq.csv")


@export("archives-many-groups", "archives", "en")
def many_groups() -> Export:
    m = Maker(503, 420)
    m.segment(
        "Nationality",
        [
            f"{a}{b}"
            for a in ("Ar", "Bel", "Cor", "Dan", "Est")
            for b in ("ish", "ian", "ese", "ite", "ar", "on")
        ],
    )
    m.segment("Airport", [f"{a}{b}{c}" for a in "LMN" for b in "HJ" for c in "RSTW"])
    m.segment("Cost centre", [f"D-{i:03d}" for i in range(1, 41)])
    m.matrix(["Check-in", "Lounge", "Boarding"], EN["quality5"])
    m.comment("Comments", "en", 0.6)
    return text(m, "airports.csv")


@export("archives-intervals", "archives", "en")
def intervals() -> Export:
    m = Maker(504, 130)
    m.segment("agecat", ["(0,19]", "(19,39]", "(39,59]", "(59,Inf]"])
    m.segment("income", ["0-10,000", "10,001-20,000", "20,001-50,000", "50,000+"])
    m.segment("tenure", ["< 1 year", "1 - 3 years", "> 3 years"])
    m.matrix(["trust", "fairness"], EN["agree7"], least=1)
    return text(m, "panel.csv")


@export("archives-typing-errors", "archives", "en")
def typing_errors() -> Export:
    """A 55 for a 5, a 0 for a 9: typed by hand from paper."""
    m = Maker(505, 170)
    m.matrix(["Question 1", "Question 2", "Question 3", "Question 4"], [1, 2, 3, 4, 5])
    for j, wrong in ((0, 55), (2, 45)):
        column = m.columns[j]
        assert column.truth.scores is not None
        cells, scores = list(column.cells), column.truth.scores.copy()
        cells[40], scores[40] = wrong, np.nan
        m.columns[j] = _changed(column, cells, scores)
    m.segment("Ward", ["A", "B", "C"])
    return text(m, "paper.csv")


@export("archives-two-languages-in-a-column", "archives", "fr")
def two_languages() -> Export:
    """A form in two languages: each respondent answers in their own."""
    m = Maker(506, 140)
    french = m.rng.random(m.n) < 0.5
    to_french = dict(zip(EN["sat5"], FR["sat5"], strict=True))
    m.matrix(
        ["Accueil / Welcome", "Prix / Price", "Propreté / Cleanliness"],
        EN["sat5"],
        spell=lambda i, cell: to_french[cell] if french[i] else cell,
    )
    m.segment("Langue / Language", ["fr", "en"])
    return text(m, "bilingue.csv")


@export("archives-markup", "archives", "en")
def markup() -> Export:
    """Questions with tags, entities and line breaks, longer than a screen."""
    m = Maker(507, 66)
    m.id("ResponseNo")
    long = "Thinking about all of your experiences with our organisation over the past twelve months, including any visits, calls and letters, "
    m.rating(f"<p><strong>{long}how satisfied are you overall?</strong>&nbsp;</p>", EN["sat5"])
    m.matrix([f"<span>{long}please rate:</span><br />\n{what}" for what in ("Speed", "Care")], EN["quality5"])
    m.segment('Which "plan" are you on? [A\\B]', ["Basic", "Plus"])
    m.rating("all", EN["agree5"])
    m.rating("score", EN["agree5"])
    m.comment('title = "x" # comment', "en")
    return workbook(m, "markup.xlsx", sheet="Réponses 1")


@export("archives-excel-separator-line", "archives", "en")
def separator_line() -> Export:
    m = Maker(508, 49)
    m.id("Nr")
    m.matrix(["Bedding", "Bathroom", "Noise"], EN["quality5_bad"])
    m.comment("Anything else?", "en")
    column = m.columns[-1]
    m.columns[-1] = _changed(
        column,
        [
            f"{cell}\nSecond line; with a semicolon" if cell and i % 3 == 0 else cell
            for i, cell in enumerate(column.cells)
        ],
    )
    return text(m, "hotel.csv", "utf-8-sig", ";", before=["sep=;"])


@export("archives-same-names", "archives", "en")
def same_names() -> Export:
    m = Maker(509, 72)
    for part in ("Food", "Room"):
        m.segment(part, ["Tried", "Did not try"])
        m.rating("Rating", EN["quality5"])
        m.comment("Comments", "en", 0.7)
    return workbook(m, "repeat.xlsx")


@export("archives-occasions", "archives", "en")
def occasions() -> Export:
    """Each respondent several times: an occasion in a column beside ratings of the same numbers."""
    m = Maker(510, 200)
    m.add("id", [1 + i // 4 for i in range(m.n)], Truth("id"))
    m.add("time", [1 + i % 4 for i in range(m.n)], Truth("wave"))
    m.matrix(["calm", "secure", "relaxed", "content"], [1, 2, 3, 4])
    m.add("condition", [["control", "treated"][i // 4 % 2] for i in range(m.n)], Truth("segment"))
    return text(m, "sai.csv")


@export("archives-ends-in-title", "archives", "en")
def ends_in_title() -> Export:
    m = Maker(511, 63, polite=1.1)
    m.rating("Rate the food (1-10)", list(range(1, 11)), least=5)
    m.rating("On a scale of 0 to 10, how would you rate the wine?", list(range(11)), least=4)
    m.rating("Music [1=bad ... 5=great]", [1, 2, 3, 4, 5], least=2)
    m.rating("Service - 1 (best) to 6 (worst)", [6, 5, 4, 3, 2, 1], told=False)
    m.segment("Table", ["Inside", "Terrace"])
    return text(m, "restaurant.csv")


@export("archives-numbers-with-words-among-them", "archives", "en")
def untidy_numbers() -> Export:
    m = Maker(512, 95)
    m.number("Age", 18, 80)
    m.columns[-1] = _changed(
        m.columns[-1], ["over 70" if i in {4, 9} else cell for i, cell in enumerate(m.columns[-1].cells)]
    )
    m.number("Spend", 3, 250, 2)
    m.columns[-1] = _changed(
        m.columns[-1], [f"£{cell}" if i % 9 == 0 else cell for i, cell in enumerate(m.columns[-1].cells)]
    )
    m.matrix(["Checkout", "Delivery"], EN["sat5"])
    return text(m, "shop.csv")


@export("archives-months-and-days", "archives", "en")
def months() -> Export:
    """Names in an order that are no ratings."""
    m = Maker(513, 150)
    m.segment("Month of visit", ["January", "February", "March", "April", "May", "June"])
    m.segment("Day", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    m.segment("Season ticket", ["None", "Weekly", "Monthly", "Annual"])
    m.segment("Stage", ["Early", "Middle", "Late"])
    m.segment("Severity of complaint", ["Minor", "Moderate", "Severe"])
    m.segment("Health", ["Good", "Fair", "Bad"])
    m.columns[-1] = replace(m.columns[-1], truth=Truth("either"))
    m.matrix(["Comfort", "Punctuality"], EN["sat5"])
    return text(m, "rail.csv")


@export("archives-weights-by-other-names", "archives", "en")
def weights() -> Export:
    for_each = Maker(514, 140)
    m = for_each
    m.id("caseid")
    m.matrix(["gov_trust", "police_trust"], EN["agree5"])
    m.segment("psu", list(range(101, 125)))
    m.segment("stratum", ["urban", "rural"])
    m.weight("wgt_final")
    return text(m, "poll.csv")
