"""Files drafted before anybody looked at how: public and staff surveys, hotels, banks, aid, usability.

Written after the other files had been tuned on, in the manner of archives and platforms that none of
them follows; their first verdicts are in ``docs/validation.md``.  A file that was mended for is unseen no
more: new ones take its place.
"""

from __future__ import annotations

import numpy as np

from corpus.export import Export, Truth
from corpus.files import export, spss, text, workbook
from corpus.maker import Maker


def _coded(words: list[str], first: int = 1) -> dict[float, str]:
    return {float(code): word for code, word in enumerate(words, first)}


def _spss_rating(
    m: Maker, name: str, title: str, words: list[str], turned: bool, missing: dict[int, str]
) -> None:
    """Codes from 1 up with a label each, the first label the best where ``turned``, and user-missing codes."""
    codes = [float(code) for code in range(1, len(words) + 1)]
    labels = dict(zip(codes, words[::-1] if turned else words, strict=True))
    labels |= {float(code): word for code, word in missing.items()}
    m.rating(
        name,
        codes[::-1] if turned else codes,
        told=True,
        text=title,
        labels=labels,
        ranges=[float(code) for code in missing],
        missing=[(float(code), 0.04) for code in missing],
    )


@export("unseen-attitudes", "SPSS", "en")
def attitudes() -> Export:
    """A regional attitude survey: user-missing 8, 9, 98, 99 and a weight called WTFACTOR."""
    m = Maker(901, 260)
    m.id("SERIAL", start=1001, text="Serial number")
    m.segment("AREACODE", [1.0, 2.0, 3.0], text="Area", labels=_coded(["Belfast", "East", "West"]))
    m.number("RAGE", 18, 94, text="Age of respondent")
    refused = {8: "Don't know", 9: "Not answered"}
    for name, title in (
        ("HSATGP", "How satisfied are you with your GP service?"),
        ("HSATHOS", "How satisfied are you with hospital care?"),
        ("HSATDEN", "How satisfied are you with dentists?"),
    ):
        _spss_rating(
            m,
            name,
            title,
            [
                "Very dissatisfied",
                "Quite dissatisfied",
                "Neither satisfied nor dissatisfied",
                "Quite satisfied",
                "Very satisfied",
            ],
            True,
            refused,
        )
    for name, title in (
        ("NHSFAIR", "The health service treats people fairly"),
        ("NHSWAIT", "People wait too long"),
    ):
        _spss_rating(
            m,
            name,
            title,
            ["Disagree strongly", "Disagree", "Neither agree nor disagree", "Agree", "Agree strongly"],
            True,
            refused,
        )
    m.segment(
        "MARSTAT",
        [1.0, 2.0, 3.0, 4.0],
        text="Marital status",
        labels=_coded(["Single", "Married", "Separated", "Widowed"]),
    )
    m.rating(
        "TRUSTPOL",
        [float(v) for v in range(11)],
        told=True,
        text="Trust in politicians",
        labels={0.0: "No trust at all", 10.0: "Complete trust", 98.0: "Don't know", 99.0: "Refused"},
        ranges=[98.0, 99.0],
        missing=[(98.0, 0.03), (99.0, 0.02)],
    )
    m.weight("WTFACTOR", text="Weighting factor")
    return spss(m)


@export("unseen-federal-staff", "archives", "en")
def federal_staff() -> Export:
    """An employee viewpoint survey: codes 1 to 5, X for no basis to judge, groups by letters, a weight of thousands."""
    m = Maker(902, 300)
    m.id("RANDOM", start=100000)
    m.segment("AGENCY", ["AF", "AG", "AM", "AR", "BG"])
    m.matrix([f"Q{i}" for i in range(1, 13)], [1, 2, 3, 4, 5], blank=0.01)
    m.matrix([f"Q{i}" for i in range(13, 19)], [1, 2, 3, 4, 5], missing=[("X", 0.08)], blank=0.01)
    m.segment("DSEX", ["A", "B"], blank=0.05)
    m.segment("DEDUC", ["A", "B", "C"], blank=0.05)
    m.segment("DLEAVING", ["A", "B", "C", "D"], blank=0.05)
    m.add("POSTWT", [float(v) for v in np.round(m.rng.lognormal(1.2, 0.5, m.n), 6)], Truth("weight"))
    return text(m, "evs_prdf.csv")


