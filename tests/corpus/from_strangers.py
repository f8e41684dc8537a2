"""What is found in files of strangers and in no manual: abbreviations, emoji, NA of R, floats of pandas, odd ranges."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from corpus.export import Column, Export, Truth
from corpus.files import export, spss, stata, text, workbook
from corpus.maker import Maker
from corpus.wordings import EN, KANO_EN, ZH


def _moments(m: Maker, head: str) -> None:
    """Times as a workbook holds them: numbers shown as dates."""
    start = datetime(2025, 3, 1, 9)  # noqa: DTZ001  a workbook knows no zones
    m.add(head, [start + timedelta(minutes=37 * i) for i in range(m.n)], Truth("time"))


@export("strangers-na-of-r", "strangers", "en")
def na_of_r() -> Export:
    m = Maker(401, 90)
    m.id("subject")
    m.matrix(["q1", "q2", "q3"], [1, 2, 3, 4, 5], missing=[("NA", 0.06)], told=False)
    m.rating("satisfaction", EN["sat5"], missing=[("NA", 0.05)])
    m.number("age", 18, 70)
    cells = list(m.columns[-1].cells)
    cells[5] = cells[17] = "NA"
    m.columns[-1] = Column(("age",), cells, Truth("number"))
    m.segment("sex", ["f", "m", "NA"])
    return text(m, "data.csv")


@export("strangers-null-of-spss", "strangers", "en")
def null_of_spss() -> Export:
    m = Maker(402, 80)
    m.matrix(["SQ1", "SQ2", "SQ3", "SQ4"], [1, 2, 3, 4, 5, 6, 7], missing=[("#NULL!", 0.07)], told=False)
    m.matrix(["LQ1", "LQ2"], [1, 2, 3, 4, 5], missing=[(".", 0.05)], told=False)
    m.segment("group", [1, 2])
    return text(m, "spss export.csv", separator=";")


@export("strangers-floats-of-pandas", "strangers", "en")
def floats() -> Export:
    m = Maker(403, 75)
    m.id("")
    m.matrix(["clean", "safe", "quick"], [1.0, 2.0, 3.0, 4.0, 5.0], blank=0.1)
    m.rating("nps", [float(v) for v in range(11)], blank=0.2, told=True)
    m.segment("visited", [0.0, 1.0])
    m.number("age", 18, 80)
    m.columns[-1] = Column(("age",), [float(v) for v in m.columns[-1].cells], Truth("number"))
    return text(m, "cleaned.csv")


@export("strangers-ends-in-brackets", "strangers", "en")
def ends_in_brackets() -> Export:
    m = Maker(404, 64)
    points = ["1 (Strongly Disagree)", "2", "3", "4", "5 (Strongly Agree)"]
    m.matrix(
        ["The site is easy to use", "I would use it frequently", "Functions are well integrated"], points
    )
    m.rating("Score", ["5: Excellent", "4: Good", "3: Fair", "2: Poor", "1: Very poor"][::-1])
    m.rating("Rate the venue", ["1. Very poor", "2. Poor", "3. Average", "4. Good", "5. Very good"])
    m.segment("Experience", ["Novice", "Expert"])
    return text(m, "sus.csv")


@export("strangers-abbreviations", "strangers", "en")
def abbreviations() -> Export:
    m = Maker(405, 88)
    m.matrix(["Teaching", "Library", "Canteen"], ["SD", "D", "N", "A", "SA"])
    m.segment("Year", ["1st", "2nd", "3rd"])
    m.segment("Hall", ["A", "B", "C", "D"])
    m.rating("Overall experience", EN["quality5"])
    return text(m, "uni.csv")


@export("strangers-faces", "strangers", "en")
def faces() -> Export:
    m = Maker(406, 120)
    m.rating("How was your visit?", ["😡", "🙁", "😐", "🙂", "😍"])
    m.rating("Cleanliness", ["Very unhappy", "Unhappy", "Happy", "Very happy"])
    m.rating("Queue", ["Very unhappy", "Unhappy", "Happy", "Very happy"], least=1)
    m.segment("Terminal", ["T1", "T2"])
    return text(m, "happy.csv")


@export("strangers-negative-to-positive", "strangers", "en")
def bipolar() -> Export:
    m = Maker(407, 70)
    m.matrix([f"UEQ{i}" for i in range(1, 6)], [-3, -2, -1, 0, 1, 2, 3])
    m.matrix(["net_quality", "net_speed"], [-2, -1, 0, 1, 2])
    m.segment("version", ["A", "B"])
    return text(m, "ueq.csv")


@export("strangers-workload", "strangers", "en")
def workload() -> Export:
    m = Maker(408, 60)
    m.id("participant", pattern="P{:02d}")
    for what in ("Mental demand", "Effort", "Frustration"):
        m.rating(what, list(range(0, 101, 5)), told=False)
    m.rating("Ease", [1, 2, 3, 4, 5, 6, 7])
    m.rating("Confidence", [1, 2, 3, 4, 5, 6, 7], least=2)
    m.number("Task time", 20, 300, 1)
    m.count("Errors", 2)
    return text(m, "tlx.csv")


@export("strangers-groups-that-look-ordered", "strangers", "en")
def ordered_groups() -> Export:
    m = Maker(409, 150)
    m.segment("Class of travel", ["Economy", "Business", "First"])
    m.segment("Plan", ["Basic", "Standard", "Premium"])
    m.segment("Company size", ["Small", "Medium", "Large"])
    m.segment("Education", ["Primary", "Secondary", "Diploma", "Degree"])
    m.segment("Age group", ["18-24", "25-34", "35-44", "45-54", "55-64", "65+"])
    m.segment("Income", ["<1000", "1000-1999", "2000-2999", "3000+"])
    m.segment("First visit?", ["Yes", "No"])
    m.segment("Employment", ["Full time", "Part time", "Unemployed", "Retired"])
    m.segment("Cape", ["Good Hope", "Town", "Point"])
    m.rating("Satisfaction with booking", EN["sat5"])
    m.rating("Satisfaction with boarding", EN["sat5"])
    return text(m, "passengers.csv")


@export("strangers-groups-chinese", "strangers", "zh")
def groups_chinese() -> Export:
    m = Maker(410, 130)
    m.segment("纳税人类型", ["一般纳税人", "小规模纳税人"])
    m.segment("会员等级", ["普通会员", "银卡", "金卡"])
    m.segment("是否办理过业务", ["是", "否"])
    m.segment("学历", ["高中及以下", "大专", "本科", "研究生"])
    m.segment("月收入", ["3000元以下", "3000-5000元", "5000-8000元", "8000元以上"])
    m.segment("城乡", ["城市", "农村"])
    m.matrix(["办税便利", "政策宣传", "廉洁自律"], ZH["sat5"], least=1)
    m.rating("总体满意度", ZH["sat5"])
    return workbook(m, "纳税人.xlsx")


@export("strangers-two-languages", "strangers", "zh")
def bilingual() -> Export:
    m = Maker(411, 66)
    points = [f"{zh} {en}" for zh, en in zip(ZH["sat5"], EN["sat5_neutral"], strict=True)]
    m.matrix(["客房 Room", "早餐 Breakfast"], points)
    slash = [f"{en} / {zh}" for zh, en in zip(ZH["agree5"], EN["agree5"], strict=True)]
    m.rating("我会推荐 I would recommend", slash)
    m.segment("国籍 Nationality", ["中国 China", "日本 Japan"])
    return workbook(m, "guests.xlsx")


@export("strangers-points-in-words", "strangers", "zh")
def points_in_words() -> Export:
    m = Maker(412, 78)
    m.rating("服务态度", [f"{word}（{i}分）" for i, word in enumerate(ZH["sat5"], 1)])
    m.rating("办事效率", [f"{i}-{word}" for i, word in enumerate(ZH["sat5_bijiao"], 1)])
    m.rating("环境", [f"{i}（{word}）" for i, word in enumerate(ZH["quality5"], 1)])
    m.rating("打分", [f"{i}分" for i in range(1, 11)], told=True)
    m.segment("网点", ["A.城东", "B.城西", "C.城南"])
    return text(m, "回访.csv", "gb18030")


@export("strangers-times-in-cells", "strangers", "en")
def times_in_cells() -> Export:
    m = Maker(413, 55)
    m.id("ID")
    _moments(m, "Start time")
    _moments(m, "Completion time")
    m.contact("Email", "email", 0)
    m.name("Name")
    m.rating("How satisfied are you with the training?", EN["sat5"])
    m.rating("How likely are you to recommend the training?", list(range(11)), told=True, least=5)
    m.comment("What should change?", "en")
    return workbook(m, "Training(1-55).xlsx")


@export("strangers-yes-to-some-extent", "strangers", "en")
def patients() -> Export:
    m = Maker(414, 95)
    for what in ("Did staff explain things clearly?", "Were you involved in decisions?"):
        m.rating(
            what,
            ["No", "Yes, to some extent", "Yes, definitely"],
            either=True,
            missing=[("I don't know / can't remember", 0.05)],
        )
    m.rating(
        "Overall, how was your experience of the service?",
        ["Very poor", "Poor", "Neither good nor poor", "Good", "Very good"],
        missing=[("Don't know", 0.03)],
    )
    m.segment("Was this your first visit?", ["Yes", "No"])
    m.segment("Do you have a long-term condition?", ["Yes", "No", "Prefer not to say"])
    m.comment("Please tell us why you gave your answer", "en")
    return text(m, "fft.csv")


@export("strangers-expectations-met", "strangers", "en")
def expectations_met() -> Export:
    m = Maker(415, 85)
    m.rating("Room", ["Below expectations", "Meets expectations", "Exceeds expectations"])
    m.rating("Service quality", ["Unsatisfactory", "Satisfactory", "Good", "Very good", "Outstanding"])
    m.rating(
        "To what extent did you feel welcome?",
        ["Not at all", "A little", "Moderately", "Quite a bit", "Extremely"],
    )
    m.rating(
        "Compared with last year",
        ["Much worse", "Somewhat worse", "About the same", "Somewhat better", "Much better"],
    )
    m.rating("Value", ["Low", "Medium", "High"], either=True)
    m.rating(
        "Trust in the council",
        ["No trust at all", "Not much trust", "A fair amount of trust", "A great deal of trust"],
    )
    return text(m, "expect.csv")


@export("strangers-mentioned", "strangers", "en")
def mentioned() -> Export:
    m = Maker(416, 130)
    m.id("CASEID")
    for i, what in enumerate(("Bus", "Tram", "Train"), 1):
        hit = m.rng.random(m.n) < 0.4
        m.add(
            f"USE_{i}",
            [float(v) for v in hit],
            Truth("multi", group="use", options=(hit,)),
            text=f"Which do you use? - {what}",
            labels={0.0: "Not mentioned", 1.0: "Mentioned"},
        )
    for i, what in enumerate(("punctuality", "price"), 1):
        m.rating(
            f"SAT_{i}",
            [float(v) for v in range(1, 11)],
            told=True,
            text=f"Satisfaction with {what}",
            labels={1.0: "Not at all satisfied", 5.0: "Neutral", 10.0: "Completely satisfied"},
        )
    m.rating(
        "TRUST",
        [4.0, 3.0, 2.0, 1.0],
        told=True,
        text="Trust in the operator",
        labels={
            1.0: "1 A great deal",
            2.0: "2 A fair amount",
            3.0: "3 Not very much",
            4.0: "4 None at all",
            98.0: "DK",
        },
        missing=[(98.0, 0.04)],
    )
    m.segment(
        "EDU",
        [1.0, 2.0, 3.0, 4.0, 5.0],
        text="Highest level of education",
        labels={
            float(i): w for i, w in enumerate(["None", "Primary", "Secondary", "Vocational", "University"], 1)
        },
    )
    m.segment(
        "FREQ",
        [1.0, 2.0, 3.0, 4.0],
        text="How often do you travel?",
        labels={float(i): w for i, w in enumerate(["Daily", "Weekly", "Monthly", "Less often"], 1)},
    )
    return spss(m)


@export("strangers-words-in-spss", "strangers", "en")
def words_in_spss() -> Export:
    m = Maker(417, 90)
    m.matrix(["hotel_clean", "hotel_staff"], EN["quality5_vg"])
    m.rating("hotel_overall", EN["sat5"])
    m.segment("nation", ["UK", "FR", "DE"])
    m.comment("remark", "en")
    return spss(m)


@export("strangers-stata-numbered", "strangers", "en")
def stata_numbered() -> Export:
    m = Maker(418, 100)
    for what in ("roads", "schools"):
        words = EN["sat5_neutral"]
        m.rating(
            f"sat_{what}",
            [float(v) for v in range(1, 6)],
            told=True,
            text=f"Satisfaction with {what}",
            labels={float(i): f"{i}. {word}" for i, word in enumerate(words, 1)},
        )
    m.rating(
        "often",
        [float(v) for v in range(5)],
        told=True,
        text="How often is water available?",
        labels={float(i): w for i, w in enumerate(["Never", "Rarely", "Sometimes", "Often", "Always"])},
    )
    m.segment("region", [1.0, 2.0, 3.0], labels={1.0: "north", 2.0: "centre", 3.0: "south"})
    m.number("weight_kg", 40, 110, 1, text="Body weight in kg")
    return stata(m)


@export("strangers-kano-cohort", "strangers", "en")
def kano_cohort() -> Export:
    m = Maker(419, 110)
    m.id("respondent_id")
    for i in range(1, 5):
        m.kano((f"K{i}a", f"K{i}b"), [1, 2, 3, 4, 5], f"K{i}", i % 2)
    m.rating("overall_satisfaction", EN["sat5"])
    # bare codes: nothing tells that they are Kano pairs, and nothing may tell that they are ratings
    return text(m, "cohort.csv")


@export("strangers-kano-words", "strangers", "en")
def kano_words() -> Export:
    m = Maker(420, 75)
    for what in ("free shipping", "gift wrap"):
        m.kano(
            (
                f"How would you feel if the shop had {what}?",
                f"How would you feel if the shop did not have {what}?",
            ),
            KANO_EN,
            what,
        )
        m.rating(f"How important is {what}?", list(range(1, 10)), least=1)
    m.segment("Customer", ["New", "Returning"])
    return text(m, "shop.csv")


@export("strangers-wide-and-sparse", "strangers", "en")
def sparse() -> Export:
    m = Maker(421, 70)
    for i in range(1, 31):
        m.rating(f"Service {i:02d}: satisfaction", EN["sat5"], blank=0.2 + 0.7 * (i % 5 == 0))
    m.segment("Customer segment", ["Retail", "Corporate", "SME"])
    return text(m, "wide.csv")


@export("strangers-numbers-as-words", "strangers", "en")
def number_words() -> Export:
    m = Maker(422, 62)
    m.rating("Delivery", ["one", "two", "three", "four", "five"])
    m.rating("Packaging", ["1/5", "2/5", "3/5", "4/5", "5/5"])
    m.rating("Taste", ["20%", "40%", "60%", "80%", "100%"])
    m.rating("Overall", EN["sat5"])
    return text(m, "odd.csv")


@export("strangers-straightlined", "strangers", "en")
def straightlined() -> Export:
    m = Maker(423, 140, polite=1.0, straight=0.7)
    m.matrix([f"Branch service item {i}" for i in range(1, 8)], [1, 2, 3, 4, 5], least=[1, 1, 0, 1, 2, 1, 1])
    m.segment("Branch", [1, 2, 3, 4, 5, 6])
    m.segment("Account", ["Current", "Savings"])
    m.number("Years with the bank", 0, 40)
    return text(m, "bank.csv")


@export("strangers-preview-rows", "strangers", "en")
def blank_rows() -> Export:
    m = Maker(424, 58)
    m.id("no")
    m.matrix(["Welcome", "Food", "Music"], EN["quality5"])
    for column in m.columns:
        for i in (10, 30):
            column.cells[i] = None
            if column.truth.scores is not None:
                column.truth.scores[i] = np.nan
    kept = np.ones(m.n, bool)
    kept[[10, 30]] = False
    return text(m, "party.csv", kept=kept)
