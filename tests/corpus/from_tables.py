"""Tables as people make them: text in many encodings, workbooks with titles, totals and other sheets."""

from __future__ import annotations

import numpy as np

from corpus.export import Export, Truth
from corpus.files import export, text, workbook
from corpus.maker import Maker
from corpus.wordings import DE, EN, FR, IT, JA, KO, NL, RU, ZH


@export("text-german-semicolons", "table", "de")
def german() -> Export:
    m = Maker(201, 60)
    m.id("Nr.")
    m.matrix(
        [
            "Zufriedenheit mit der Beratung",
            "Zufriedenheit mit der Filiale",
            "Zufriedenheit mit der Telefon-Hotline",
        ],
        DE["sat5"],
        missing=[("k. A.", 0.05)],
    )
    m.slider("Gesamtnote in Prozent", 0, 100, 1)
    m.segment("Altersgruppe", ["unter 30", "30-49", "50-64", "65 und älter"])
    m.comment("Bemerkungen", "de")
    return text(m, "Kundenbefragung.csv", "cp1252", ";", decimal=",")


@export("text-chinese-gb18030", "table", "zh")
def chinese() -> Export:
    m = Maker(202, 70)
    m.id("编号")
    m.matrix(["停电通知及时性", "抢修速度", "营业厅服务", "手机缴费方便程度"], ZH["sat5_hen"])
    m.rating("总体满意度", ZH["sat5_hen"], missing=[("不了解", 0.06)])
    m.segment("区县", ["江夏区", "东湖区", "汉阳区"])
    m.segment("用电类型", ["居民", "商业"])
    m.comment("意见建议", "zh")
    return text(m, "2025年调查.csv", "gb18030")


@export("text-french-1252", "table", "fr")
def french() -> Export:
    m = Maker(203, 55)
    m.matrix(
        ["Êtes-vous satisfait de l'accueil ?", "Êtes-vous satisfait des délais ?"],
        FR["sat5"],
        missing=[("Ne sait pas", 0.05)],
    )
    m.rating("Ce service est-il important pour vous ?", FR["importance4"])
    m.segment("Région", ["Bretagne", "Normandie", "Île-de-France"])
    m.comment("Commentaires", "fr")
    return text(m, "enquete.csv", "cp1252", ";")


@export("text-utf16-tabs", "table", "ja")
def japanese() -> Export:
    m = Maker(204, 52)
    m.id("回答番号")
    m.matrix(["料理の味", "接客", "価格"], JA["sat5_yaya"], missing=[("わからない", 0.05)])
    m.segment("年代", ["20代", "30代", "40代", "50代以上"])
    m.comment("自由記述", "ja")
    return text(m, "調査.txt", "utf-16", "\t")


@export("text-korean", "table", "ko")
def korean() -> Export:
    m = Maker(205, 45)
    m.matrix(["매장 청결도", "직원 친절도", "전화 상담"], KO["sat5"], missing=[("모름", 0.05)])
    m.segment("지역", ["서울", "부산", "대구"])
    return text(m, "만족도.csv", "utf-8-sig")


@export("text-italian", "table", "it")
def italian() -> Export:
    m = Maker(206, 48)
    m.matrix(["Pulizia delle camere", "Cortesia del personale"], IT["sat5"])
    m.matrix(["Il prezzo è adeguato", "Tornerei volentieri"], IT["agree4"], missing=[("Non so", 0.05)])
    m.segment("Motivo del viaggio", ["Lavoro", "Vacanza"])
    m.comment("Suggerimenti", "it")
    return text(m, "questionario.csv", "utf-8", ";")


@export("text-dutch", "table", "nl")
def dutch() -> Export:
    m = Maker(207, 44)
    m.matrix(
        ["Hoe tevreden bent u over de bereikbaarheid?", "Hoe tevreden bent u over de wachttijd?"],
        NL["sat5"],
        missing=[("Weet niet", 0.05)],
    )
    m.rating("De medewerker was deskundig", NL["agree5"])
    m.comment("Opmerkingen", "nl")
    return text(m, "tevredenheid.csv")


@export("text-russian", "table", "ru")
def russian() -> Export:
    m = Maker(208, 46)
    m.time("Отметка времени", "{d:02d}.03.2025 {h:02d}:{m:02d}:{s:02d}")
    m.matrix(
        ["Оцените качество обслуживания", "Оцените чистоту зала"],
        RU["quality5"],
        missing=[("Затрудняюсь ответить", 0.05)],
    )
    m.rating("Я вернусь сюда снова", RU["agree5"])
    m.segment("Ваш пол", ["Женский", "Мужской"])
    m.comment("Пожелания", "ru")
    return text(m, "анкета.csv")


@export("workbook-title-and-total", "table", "en")
def titled() -> Export:
    m = Maker(209, 50)
    m.id("No.")
    m.segment("Branch", ["Main St", "Harbour", "Airport"])
    m.matrix(
        ["Queueing time", "Friendliness of tellers", "ATM availability", "City branch parking"],
        [1, 2, 3, 4, 5],
        least=[0, 0, 1, 0],
    )
    m.comment("Remarks", "en")
    total = ["Total", None, 190, 201, 188, 177, None]
    mean = ["Average", None, 3.8, 4.02, 3.76, 3.54, None]
    return workbook(
        m,
        "Branch survey.xlsx",
        title=[["Branch service survey 2025"], ["Fieldwork: 1-14 March"], []],
        after=[[], total, mean],
    )