@export("unseen-household-panel", "SPSS", "en")
def household_panel() -> Export:
    """A wide file with negative user-missing codes on everything and derived groups."""
    m = Maker(903, 240)
    m.id("pidp", start=68001)
    absent = {-9: "missing", -2: "refusal", -1: "don't know"}
    for name, title in (
        ("sclfsat1", "Satisfaction with health"),
        ("sclfsat2", "Satisfaction with income"),
        ("sclfsat7", "Satisfaction with amount of leisure time"),
        ("sclfsato", "Satisfaction with life overall"),
    ):
        _spss_rating(
            m,
            name,
            title,
            [
                "completely dissatisfied", "mostly dissatisfied", "somewhat dissatisfied", "neither satisfied or dissatisfied",
                "somewhat satisfied", "mostly satisfied", "completely satisfied",
            ],
            False,
            absent,
        )  # fmt: skip
    m.segment(
        "jbstat",
        [1.0, 2.0, 3.0, 4.0, 5.0],
        text="Current economic activity",
        labels=_coded(["self employed", "employed", "unemployed", "retired", "student"]),
    )
    m.segment(
        "gor_dv",
        [1.0, 2.0, 3.0, 4.0],
        text="Government office region",
        labels=_coded(["North East", "Yorkshire", "London", "Wales"]),
    )
    m.number("fimngrs_dv", 300, 5200, 2, text="total monthly personal income gross")
    m.weight("indpxub_xw", text="combined cross-sectional adult main interview weight")
    return spss(m)


@export("unseen-hotel", "Google Forms", "en")
def hotel() -> Export:
    m = Maker(904, 96)
    m.time("Timestamp", "{d}/3/2025 {h}:{m:02d}:{s:02d}")
    m.name("Guest Name")
    m.contact("Email Address")
    m.segment("Purpose of your stay", ["Business", "Leisure", "Family visit", "Event"])
    m.segment("How did you book your room?", ["Hotel website", "Travel agency", "Booking.com", "Walk-in"])
    m.matrix(
        [
            f"How would you rate the following? [{what}]"
            for what in ("Check-in process", "Room cleanliness", "Bed comfort", "Breakfast variety", "Wi-Fi")
        ],
        ["Terrible", "Poor", "Average", "Good", "Excellent"],
        missing=[("Did not use", 0.05)],
    )
    m.rating(
        "Was the price fair for what you received?",
        ["Not at all", "A little", "Moderately", "Mostly", "Completely"],
    )
    m.rating(
        "How likely is it that you would stay with us again?",
        ["Definitely not", "Probably not", "Might or might not", "Probably", "Definitely"],
    )
    m.rating("Overall, how many stars would you give us?", [1, 2, 3, 4, 5])
    m.together("Which facilities did you use?", ["Pool", "Gym", "Spa", "Restaurant"], ", ")
    m.comment("What could we do better next time?", "en")
    return text(m, "Guest feedback (Responses) - Form Responses 1.csv")


@export("unseen-aid-french", "KoBo", "fr")
def aid_french() -> Export:
    """An exit interview after a distribution, labels in French."""
    m = Maker(905, 110)
    m.time("start", "2025-03-{d:02d}T{h:02d}:{m:02d}:00.000+01:00")
    m.time("end", "2025-03-{d:02d}T{h:02d}:{m:02d}:40.000+01:00")
    m.contact("deviceid", "device", 0)
    m.name("Nom de l'enquêteur", "fr")
    m.segment("Site de distribution", ["Maroua", "Mora", "Kousseri"])
    m.segment("Sexe du répondant", ["Homme", "Femme"])
    m.number("Âge du répondant", 18, 80)
    m.number("Taille du ménage", 1, 14)
    m.rating(
        "Êtes-vous satisfait de la quantité de nourriture reçue ?",
        ["Pas du tout satisfait", "Peu satisfait", "Satisfait", "Très satisfait"],
    )
    m.rating(
        "Êtes-vous satisfait de la qualité de la nourriture reçue ?",
        ["Pas du tout satisfait", "Peu satisfait", "Satisfait", "Très satisfait"],
    )
    m.rating(
        "Le personnel vous a-t-il traité avec respect ?",
        ["Jamais", "Rarement", "Souvent", "Toujours"],
        missing=[("Ne sait pas", 0.05)],
    )
    m.rating("Comment jugez-vous le temps d'attente ?", ["Très long", "Long", "Acceptable", "Court"])
    options = ["Affiche", "Comité", "Radio", "Voisin"]
    ticked = m.ticks(4)
    m.together("Comment avez-vous été informé ?", options, " ", ticked=ticked)
    for j, option in enumerate(options):
        m.add(
            f"Comment avez-vous été informé ?/{option}",
            [int(v) for v in ticked[:, j]],
            Truth("multi", group="info", options=(ticked[:, j],)),
        )
    m.comment("Avez-vous des commentaires ?", "fr", 0.6)
    m.id("_id", start=88211031)
    m.id("_uuid", pattern="3f0c7d1e-55aa-4b1d-9c3e-{:012d}")
    m.time("_submission_time", "2025-03-{d:02d}T{h:02d}:{m:02d}:50")
    return text(m, "exit_interview_-_latest_version.csv", separator=";")


