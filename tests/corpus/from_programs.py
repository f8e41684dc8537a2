"""Files as statistics programs write them: SPSS and Stata."""

from __future__ import annotations

from corpus.export import Export
from corpus.files import export, spss, stata
from corpus.maker import Maker
from corpus.wordings import DE, EN, ES, ZH


def _labels(words: list[str], first: int = 1, **more: str) -> dict[float, str]:
    return {float(i): word for i, word in enumerate(words, first)}


def _labelled(
    m: Maker, name: str, text: str, words: list[str], first: int = 1, turned: bool = False, **more
) -> None:
    """A rating on codes from ``first`` up, each with its label; ``turned`` gives the best one the lowest code."""
    codes = list(range(first, first + len(words)))
    asked = words[::-1] if turned else words
    points = codes[::-1] if turned else codes
    extra = more.pop("extra", {})
    labels = {float(code): word for code, word in zip(codes, asked, strict=True)} | extra
    m.rating(name, [float(p) for p in points], told=True, text=text, labels=labels, **more)


@export("spss-labelled", "SPSS", "en")
def spss_labelled() -> Export:
    m = Maker(101, 150)
    m.id("ID", text="Respondent number")
    _labelled(m, "Q1", "Overall satisfaction with the airport", EN["quality5_vg"], turned=True)
    for i, what in enumerate(("Check-in", "Security", "Shops"), 2):
        _labelled(m, f"Q{i}", what, EN["sat5"], missing=[(9.0, 0.05)], extra={9.0: "No answer"}, ranges=[9.0])
    m.segment("SEX", [1.0, 2.0], text="Sex of respondent", labels={1.0: "Male", 2.0: "Female"})
    m.number("AGE", 18, 90, text="Age in years")
    m.segment(
        "REGION", [1.0, 2.0, 3.0, 4.0], text="Region", labels=_labels(["North", "East", "South", "West"])
    )
    return spss(m)


@export("spss-ends-labelled", "SPSS", "en")
def spss_ends() -> Export:
    m = Maker(102, 140)
    ends = {1.0: "Very poor", 7.0: "Excellent"}
    for i, what in enumerate(("Punctuality", "Comfort", "Crew", "Catering"), 1):
        m.rating(
            f"s{i}",
            [float(v) for v in range(1, 8)],
            told=True,
            text=what,
            labels=ends,
            least=[0, 1, 2, 0][i - 1],
        )
    m.rating(
        "nps",
        [float(v) for v in range(1, 12)],
        told=True,
        text="How likely are you to recommend us?",
        labels={1.0: "Very unlikely", **{float(v): str(v - 1) for v in range(2, 11)}, 11.0: "Very likely"},
    )
    m.segment(
        "status", [1.0, 2.0, 3.0], text="Frequent flyer status", labels=_labels(["Blue", "Silver", "Gold"])
    )
    m.count("nflights", 5, text="Number of flights last year")
    m.number("gender_age_index", 0, 1, 3, text="index")
    return spss(m)


@export("spss-household-survey", "SPSS", "en")
def spss_household() -> Export:
    m = Maker(103, 220)
    m.id("SERIAL", 70001, text="Serial number")
    dk = {8.0: "I don't know", 9.0: "Prefer not to say"}
    for i, what in enumerate(
        ("People here get on well", "Public transport is good", "I feel safe after dark"), 1
    ):
        _labelled(
            m, f"AGREE{i}", what, EN["agree5"], turned=True, missing=[(8.0, 0.06), (9.0, 0.02)], extra=dk
        )
    _labelled(
        m,
        "HEALTH",
        "How is your health in general?",
        ["Very bad", "Bad", "Fair", "Good", "Very good"],
        turned=True,
        missing=[(-9.0, 0.02), (-8.0, 0.02)],
        extra={-9.0: "Refusal", -8.0: "Don't know", -1.0: "Item not applicable"},
        ranges=[{"lo": -9.0, "hi": -1.0}],
    )
    m.segment(
        "MARSTAT",
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        text="Marital status",
        labels=_labels(["Single", "Married", "Civil partner", "Separated", "Divorced", "Widowed"]),
    )
    m.segment(
        "TENURE",
        [1.0, 2.0, 3.0],
        text="Housing tenure",
        labels=_labels(["Own", "Rent privately", "Rent from council"]),
    )
    m.count("HHSIZE", 2, text="People in the household")
    m.number("RAGE", 18, 95, text="Age of respondent")
    m.segment(
        "RELIGION",
        [1.0, 2.0, 3.0, 4.0],
        text="Religion",
        labels=_labels(["Catholic", "Presbyterian", "Church of Ireland", "None"]),
    )
    m.weight("WTFACTOR", text="Weight factor")
    return spss(m)


