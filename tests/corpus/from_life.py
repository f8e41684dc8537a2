"""Scales of every length, words for no answer, and what real respondents and real editors do to a file."""

from __future__ import annotations

import numpy as np

from corpus.export import Column, Export, Truth
from corpus.files import export, text, workbook
from corpus.maker import Maker
from corpus.wordings import EN, ES, KANO_EN, KANO_EN_SHORT, ZH


@export("scales-english-words", "scales", "en")
def english_words() -> Export:
    m = Maker(301, 90)
    m.id("id")
    for name in ("sat5_extremely", "sat5_sm", "sat4", "agree5_somewhat", "agree4", "agree6", "quality5_vg", "quality4",
                 "quality5_below", "importance5", "frequency5", "frequency5_half", "likely5", "likely5_extremely",
                 "ease5", "expect3", "expect5", "extent5", "definitely5"):  # fmt: skip
        m.rating(f"Question on {name[:-1].split('5')[0].split('4')[0]} ({name})", EN[name])
    return text(m)


@export("scales-chinese-words", "scales", "zh")
def chinese_words() -> Export:
    m = Maker(302, 90)
    m.id("编号")
    for i, name in enumerate(ZH):
        if name != "sat4":
            m.rating(f"题目{i}", ZH[name])
    return text(m)


@export("scales-skewed-words", "scales", "en")
def skewed_words() -> Export:
    m = Maker(303, 80, polite=1.2)
    m.rating("Satisfaction with the room", EN["sat5"], least=1)
    m.rating("Satisfaction with breakfast", EN["sat5"], least=2)
    m.rating("I enjoyed my stay", EN["agree5"], least=1)
    m.rating("The hotel was clean", EN["agree7"], least=3)
    m.rating("Quality of the wifi", EN["quality5"], least=1)
    m.segment("Nationality", ["British", "French", "Kenyan", "Indian"])
    return text(m)


@export("scales-good-beside-very-good", "scales", "en")
def close_words() -> Export:
    m = Maker(304, 77)
    m.rating("Food", ["Poor", "Fair", "Good", "Very good", "Excellent"])
    m.rating(
        "Service",
        [
            "Very dissatisfied",
            "Dissatisfied",
            "Somewhat dissatisfied",
            "Somewhat satisfied",
            "Satisfied",
            "Very satisfied",
        ],
    )
    m.rating("大厅环境", ZH["sat5_up"])
    m.rating("Staff", ["Not satisfied", "Somewhat satisfied", "Satisfied", "Very satisfied"])
    return text(m)


@export("scales-numbers", "scales", "en")
def numbers() -> Export:
    m = Maker(305, 100)
    m.matrix([f"A{i} Service quality" for i in (1, 2, 3)], [0, 1, 2, 3, 4], most=[4, 3, 4])
    m.matrix([f"B{i} Product quality" for i in (1, 2, 3)], [1, 2, 3, 4, 5, 6])
    m.matrix([f"C{i} Delivery" for i in (1, 2)], list(range(1, 11)))
    m.matrix([f"D{i} Trust" for i in (1, 2)], [1, 2, 3, 4, 5, 6, 7], least=[1, 0])
    m.matrix([f"E{i} Loyalty" for i in (1, 2)], [1, 2, 3, 4])
    m.matrix([f"F{i} Image" for i in (1, 2)], list(range(1, 10)))
    return text(m)


@export("scales-recommend-one-to-five", "scales", "en")
def recommend() -> Export:
    m = Maker(306, 72)
    m.matrix(
        [
            "The room was clean",
            "The staff were helpful",
            "I would recommend this hotel",
            "I will recommend it to friends",
        ],
        [1, 2, 3, 4, 5],
        least=[1, 2, 1, 0],
    )
    m.segment("Guest type", ["Leisure", "Business"])
    return text(m)


@export("scales-seven-recommend", "scales", "en")
def recommend_seven() -> Export:
    m = Maker(307, 95)
    m.matrix(
        ["BI1 I intend to return", "BI2 I would recommend the park", "BI3 I say positive things"],
        [1, 2, 3, 4, 5, 6, 7],
        least=[0, 2, 1],
    )
    m.rating("SAT overall", [1, 2, 3, 4, 5, 6, 7], least=1)
    m.number("Age", 18, 70)
    m.segment("Education", [1, 2, 3, 4, 5])
    return text(m)


@export("scales-sliders", "scales", "en")
def sliders() -> Export:
    m = Maker(308, 88)
    m.slider("Engagement score", 0, 100)
    m.slider("Wellbeing score", 0, 100)
    m.segment("Team", ["Red", "Blue", "Green"])
    m.number("Salary", 20000, 90000)
    return text(m)