@export("unseen-wenjuanxing-six", "问卷星", "zh")
def wenjuanxing_six() -> Export:
    """A matrix answered from 1 to 6, as numbers, with what the platform notes."""
    m = Maker(906, 130)
    m.id("序号")
    m.time("提交答卷时间", "2025/3/{d} {h}:{m:02d}:{s:02d}")
    m.add("所用时间", [f"{int(v)}秒" for v in m.rng.integers(60, 900, m.n)], Truth("time"))
    m.meta("来源", ["手机提交", "微信"])
    m.contact("来自IP", "ip", 0)
    m.segment("1、您的性别：", ["男", "女"])
    m.segment("2、您的年级：", ["大一", "大二", "大三", "大四"])
    for i, what in enumerate(
        (
            "我对专业课程感到满意",
            "老师讲解清楚",
            "作业量合适",
            "教室设备良好",
            "实践机会充足",
            "考核方式公平",
        ),
        1,
    ):
        m.rating(
            f"3、请根据实际情况打分—{what}" if i == 1 else f"{what}",
            [1, 2, 3, 4, 5, 6],
            least=0 if i % 2 else 1,
        )
    m.rating(
        "4、总体来说，您对学校的满意程度",
        ["非常不满意", "比较不满意", "有点不满意", "有点满意", "比较满意", "非常满意"],
    )
    m.comment("5、您还有什么建议？", "zh", 0.6)
    return workbook(m, "校园满意度_按序号.xlsx")


@export("unseen-system-usability", "archives", "en")
def system_usability() -> Export:
    """The ten statements of the System Usability Scale for two designs, with times and errors of tasks."""
    m = Maker(907, 64)
    m.id("Participant", pattern="P{:02d}")
    m.segment("Design", ["A", "B"])
    m.number("Task1_time_s", 14, 180, 1)
    m.number("Task2_time_s", 20, 260, 1)
    m.count("Errors_total", 1.5)
    m.matrix([f"SUS_{i}" for i in range(1, 11)], [1, 2, 3, 4, 5])
    m.rating("SEQ", [1, 2, 3, 4, 5, 6, 7], least=1)
    m.comment("Observations", "en", 0.5)
    return text(m, "sus_study.csv")


@export("unseen-user-experience", "archives", "de")
def user_experience() -> Export:
    """The 26 opposites of the User Experience Questionnaire, 1 to 7 (eight of them)."""
    m = Maker(908, 75)
    m.id("Nr.")
    m.matrix(
        [
            "unerfreulich/erfreulich", "unverständlich/verständlich", "schwer zu lernen/leicht zu lernen", "minderwertig/wertvoll",
            "langweilig/spannend", "uninteressant/interessant", "langsam/schnell", "konventionell/originell",
        ],
        [1, 2, 3, 4, 5, 6, 7],
    )  # fmt: skip
    m.segment("Altersgruppe", ["unter 30", "30 bis 49", "50 und älter"])
    m.segment("Gerät", ["PC", "Tablet", "Smartphone"])
    return workbook(m, "UEQ_Daten.xlsx")


@export("unseen-course", "archives", "en")
def course() -> Export:
    """Course evaluation: classes, repeats, attendance and numbered statements."""
    m = Maker(909, 280)
    m.segment("instr", [1, 2, 3])
    m.segment("class", list(range(1, 14)))
    m.number("nb.repeat", 1, 3)
    m.rating("attendance", [0, 1, 2, 3, 4], either=True)
    m.rating("difficulty", [1, 2, 3, 4, 5], either=True)
    m.matrix([f"Q{i}" for i in range(1, 15)], [1, 2, 3, 4, 5])
    return text(m, "course-eval.csv")