@export("spss-chinese", "SPSS", "zh")
def spss_chinese() -> Export:
    m = Maker(104, 130)
    m.id("问卷编号")
    for i, what in enumerate(("供电质量", "抢修速度", "电费透明"), 1):
        _labelled(
            m,
            f"Q{i}",
            f"您对{what}的满意程度",
            ZH["sat5"],
            turned=True,
            missing=[(99.0, 0.04)],
            extra={99.0: "不清楚"},
        )
    m.segment("性别", [1.0, 2.0], labels={1.0: "男", 2.0: "女"})
    m.segment("用电类别", [1.0, 2.0, 3.0], labels=_labels(["居民", "工商业", "农业"]))
    m.segment("区县", [float(i) for i in range(1, 8)])
    return spss(m, "数据.sav")


@export("spss-spanish-scores", "SPSS", "es")
def spss_spanish() -> Export:
    m = Maker(105, 110)
    for i, what in enumerate(("Limpieza", "Trato", "Espera"), 1):
        _labelled(
            m,
            f"P{i}",
            f"Satisfacción con: {what}",
            ES["sat5"],
            missing=[(8.0, 0.03), (9.0, 0.03)],
            extra={8.0: "N.S.", 9.0: "N.C."},
            ranges=[8.0, 9.0],
        )
    m.rating(
        "P4",
        [float(v) for v in range(11)],
        told=True,
        text="Valore de 0 a 10 el servicio",
        labels={0.0: "Muy mal", 10.0: "Muy bien", 98.0: "N.S.", 99.0: "N.C."},
        missing=[(98.0, 0.03), (99.0, 0.02)],
        ranges=[98.0, 99.0],
    )
    m.segment("CCAA", [float(i) for i in range(1, 18)], text="Comunidad autónoma")
    m.number("EDAD", 18, 90, text="Edad de la persona entrevistada")
    m.weight("PESO", text="Ponderación")
    return spss(m)


@export("spss-no-labels", "SPSS", "en")
def spss_bare() -> Export:
    m = Maker(106, 100)
    m.id("id")
    for name in ("SAT1", "SAT2", "SAT3"):
        m.rating(name, [float(v) for v in range(1, 8)], least=1 if name == "SAT2" else 0)
    for name in ("LOY1", "LOY2"):
        m.rating(name, [float(v) for v in range(1, 8)])
    m.segment("branch", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0])
    m.segment("marital", [1.0, 2.0, 3.0, 4.0])
    m.segment("gender", [0.0, 1.0])
    m.number("income", 8000, 90000)
    return spss(m)


@export("stata-labelled", "Stata", "en")
def stata_labelled() -> Export:
    m = Maker(107, 120)
    m.id("hhid")
    for i, what in enumerate(("water supply", "electricity", "roads"), 1):
        _labelled(
            m,
            f"sat{i}",
            f"Satisfaction with {what}",
            EN["sat5_neutral"],
            missing=[(".a", 0.04), (".b", 0.03)],
            extra={".a": "don't know", ".b": "refused"},
        )
    m.segment("urban", [0.0, 1.0], text="Urban or rural", labels={0.0: "rural", 1.0: "urban"})
    m.number("age", 18, 80, text="age of respondent")
    m.count("children", 2, text="number of children")
    m.number("year_built", 1950, 2020, text="year the house was built")
    m.weight("pweight", text="sampling weight")
    return stata(m)


@export("stata-bare", "Stata", "de")
def stata_bare() -> Export:
    m = Maker(108, 130)
    m.id("pid")
    m.rating(
        "zufr_leben",
        [float(v) for v in range(11)],
        text="Lebenszufriedenheit gegenwärtig (0-10)",
        told=True,
        labels={0.0: "ganz und gar unzufrieden", 10.0: "ganz und gar zufrieden"},
    )
    m.rating(
        "zufr_arbeit",
        [float(v) for v in range(11)],
        text="Zufriedenheit mit der Arbeit (0-10)",
        told=True,
        labels={0.0: "ganz und gar unzufrieden", 10.0: "ganz und gar zufrieden"},
        least=2,
    )
    for i, what in enumerate(("Meine Meinung zählt", "Ich bin gut informiert"), 1):
        _labelled(m, f"aussage{i}", what, DE["agree5"], missing=[(".k", 0.04)], extra={".k": "keine Angabe"})
    m.segment("bula", [float(i) for i in range(1, 17)], text="Bundesland")
    m.number("gebjahr", 1940, 2005, text="Geburtsjahr")
    return stata(m)