@export("scales-decimals", "scales", "en")
def decimals() -> Export:
    m = Maker(309, 82)
    for what in ("Perceived quality", "Expectations", "Value"):
        m.slider(what, 1, 10, 1)
    m.segment("Country", ["SE", "NO", "DK"])
    return text(m)


@export("scales-numbers-with-words", "scales", "en")
def prefixed() -> Export:
    m = Maker(310, 66)
    m.rating(
        "Speed",
        ["1 - Very dissatisfied", "2 - Dissatisfied", "3 - Neutral", "4 - Satisfied", "5 - Very satisfied"],
    )
    m.rating(
        "Price",
        ["Very dissatisfied (1)", "Dissatisfied (2)", "Neutral (3)", "Satisfied (4)", "Very satisfied (5)"],
    )
    m.rating("Range", ["1=Poor", "2=Fair", "3=Good", "4=Very good", "5=Excellent"])
    m.rating("Help", ["1 - Not at all helpful", "2", "3", "4", "5 - Extremely helpful"])
    m.rating("Stars", ["★☆☆☆☆", "★★☆☆☆", "★★★☆☆", "★★★★☆", "★★★★★"])
    m.rating("Rating out of five", ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"])
    return text(m)


@export("scales-turned-round", "scales", "en")
def turned() -> Export:
    m = Maker(311, 61)
    m.rating(
        "Satisfaction with price (1 = very satisfied, 5 = very dissatisfied)", [5, 4, 3, 2, 1], told=False
    )
    m.rating(
        "Satisfaction with range (1 = very satisfied, 5 = very dissatisfied)", [5, 4, 3, 2, 1], told=False
    )
    m.rating("Service", ["5 - Very poor", "4 - Poor", "3 - Fair", "2 - Good", "1 - Excellent"])
    m.segment("Visit", ["First", "Repeat"])
    return text(m)


@export("scales-unheard-words", "scales", "en")
def unheard() -> Export:
    m = Maker(312, 58)
    m.rating("What did you make of the show?", EN["unheard5"])
    m.rating("And the venue?", EN["unheard5"])
    m.rating("Overall", EN["sat5"])
    m.segment("Seat", ["Stalls", "Circle", "Balcony"])
    return text(m)


@export("words-for-no-answer", "life", "en")
def no_answer() -> Export:
    m = Maker(313, 84)
    odd = [
        "Don’t know",
        "I don't know",
        "Not sure",
        "No answer",
        "Prefer not to say",
        "No opinion",
        "Not used",
        "Did not use",
        "Can't say",
        "N/A",
        "Not applicable",
        "Unable to rate",
        "-",
        "No experience",
    ]
    for i, word in enumerate(odd, 1):
        m.rating(f"Satisfaction with service {i}", EN["sat5"], missing=[(word, 0.08)])
    return text(m)


@export("words-for-no-answer-chinese", "life", "zh")
def no_answer_chinese() -> Export:
    m = Maker(314, 84)
    for i, word in enumerate(
        ["不了解", "未使用", "无法评价", "不适用", "说不清", "拒答", "没有办理过", "不好说"], 1
    ):
        m.rating(f"对第{i}项服务的满意度", ZH["sat5"], missing=[(word, 0.08)])
    return text(m, encoding="gb18030")


@export("codes-for-no-answer", "life", "en")
def no_answer_codes() -> Export:
    m = Maker(315, 110)
    m.matrix(["q1_staff", "q2_wait", "q3_clean"], [1, 2, 3, 4, 5], missing=[(99, 0.05), (98, 0.03)])
    m.matrix(["q4_price", "q5_value"], [1, 2, 3, 4, 5], missing=[(9, 0.06)])
    m.matrix(["q6_ease", "q7_help"], [1, 2, 3, 4, 5, 6, 7], missing=[(-9, 0.04)])
    m.segment("branch_code", [101, 102, 103, 104])
    return text(m)


@export("words-in-questions", "life", "en")
def words_in_questions() -> Export:
    m = Maker(316, 73)
    m.matrix(
        ["How satisfied are you with our phone support?", "How satisfied are you with our email replies?", "Satisfaction with the duration of your visit",
         "Quality of the classroom", "Simplicity of the type of contract", "Reliability of electricity", "How do you rate group sessions?",
         "How satisfied are you with the name of the product?", "Comment on the date of delivery: satisfaction"],
        [1, 2, 3, 4, 5], least=[0, 1, 0, 0, 2, 0, 1, 0, 0],
    )  # fmt: skip
    m.segment("Phone type", ["iPhone", "Android", "Other"])
    m.contact("Phone number", "phone")
    m.contact("E-mail address")
    return text(m)


@export("words-in-questions-chinese", "life", "zh")
def words_in_questions_chinese() -> Export:
    m = Maker(317, 73)
    m.matrix(
        [
            "您对电话客服满意吗",
            "您对手机营业厅满意吗",
            "您对办理用时满意吗",
            "您对所在地区的供电满意吗",
            "您对提供的信息类型满意吗",
            "您对意见处理满意吗",
            "您对姓名核对流程满意吗",
        ],
        ZH["sat5"],
        least=1,
    )
    m.segment("所在地区", ["城区", "郊区", "农村"])
    m.name("联系人", "zh")
    m.contact("联系电话", "mobile")
    return text(m)


@export("life-few-rows", "life", "en")
def few() -> Export:
    m = Maker(318, 15, polite=0.9)
    m.rating("Overall satisfaction", EN["sat5"], least=2)
    m.rating("Trainer", EN["quality5"], least=2)
    m.rating("Venue", [1, 2, 3, 4, 5], least=2)
    m.rating("Food", [1, 2, 3, 4, 5], least=1)
    m.name("Name")
    m.comment("Feedback", "en", 0.3)
    return workbook(m, "training.xlsx")


@export("life-many-rows", "life", "zh")
def many() -> Export:
    m = Maker(319, 2000, polite=1.0, straight=0.5)
    m.id("工单号", 20250001)
    m.matrix([f"Q{i}" for i in range(1, 9)], [1, 2, 3, 4, 5], least=[0, 0, 1, 0, 2, 0, 0, 0], blank=0.02)
    m.segment("供电所", [f"{w}所" for w in "甲乙丙丁戊己庚辛"])
    m.segment("客户类别", [1, 2, 3])
    m.comment("回访记录", "zh", 0.8)
    return text(m, "回访.csv", "gb18030")


@export("life-sloppy-hands", "life", "en")
def sloppy() -> Export:
    m = Maker(320, 96)

    def spell(i: int, cell: str) -> str:
        ways = (
            str,
            str,
            str,
            str.upper,
            str.lower,
            lambda s: s + " ",
            lambda s: " " + s,
            lambda s: s.replace(" ", "  "),
        )
        return ways[i % 8](cell)

    m.matrix(["Reception", "Rooms", "Breakfast"], EN["sat5"], spell=spell)
    m.matrix(["Value", "Location"], EN["quality5"], spell=spell, blank=0.3)
    m.segment("Month", ["January", "February", "March"])
    m.rating("Pool (few used it)", EN["sat5"], blank=0.85)
    m.comment("Notes", "en", 0.95)
    return text(m)


@export("life-misspelt", "life", "en")
def misspelt() -> Export:
    m = Maker(321, 90)
    for what in ("Reception", "Rooms"):
        m.rating(what, EN["sat5"])
        column = m.columns[-1]
        cells, scores = list(column.cells), column.truth.scores.copy()  # type: ignore[union-attr]
        for i, wrong in ((3, "Satisfed"), (11, "Very satsified")):
            cells[i], scores[i] = wrong, np.nan
        m.columns[-1] = Column(column.head, cells, Truth("rating", scores, column.truth.points, True))
    return text(m)


@export("life-constant-and-empty", "life", "en")
def constant() -> Export:
    m = Maker(322, 60, polite=1.5)
    m.matrix(["Item 1", "Item 2", "Item 3"], [1, 2, 3, 4, 5], least=[0, 1, 4])
    m.rating("Satisfaction with parking", EN["sat5"])
    m.rating("Satisfaction with lifts", EN["sat5"], least=4)
    m.meta("Project", ["Metro 2025"])
    m.empty("Spare 1", "Spare 2")
    m.comment("Follow-up", "en", 0.97)
    return text(m)


@export("life-group-codes", "life", "en")
def group_codes() -> Export:
    m = Maker(323, 140)
    m.segment("Branch", [1, 2, 3, 4, 5])
    m.segment("Marital status", [1, 2, 3, 4])
    m.segment("Occupation", [1, 2, 3, 4, 5, 6, 7])
    m.segment("Sex", [1, 2])
    m.segment("Income band", [1, 2, 3, 4, 5])
    m.matrix([f"Statement {i}" for i in range(1, 7)], [1, 2, 3, 4, 5])
    return text(m)


@export("life-counts-and-years", "life", "en")
def counts() -> Export:
    m = Maker(324, 105)
    m.number("Age", 18, 80)
    m.number("Year of birth", 1945, 2006)
    m.count("Number of visits last month", 4)
    m.number("On how many days a week do you use the bus?", 0, 7)
    m.number("How many children do you have?", 0, 5)
    m.number("Minutes waited", 1, 60)
    m.number("Amount spent", 3, 250, 2)
    m.number("Postcode", 10000, 99999)
    m.columns[-1] = Column(m.columns[-1].head, m.columns[-1].cells, Truth("id"))
    m.rating("Satisfaction with the bus", [1, 2, 3, 4, 5])
    m.rating("Satisfaction with the stop", [1, 2, 3, 4, 5])
    return text(m)


@export("life-contacts", "life", "en")
def contacts() -> Export:
    m = Maker(325, 63)
    m.name("Customer")
    m.name("Interviewer")
    m.contact("Contact details", "email", 0.4)
    m.contact("WhatsApp", "phone", 0.3)
    m.name("If you would like us to call you back, please leave your name", "en", 0.7)
    m.matrix(["Delivery", "Packaging"], EN["sat5"])
    m.comment("Tell us more", "en")
    return text(m)


@export("life-contacts-chinese", "life", "zh")
def contacts_chinese() -> Export:
    m = Maker(326, 63)
    m.name("客户姓名", "zh")
    m.name("访问员", "zh")
    m.contact("微信号", "email", 0.3)
    m.contact("联系方式", "mobile", 0.3)
    m.matrix(["送货", "包装"], ZH["sat5"])
    m.comment("其他", "zh")
    return text(m)


@export("kano-english", "kano", "en")
def kano_english() -> Export:
    m = Maker(327, 85)
    for i, what in enumerate(("Dark mode", "Offline use", "Export to PDF"), 1):
        m.kano(
            (
                f"F{i}_functional If the app had {what}, how would you feel?",
                f"F{i}_dysfunctional If the app did not have {what}, how would you feel?",
            ),
            KANO_EN,
            what,
            i % 2,
        )
    m.rating(
        "How important is dark mode to you?",
        ["1 - Not at all important", "2", "3 - Somewhat important", "4", "5 - Extremely important"],
    )
    m.segment("Plan", ["Free", "Pro"])
    return text(m)


@export("kano-only", "kano", "en")
def kano_only() -> Export:
    m = Maker(328, 60)
    for i, what in enumerate(("Wifi", "Socket"), 1):
        m.kano((f"{what} present", f"{what} absent"), KANO_EN_SHORT, what, i % 2)
    return text(m, scored=False)


@export("nothing-to-score", "life", "en")
def nothing() -> Export:
    m = Maker(329, 50)
    m.id("id")
    m.segment("Region", ["North", "South"])
    m.comment("What do you think of us?", "en", 0.1)
    return text(m, scored=False)


@export("frame-without-ratings", "life", "en")
def frame() -> Export:
    m = Maker(330, 50)
    m.id("Customer number", 10001)
    m.segment("Region", ["North", "South", "West"])
    m.number("Revenue", 100, 90000, 2)
    m.segment("Type", ["Home", "Business"])
    return text(m, scored=False)


@export("life-hotel", "life", "es")
def hotel() -> Export:
    m = Maker(331, 94, polite=0.9)
    m.time("Fecha", "{d:02d}/03/2025")
    m.segment("Nacionalidad", ["Española", "Francesa", "Alemana"])
    m.number("Noches", 1, 14)
    m.matrix(
        ["Limpieza de la habitación", "Amabilidad de recepción", "Calidad del desayuno", "Wifi"],
        ["Muy mala", "Mala", "Regular", "Buena", "Muy buena"],
        least=[1, 0, 0, 0],
    )
    m.rating("¿Recomendaría este hotel?", ["No", "Tal vez", "Sí"], either=True)
    m.rating("Satisfacción general", ES["sat5"], least=1)
    m.comment("Comentarios", "es")
    return text(m, "hotel.csv", "utf-8", ";")


@export("life-federal-employees", "life", "en")
def federal() -> Export:
    m = Maker(332, 180)
    m.id("RANDOM", 100_000)
    m.matrix([f"Q{i}" for i in range(1, 9)], [1, 2, 3, 4, 5], missing=[("X", 0.07)])
    m.segment("DSEX", ["A", "B"], blank=0.1)
    m.segment("DEDUC", ["A", "B", "C"], blank=0.1)
    m.segment("DLEAVING", ["A", "B", "C", "D"], blank=0.1)
    m.weight("POSTWT")
    return text(m, "fevs.csv")


@export("life-several-scales-one-block", "life", "en")
def mixed_block() -> Export:
    m = Maker(333, 76)
    m.matrix(
        [f"P9S{i}" for i in range(1, 7)],
        [1, 2, 3, 4, 5, 6, 7],
        least=[0, 0, 2, 0, 1, 3],
        most=[6, 4, 6, 5, 3, 6],
    )
    for i, name in enumerate(("P2S1", "P2S2")):
        m.rating(name, list(range(1, 9)), least=i)
    return text(m)