@export("unseen-bank", "Microsoft Forms", "en")
def bank() -> Export:
    m = Maker(910, 140)
    m.id("ID")
    m.time("Start time", "3/{d}/25 {h}:{m:02d}:{s:02d}")
    m.time("Completion time", "3/{d}/25 {h}:{m:02d}:{s:02d}")
    m.meta("Email", ["anonymous"])
    m.segment("Which branch do you visit most often?", ["High Street", "Station", "Harbour", "Airport"])
    m.segment("What type of account do you hold?", ["Current", "Savings", "Business"])
    m.segment(
        "How long have you been our customer?",
        ["Less than 1 year", "1-5 years", "6-10 years", "More than 10 years"],
    )
    for what in ("Courtesy of the tellers", "Speed of service", "Availability of ATMs", "Charges and fees"):
        m.rating(what, ["Highly Dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Highly Satisfied"])
    m.rating(
        "The mobile app is easy to use",
        ["Strongly Disagree", "Disagree", "Neutral", "Agree", "Strongly Agree"],
        missing=[("N/A", 0.07)],
    )
    m.rating(
        "How likely are you to recommend our bank to a friend or colleague?", list(range(11)), told=False
    )
    m.together("Which services do you use?", ["Loans", "Cards", "Insurance", "Transfers"], ";", ";")
    m.comment("Any other comments", "en")
    return workbook(m, "Bank survey(1-140).xlsx")


@export("unseen-airline", "SPSS", "en")
def airline() -> Export:
    """An airline's survey: expectations from 1 to 100 beside a loyalty status and importance on 1 to 7."""
    m = Maker(911, 200)
    m.number("age", 19, 85, text="Age")
    m.segment("country", ["at", "ch", "de", "us", "fr"], text="Home country")
    m.segment("status", [1.0, 2.0, 3.0], text="Traveler's status", labels=_coded(["Blue", "Silver", "Gold"]))
    m.segment("flight_purpose", [1.0, 2.0], text="Flight purpose", labels=_coded(["Business", "Leisure"]))
    m.number("nflights", 1, 60, text="Number of flights on Oddjob per year")
    for i, what in enumerate(("is on time", "provides good food", "has helpful crew", "has clean cabins"), 1):
        m.slider(f"e{i}", 1, 100, text=f"... with the airline you expect that it {what}.")
    for i, what in enumerate(("on time", "food", "crew"), 1):
        m.rating(
            f"s{i}",
            [float(v) for v in range(1, 8)],
            told=True,
            text=f"Satisfied with: {what}",
            labels={1.0: "very dissatisfied", 7.0: "very satisfied"},
        )
    m.rating(
        "nps",
        [float(v) for v in range(11)],
        told=True,
        text="How likely are you to recommend the airline to a friend or colleague?",
        labels={0.0: "not at all likely", 10.0: "extremely likely"},
    )
    m.segment("gender", [1.0, 2.0], text="Gender", labels=_coded(["female", "male"]))
    return spss(m)


@export("unseen-students-portuguese", "Google Forms", "pt")
def students_portuguese() -> Export:
    m = Maker(912, 88)
    m.time("Carimbo de data/hora", "{d:02d}/03/2025 {h:02d}:{m:02d}:{s:02d}")
    m.segment("Qual é o seu curso?", ["Administração", "Direito", "Enfermagem"])
    m.segment("Em que período você estuda?", ["Manhã", "Tarde", "Noite"])
    m.matrix(
        [
            f"Avalie os itens abaixo [{what}]"
            for what in ("Biblioteca", "Cantina", "Laboratórios", "Secretaria")
        ],
        ["Péssimo", "Ruim", "Regular", "Bom", "Ótimo"],
        missing=[("Não utilizo", 0.06)],
    )
    m.rating(
        "Os professores dominam o conteúdo",
        ["Discordo totalmente", "Discordo", "Não concordo nem discordo", "Concordo", "Concordo totalmente"],
    )
    m.rating("De 0 a 10, o quanto você recomendaria a faculdade?", list(range(11)))
    m.comment("Sugestões", "pt", 0.5)
    return text(m, "Avaliação institucional (respostas).csv")