@export("workbook-two-headers", "table", "en")
def two_headers() -> Export:
    m = Maker(210, 53)
    m.id(("Respondent", ""))
    m.matrix(
        [
            ("Usefulness", "The tool saves time"),
            (None, "The tool is accurate"),
            (None, "I would use it again"),
        ],
        EN["agree5"],
    )  # type: ignore[list-item]
    m.matrix([("Ease of use", "Learning it"), (None, "Finding functions")], EN["ease5"])  # type: ignore[list-item]
    m.segment(("Role", ""), ["Developer", "Tester", "Manager"])
    m.comment(("Comments", ""), "en")
    return workbook(m, "usability.xlsx")


@export("text-two-headers", "table", "en")
def text_two_headers() -> Export:
    m = Maker(211, 42)
    m.id(("id", ""))
    m.matrix(
        [("Q1 The system", "was easy"), ("", "was fast"), ("", "was reliable")],
        [1, 2, 3, 4, 5, 6, 7],
        least=[0, 1, 0],
    )
    m.segment(("Q2", "Group"), ["A", "B"])
    m.number(("Q3", "Age"), 18, 60)
    return text(m, "study.csv")


@export("workbook-codebook-first", "table", "en")
def codebook() -> Export:
    m = Maker(212, 64)
    m.id("id")
    m.matrix(["engagement_1", "engagement_2", "engagement_3"], EN["agree5"])
    m.rating("enps", list(range(11)), told=True)
    m.segment("department", ["Sales", "IT", "HR", "Operations"])
    m.number("tenure_years", 0, 30)
    book = [["variable", "question", "values"], *[[c.head[0], "see questionnaire", "1-5"] for c in m.columns]]
    notes = [["Prepared by the People team"], ["Do not distribute"]]
    return workbook(
        m,
        "Employee survey.xlsx",
        sheet="Data",
        before={"Cover": notes, "Codebook": book},
        behind={"Pivot": [["department", "mean"], ["Sales", 3.9], ["IT", 4.1]]},
    )


@export("workbook-chinese-title", "table", "zh")
def chinese_title() -> Export:
    m = Maker(213, 57)
    m.id("序号")
    m.segment("部门", ["财务部", "市场部", "研发部"])
    m.matrix(["班车服务", "食堂菜品", "物业报修", "会议室预订"], ZH["sat4"], also=[(60, 75, 90, 100)])
    m.rating("总体评价", ZH["sat4"], also=[(60, 75, 90, 100)])
    m.comment("意见", "zh")
    return workbook(
        m,
        "后勤满意度.xlsx",
        title=[["2025年后勤服务满意度调查汇总表"]],
        after=[["合计", None, 200, 190, 188, 186, 192, None]],
    )


@export("workbook-odd-headers", "table", "en")
def odd_headers() -> Export:
    m = Maker(214, 51)
    m.id(" Response # ")
    m.rating(
        "Q1. How satisfied are you with\nthe speed of service?\n(1 = lowest, 5 = highest)", [1, 2, 3, 4, 5]
    )
    m.rating(
        "Q1. How satisfied are you with\nthe speed of service?\n(1 = lowest, 5 = highest).1",
        [1, 2, 3, 4, 5],
        least=1,
    )
    m.rating('Q3: "Value" for money; all in?', EN["quality5"])
    m.segment("Gender ", ["F", "M"])
    m.rating("", EN["sat5"])
    m.comment("Comments / suggestions?", "en")
    return workbook(m, "odd.xlsx")


@export("text-waves-in-a-column", "table", "en")
def waves() -> Export:
    m = Maker(215, 160)
    m.wave("Year", [2022, 2023, 2024])
    m.id("resp_id")
    m.matrix(["Cleanliness", "Safety", "Information"], EN["sat5"])
    m.segment("Route", ["Red", "Blue", "Green"])
    return text(m, "tracker.csv")


@export("workbook-rankings", "table", "en")
def rankings() -> Export:
    m = Maker(216, 70)
    m.id("id")
    m.matrix(["Satisfaction with price", "Satisfaction with service"], [1, 2, 3, 4, 5])
    m.ranking(
        [
            f"Please rank in order of importance: {w}"
            for w in ("Price", "Service", "Range", "Location", "Parking")
        ]
    )
    m.segment("Store", ["North", "South"])
    return workbook(m, "ranks.xlsx")


@export("text-totals-below", "table", "en")
def totals() -> Export:
    m = Maker(217, 40)
    m.segment("Shop", ["A", "B", "C"])
    m.matrix(["Price", "Range", "Staff"], [1, 2, 3, 4, 5], most=[4, 3, 4])
    return text(m, "shops.csv", after=[["", "", "", ""], ["Average", "3.7", "3.9", "4.1"]])


@export("text-repeated-header", "table", "en")
def kiosk() -> Export:
    m = Maker(218, 300)
    m.time("timestamp", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}")
    m.meta("kiosk", ["K01", "K02", "K03", "K04"])
    m.columns[-1] = m.columns[-1].__class__(m.columns[-1].head, m.columns[-1].cells, Truth("segment"))
    m.matrix(["Q1", "Q2", "Q3", "Q4"], [1, 2, 3, 4, 5], least=[0, 2, 1, 0], blank=0.1)
    m.meta("language", ["en", "es"])
    keep = np.ones(m.n, bool)
    return text(m, "kiosk_export.csv", kept=keep)