@export("unseen-metro-chinese", "腾讯问卷", "zh")
def metro_chinese() -> Export:
    m = Maker(913, 120)
    m.id("编号")
    m.time("开始答题时间", "2025-03-{d:02d} {h:02d}:{m:02d}:{s:02d}")
    m.time("结束答题时间", "2025-03-{d:02d} {h:02d}:{m:02d}:{s:02d}")
    m.number("答题时长", 40, 600)
    m.segment("1.您的年龄段", ["18岁以下", "18-30岁", "31-45岁", "46-60岁", "60岁以上"])
    m.segment("2.您乘坐地铁的频率", ["每天", "每周几次", "每月几次", "很少"])
    for what in ("列车准点", "车厢整洁", "换乘便利", "票价合理"):
        m.rating(
            f"3.请您对以下方面进行评价:{what}",
            ["很差", "较差", "一般", "较好", "很好"],
            missing=[("说不清", 0.04)],
        )
    m.rating("4.您对工作人员的服务态度", ["不满意", "一般", "满意", "非常满意"])
    m.rating("5.您向亲友推荐地铁出行的可能性有多大", list(range(11)))
    m.comment("6.您的意见", "zh", 0.6)
    return text(m, "地铁乘客满意度.csv")


@export("unseen-council-tenants", "archives", "en")
def council_tenants() -> Export:
    """Tenants' measures: questions numbered TP01 and so on, answered in words with 'not applicable'."""
    m = Maker(914, 190)
    m.id("UPRN ref", start=70001, pattern="T{}")
    m.segment("Stock type", ["General needs", "Sheltered", "Leasehold"])
    m.segment("Method", ["Postal", "Online", "Telephone"])
    sat = ["Very dissatisfied", "Fairly dissatisfied", "Neither", "Fairly satisfied", "Very satisfied"]
    m.rating(
        "TP01 Taking everything into account, how satisfied or dissatisfied are you with the service provided?",
        sat,
    )
    for code, what in (
        ("TP02", "the repairs service"),
        ("TP04", "that your home is well maintained"),
        ("TP05", "that your home is safe"),
    ):
        m.rating(
            f"{code} How satisfied or dissatisfied are you with {what}?",
            sat,
            missing=[("Not applicable/ don't know", 0.06)],
        )
    m.rating(
        "TP08 My landlord treats me fairly and with respect",
        ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
    )
    m.comment("Why do you say that?", "en")
    m.segment("Ethnicity", ["White British", "Black British", "Asian British", "Mixed"], blank=0.1)
    m.weight("Weight")
    return text(m, "TSM 2025.csv")


@export("unseen-clinic-german", "LimeSurvey", "de")
def clinic_german() -> Export:
    """German school marks 1 (best) to 6 written with their words, and a comment column a question."""
    m = Maker(915, 105)
    m.id("Antwort ID")
    m.time("Datum Abgeschickt", "2025-03-{d:02d} {h:02d}:{m:02d}:{s:02d}")
    m.add("Letzte Seite", [4] * m.n, Truth("constant"))
    m.segment("Auf welcher Station wurden Sie behandelt?", ["Chirurgie", "Innere Medizin", "Orthopädie"])
    marks = [
        "ungenügend (6)",
        "mangelhaft (5)",
        "ausreichend (4)",
        "befriedigend (3)",
        "gut (2)",
        "sehr gut (1)",
    ]
    m.matrix(
        [
            f"Wie beurteilen Sie folgende Bereiche? [{what}]"
            for what in ("Aufnahme", "Pflege", "Ärzte", "Essen", "Entlassung")
        ],
        marks,
    )
    m.rating(
        "Würden Sie unser Haus weiterempfehlen?",
        ["Auf keinen Fall", "Eher nein", "Eher ja", "Auf jeden Fall"],
    )
    m.rating(
        "Die Wartezeiten waren angemessen",
        ["Trifft gar nicht zu", "Trifft eher nicht zu", "Teils/teils", "Trifft eher zu", "Trifft voll zu"],
        missing=[("Keine Angabe", 0.05)],
    )
    m.segment("Versicherung", ["Gesetzlich", "Privat"])
    m.comment("Was hat Ihnen nicht gefallen?", "de")
    return text(m, "results-survey.csv", separator=";")
