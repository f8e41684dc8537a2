"""Exports as survey platforms write them."""

from __future__ import annotations

import numpy as np

from corpus.export import Export
from corpus.files import export, text, workbook
from corpus.maker import Maker
from corpus.wordings import DE, EN, ES, FR, HANT, JA, KANO_ZH, KO, PT, ZH


def _qualtrics(m: Maker, finished: str = "True") -> list[str]:
    """The columns Qualtrics writes before the questions."""

    def head(name: str, told: str, key: str) -> tuple[str, str, str]:
        return name, told, f'{{"ImportId":"{key}"}}'

    m.time(head("StartDate", "Start Date", "startDate"))
    m.time(head("EndDate", "End Date", "endDate"))
    m.meta(head("Status", "Response Type", "status"), ["IP Address"])
    m.contact(head("IPAddress", "IP Address", "ipAddress"), "ip", 0)
    m.meta(head("Progress", "Progress", "progress"), ["100", "100", "100", "37"])
    m.number(head("Duration (in seconds)", "Duration (in seconds)", "duration"), 60, 900)
    m.meta(
        head("Finished", "Finished", "finished"), [finished, finished, "False" if finished == "True" else "0"]
    )
    m.time(head("RecordedDate", "Recorded Date", "recordedDate"))
    m.id(head("ResponseId", "Response ID", "_recordId"), pattern="R_2x{:05d}Qz")
    for name in ("RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference"):
        m.empty(head(name, name, name))
    m.meta(
        head("LocationLatitude", "Location Latitude", "locationLatitude"), ["51.5074", "48.8566", "40.7128"]
    )
    m.meta(head("DistributionChannel", "Distribution Channel", "distributionChannel"), ["anonymous"])
    m.meta(head("UserLanguage", "User Language", "userLanguage"), ["EN"])
    return []


def _q(name: str, told: str) -> tuple[str, str, str]:
    return name, told, f'{{"ImportId":"QID{name[1:]}"}}'


@export("qualtrics-words", "Qualtrics", "en")
def qualtrics_words() -> Export:
    m = Maker(1, 80)
    _qualtrics(m)
    m.rating(_q("Q1", "Overall, how satisfied are you with our service?"), EN["sat7"])
    stem = "Please rate how much you agree with the following statements. - "
    m.matrix(
        [_q(f"Q2_{i}", stem + what) for i, what in enumerate(["The staff were polite", "I was seen on time", "The form was clear"], 1)],
        EN["agree7"], blank=0.05,
    )  # fmt: skip
    m.rating(_q("Q3", "How easy was it to use our website?"), EN["ease7"], least=2)
    m.rating(
        _q("Q4", "How likely are you to recommend us to a friend or colleague?"), list(range(11)), told=True
    )
    m.meta(
        _q("Q4_NPS_GROUP", "How likely are you to recommend us to a friend or colleague? - Group"),
        ["Promoter", "Passive", "Detractor"],
    )
    m.segment(_q("Q5", "What is your age?"), ["18-24", "25-34", "35-44", "45-54", "55+"])
    m.split(
        [_q(f"Q6_{i}", "Which services did you use? - Selected Choice - " + w) for i, w in enumerate(["Branch", "App", "Phone"], 1)],
        "Q6", ["Branch", "App", "Phone"], None,
    )  # fmt: skip
    m.comment(_q("Q7", "Is there anything else you would like to tell us?"), "en")
    return text(m, "Customer+Survey_March+3,+2025_09.12.csv", "utf-8-sig")


@export("qualtrics-numbers", "Qualtrics", "en")
def qualtrics_numbers() -> Export:
    m = Maker(2, 60)
    _qualtrics(m, "1")
    m.columns[2].cells[:] = ["0"] * 55 + ["1", "1", "2", "8", "0"]
    kept = np.array([cell == "0" for cell in m.columns[2].cells])
    m.matrix([_q(f"Q1_{i}", f"How satisfied are you with - {w}") for i, w in enumerate(["Speed", "Price", "Staff", "Parking"], 1)],
             [1, 2, 3, 4, 5], least=[0, 0, 1, 2])  # fmt: skip
    m.rating(_q("Q2", "How likely is it that you would recommend us?"), list(range(11)), told=True)
    m.segment(_q("Q3", "What is your gender? - Selected Choice"), [1, 2, 3])
    m.count(_q("Q4", "On how many days of last week did you use the service?"), 3)
    m.comment(_q("Q5_TEXT", "What should we do better?"), "en")
    return text(m, "numeric.csv", kept=kept)


@export("qualtrics-german", "Qualtrics", "de")
def qualtrics_german() -> Export:
    m = Maker(3, 50)
    _qualtrics(m)
    m.rating(_q("Q1", "Wie zufrieden sind Sie insgesamt mit unserem Service?"), DE["sat5"])
    m.matrix([_q(f"Q2_{i}", f"Bitte geben Sie an, inwieweit die Aussage zutrifft. - {w}") for i, w in enumerate(["Das Personal war freundlich", "Die Wartezeit war kurz"], 1)], DE["agree5"])  # fmt: skip
    m.segment(_q("Q3", "In welchem Bundesland wohnen Sie?"), ["Bayern", "Hessen", "Sachsen"])
    m.comment(_q("Q4", "Was können wir besser machen?"), "de")
    return text(m, "Umfrage.csv", "utf-8-sig")


@export("qualtrics-legacy", "Qualtrics", "en")
def qualtrics_legacy() -> Export:
    m = Maker(4, 40)
    m.id(("V1", "ResponseID"), pattern="R_{:06d}")
    m.meta(("V2", "ResponseSet"), ["Default Response Set"])
    m.empty(("V3", "Name"), ("V4", "ExternalDataReference"), ("V5", "EmailAddress"))
    m.contact(("V6", "IPAddress"), "ip", 0)
    m.meta(("V7", "Status"), ["0"])
    m.time(("V8", "StartDate"))
    m.time(("V9", "EndDate"))
    m.meta(("V10", "Finished"), ["1", "1", "0"])
    m.matrix(
        [(f"Q1_{i}", f"How would you rate-{w}") for i, w in enumerate(["Rooms", "Food", "Pool"], 1)],
        [1, 2, 3, 4, 5, 6, 7],
        least=1,
    )
    m.segment(("Q2", "Purpose of your stay"), ["Business", "Holiday", "Family"])
    m.comment(("Q3", "Comments"), "en")
    return text(m, "legacy.csv")


@export("surveymonkey-english", "SurveyMonkey", "en")
def surveymonkey_english() -> Export:
    m = Maker(5, 70)
    m.id(("Respondent ID", None), 11_400_000_001)  # type: ignore[arg-type]
    m.meta(("Collector ID", None), ["398120345", "398120346"])  # type: ignore[arg-type]
    m.time(("Start Date", None), "03/{d:02d}/2025 {h:02d}:{m:02d}:00")  # type: ignore[arg-type]
    m.time(("End Date", None), "03/{d:02d}/2025 {h:02d}:{m:02d}:00")  # type: ignore[arg-type]
    m.contact(("IP Address", None), "ip", 0)  # type: ignore[arg-type]
    for name in ("Email Address", "First Name", "Last Name", "Custom Data 1"):
        m.empty((name, ""))
    m.rating(
        ("Overall, how satisfied or dissatisfied are you with our company?", "Response"),
        [
            "Very dissatisfied",
            "Somewhat dissatisfied",
            "Neither satisfied nor dissatisfied",
            "Somewhat satisfied",
            "Very satisfied",
        ],
    )
    m.rating(("How well do our products meet your needs?", "Response"), EN["well5"], least=1)
    heads = ["Reliable", "High quality", "Overpriced"]
    ticked = m.ticks(3)
    for j, what in enumerate(heads):
        from corpus.export import Truth

        m.add(
            (
                "Which of the following words would you use to describe our products? Select all that apply."
                if j == 0
                else "",
                what,
            ),
            [what if hit else None for hit in ticked[:, j]],
            Truth("multi", group="words", options=(ticked[:, j],)),
        )
    m.matrix(
        [("How would you rate the following?", "Value for money"), ("", "Customer support")],
        EN["quality5_bad"],
        missing=[("N/A", 0.05)],
    )
    m.rating(
        ("How likely is it that you would recommend this company to a friend or colleague?", "Response"),
        list(range(11)),
        told=True,
    )
    m.comment(("Do you have any other comments, questions, or concerns?", "Open-Ended Response"), "en")
    return text(m, "Customer Satisfaction Survey.csv", "utf-8-sig")


@export("surveymonkey-workbook", "SurveyMonkey", "es")
def surveymonkey_workbook() -> Export:
    m = Maker(6, 45)
    m.id(("Respondent ID", None), 11_500_000_001)  # type: ignore[arg-type]
    m.meta(("Collector ID", None), [401, 402])  # type: ignore[arg-type]
    m.time(("Start Date", None))  # type: ignore[arg-type]
    m.time(("End Date", None))  # type: ignore[arg-type]
    m.contact(("IP Address", None), "ip", 0)  # type: ignore[arg-type]
    m.contact(("Email Address", None), "email", 0.5)  # type: ignore[arg-type]
    m.rating(("En general, ¿qué tan satisfecho está con nuestra empresa?", "Response"), ES["sat5"])
    m.matrix(
        [
            ("¿Está de acuerdo con lo siguiente?", "El personal me atendió bien"),
            (None, "Los precios son justos"),
        ],
        ES["agree5"],
    )  # type: ignore[list-item]
    m.segment(("¿Cuál es su género?", "Response"), ["Mujer", "Hombre", "Prefiero no decirlo"])
    m.comment(("¿Algún comentario?", "Open-Ended Response"), "es")
    return workbook(m, "Encuesta.xlsx", sheet="Sheet")


def _lime(m: Maker, words: list[str], language: str, names: str = "") -> None:
    """The columns LimeSurvey writes before the questions, under its words in a language."""
    m.id(words[0])
    m.time(words[1])
    m.meta(words[2], ["3", "3", "2"])
    m.meta(words[3], [language])
    m.meta(words[4], [str(v) for v in range(1_100_000_001, 1_100_000_090)])
    m.time(words[5])
    m.time(words[6])
    m.contact(words[7], "ip", 0)
    m.empty(words[8])


LIME_EN = [
    "Response ID",
    "Date submitted",
    "Last page",
    "Start language",
    "Seed",
    "Date started",
    "Date last action",
    "IP address",
    "Referrer URL",
]
LIME_CODES = [
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "ipaddr",
    "refurl",
]
LIME_DE = [
    "Antwort ID",
    "Datum Abgeschickt",
    "Letzte Seite",
    "Start-Sprache",
    "Zufallsstartwert",
    "Datum gestartet",
    "Datum letzte Aktivität",
    "IP-Adresse",
    "Weiterleitungs-URL",
]
LIME_FR = [
    "ID de la réponse",
    "Date de soumission",
    "Dernière page",
    "Langue de départ",
    "Tête de série",
    "Date de lancement",
    "Date de la dernière action",
    "Adresse IP",
    "URL référente",
]
LIME_ES = [
    "ID de respuesta",
    "Fecha de envío",
    "Última página",
    "Lenguaje inicial",
    "Semilla",
    "Fecha de inicio",
    "Fecha de la última acción",
    "Dirección IP",
    "URL de referencia",
]
LIME_ZH = [
    "答卷编号",
    "提交日期",
    "最后一页",
    "起始语言",
    "随机种子",
    "开始日期",
    "最后操作日期",
    "IP 地址",
    "来源网址",
]


@export("limesurvey-codes", "LimeSurvey", "en")
def limesurvey_codes() -> Export:
    m = Maker(7, 60)
    _lime(m, LIME_CODES, "en")
    m.matrix(
        [f"sat[SQ00{i}]" for i in range(1, 5)], ["A1", "A2", "A3", "A4", "A5"], told=False, least=[0, 0, 1, 0]
    )
    m.segment("sex", ["F", "M"])
    m.number("age", 18, 80)
    m.split([f"why[SQ00{i}]" for i in range(1, 4)], "why", "Y", "")
    m.comment("why[other]", "en", 0.9)
    m.comment("remarks", "en")
    for i in (1, 2):
        m.number(f"groupTime{i}", 10, 400, 2)
    return text(m, "results-survey123456.csv", "utf-8-sig")


@export("limesurvey-english", "LimeSurvey", "en")
def limesurvey_english() -> Export:
    m = Maker(8, 55)
    _lime(m, LIME_EN, "en")
    m.matrix(
        [
            f"How satisfied are you with the library? [{w}]"
            for w in ("Opening hours", "Staff", "Online catalogue", "Desks")
        ],
        EN["sat5"],
        missing=[("No answer", 0.05)],
    )
    m.rating("I would recommend the library to other students.", EN["agree5"])
    m.segment("What do you study?", ["Law", "Physics", "History", "Medicine"])
    m.split([f"What do you use? [{w}]" for w in ("Books", "Wi-Fi", "Printing")], "use", "Yes", "No")
    m.comment("Any other comments?", "en")
    m.number("Total time", 60, 900, 2)
    return text(m, "results-survey234567.csv", "utf-8-sig")


@export("limesurvey-german", "LimeSurvey", "de")
def limesurvey_german() -> Export:
    m = Maker(9, 48)
    _lime(m, LIME_DE, "de")
    m.matrix(
        [f"Wie zufrieden sind Sie mit … [{w}]" for w in ("der Sauberkeit", "der Pünktlichkeit", "dem Preis")],
        DE["sat4"],
        missing=[("weiß nicht", 0.06)],
    )
    m.matrix(
        [f"Inwieweit stimmen Sie zu? [{w}]" for w in ("Ich fühle mich gut informiert", "Ich komme wieder")],
        DE["agree5_stimme"],
    )
    m.segment("Geschlecht", ["weiblich", "männlich", "divers"])
    m.name("Ihr Name (freiwillig)", "en", 0.3)
    m.comment("Anmerkungen", "de")
    return text(m, "ergebnisse.csv", "utf-8-sig", ";")


@export("limesurvey-french", "LimeSurvey", "fr")
def limesurvey_french() -> Export:
    m = Maker(10, 52)
    _lime(m, LIME_FR, "fr")
    m.matrix(
        [
            f"Comment évaluez-vous les points suivants ? [{w}]"
            for w in ("Accueil", "Propreté", "Courriels et téléphone")
        ],
        FR["quality5"],
    )
    m.rating("Quel est votre niveau de satisfaction globale ?", FR["sat5"], missing=[("Sans réponse", 0.04)])
    m.split(
        [f"Quels services avez-vous utilisés ? [{w}]" for w in ("Guichet", "Site", "Téléphone")],
        "services",
        "Oui",
        "Non",
    )
    m.name("Nom &amp; prénom", "fr")
    m.comment("Autres remarques", "fr")
    return text(m, "resultats.csv", "utf-8-sig")


@export("limesurvey-spanish", "LimeSurvey", "es")
def limesurvey_spanish() -> Export:
    m = Maker(11, 44)
    _lime(m, LIME_ES, "es")
    m.matrix(
        [
            f"Q1[SQ00{i}]. Valore los siguientes aspectos [{w}]"
            for i, w in enumerate(("Limpieza", "Comida"), 1)
        ],
        ES["quality5"],
    )
    m.rating("Q2. ¿Con qué frecuencia nos visita?", ES["frequency5"])
    m.comment("Q3. Sugerencias", "es")
    return text(m, "resultados.csv", "utf-8-sig")


@export("limesurvey-chinese", "LimeSurvey", "zh")
def limesurvey_chinese() -> Export:
    m = Maker(12, 50)
    _lime(m, LIME_ZH, "zh-Hans")
    m.matrix(
        [f"您对以下方面是否满意？ [{w}]" for w in ("办事效率", "服务态度", "环境卫生")], ZH["sat5_bijiao"]
    )
    m.segment("您的性别", ["男", "女"])
    m.comment("您的意见和建议", "zh")
    return text(m, "survey.csv", "utf-8-sig")


def _star(m: Maker) -> None:
    """The columns 问卷星 writes before the questions."""
    m.id("序号")
    m.time("提交答卷时间", "2025/3/{d} {h}:{m:02d}:00")
    m.meta("所用时间", [f"{s}秒" for s in range(60, 400)])
    m.columns[-1] = m.columns[-1].__class__(
        m.columns[-1].head, m.columns[-1].cells, m.columns[-1].truth.__class__("number")
    )
    m.meta("来源", ["微信", "手机提交", "链接"])
    m.meta("来源详情", ["N/A"])
    m.meta("来自IP", ["203.0.113.5(广东-深圳)", "203.0.113.9(湖北-武汉)"])


@export("wenjuanxing-text", "问卷星", "zh")
def wenjuanxing_text() -> Export:
    m = Maker(13, 66)
    _star(m)
    m.segment("1、您的性别：", ["男", "女"])
    m.segment("2、您的年龄段：", ["18岁以下", "18~25", "26~30", "31~40", "41岁以上"])
    m.matrix([f"3、请对以下方面评价—{w}" for w in ("大厅环境", "办理用时", "电话咨询")], ZH["sat5"])
    m.rating("4、总体来说，您对我们的服务满意吗？", ZH["sat5_bijiao"])
    m.together("5、您使用过哪些渠道？[多选题]", ["营业厅", "微信公众号", "电话", "上门"], "┋")
    m.rating("6、您愿意把我们推荐给朋友吗？", ZH["willing5"], missing=[("(跳过)", 0.1)])
    m.comment("7、您的意见或建议：", "zh")
    return workbook(m, "290000001_按文本_服务满意度_66_66.xlsx")


@export("wenjuanxing-numbers", "问卷星", "zh")
def wenjuanxing_numbers() -> Export:
    m = Maker(14, 66)
    _star(m)
    m.segment("1、您的性别：", [1, 2])
    m.matrix(
        [f"2、{w}" if i == 0 else w for i, w in enumerate(("产品质量", "售后服务", "性价比", "物流速度"))],
        [1, 2, 3, 4, 5, 6],
        least=[0, 0, 2, 1],
    )
    m.split([f"3({w})" for w in ("外观", "价格", "品牌")], "3", 1, 0)
    m.rating("4、您有多大可能推荐给朋友？", list(range(11)), told=True)
    m.segment("5、您的学历：", [1, 2, 3, 4])
    m.comment("6、您的建议", "zh")
    m.number("总分", 20, 60)
    return workbook(m, "按序号.xlsx")


@export("wenjuanxing-six", "问卷星", "zh")
def wenjuanxing_six() -> Export:
    m = Maker(15, 120, polite=0.9)
    _star(m)
    for i, what in enumerate(
        ("我觉得课程内容有用", "我觉得老师讲解清楚", "我觉得作业量合适", "我愿意继续学习", "我会推荐给同学"),
        1,
    ):
        m.rating(f"{i}、{what}", [1, 2, 3, 4, 5, 6], least=1 if i == 3 else 0)
    m.segment("6、年级", [1, 2, 3, 4])
    return text(m, "问卷.csv", "gb18030")


@export("wenjuanxing-kano", "问卷星", "zh")
def wenjuanxing_kano() -> Export:
    m = Maker(16, 90)
    _star(m)
    for i, what in enumerate(("在线排队", "上门取件", "语音客服"), 1):
        m.kano(
            (
                f"{i}、如果产品提供{what}，您的感受是？—提供",
                f"{i}、如果产品不提供{what}，您的感受是？—不提供",
            ),
            KANO_ZH,
            what,
            i % 2,
        )
    m.rating("4、总体满意度", ZH["sat5"])
    return workbook(m, "kano.xlsx")


@export("wenjuanxing-lettered", "问卷星", "zh")
def wenjuanxing_lettered() -> Export:
    m = Maker(17, 58)
    _star(m)
    m.rating("1、您对食堂的总体评价", ["E.非常不满意", "D.不满意", "C.一般", "B.满意", "A.非常满意"])
    m.rating("2、您认为菜品价格是否合理", ["E.非常不合理", "D.不合理", "C.一般", "B.合理", "A.非常合理"])
    m.rating("3、食堂卫生打分", ["1分", "2分", "3分", "4分", "5分"], told=True)
    m.segment("4、您是", ["A.学生", "B.教师", "C.职工"])
    m.name("5、您的姓名", "zh")
    m.contact("6、您的手机号", "mobile", 0.3)
    return workbook(m, "食堂.xlsx")


@export("tencent-words", "腾讯问卷", "zh")
def tencent_words() -> Export:
    m = Maker(18, 64)
    _tencent(m)
    m.segment("1.您的性别", ["男", "女"])
    m.rating("2.您对本次服务总体满意吗", ZH["sat5"], least=1)
    m.matrix([f"3.请对以下方面进行评价:{w}" for w in ("等待时间", "人员态度", "网点位置")], ZH["quality5"])
    m.split([f"4.您通过哪些方式联系我们:{w}" for w in ("电话", "微信", "邮箱")], "4", 1, 0)
    m.comment("5.您还有什么想说的", "zh")
    return text(m, "tencent.csv", "utf-8-sig")


def _tencent(m: Maker) -> None:
    m.id("编号")
    m.time("开始答题时间", "2025/3/{d} {h}:{m:02d}")
    m.time("结束答题时间", "2025/3/{d} {h}:{m:02d}")
    m.number("答题时长", 40, 500)
    m.meta("地理位置国家和地区", ["中国"])
    m.meta("地理位置省", ["广东", "湖北", "北京"])
    m.meta("地理位置市", ["深圳", "武汉", "北京"])
    m.meta("用户类型", ["微信用户", "QQ用户"])
    m.id("用户标识", pattern="oX{:08d}wq")
    m.name("昵称", "zh")
    m.empty("自定义字段")


@export("tencent-numbers", "腾讯问卷", "zh")
def tencent_numbers() -> Export:
    m = Maker(19, 64)
    _tencent(m)
    m.matrix([f"1.请打分:{w}" for w in ("画面", "玩法", "音乐")], list(range(1, 11)), least=[0, 1, 3])
    m.rating("2.您向好友推荐的可能性", list(range(11)), told=True)
    m.segment("3.您的游戏年限", ["不到1年", "1-3年", "3年以上"])
    m.comment("4.建议", "zh")
    return text(m, "tencent2.csv", "utf-8-sig")


@export("google-forms-english", "Google Forms", "en")
def google_english() -> Export:
    m = Maker(20, 75)
    m.time("Timestamp", "3/{d}/2025 {h}:{m:02d}:{s:02d}")
    m.contact("Username", "email", 0)
    m.name("Full Name")
    m.segment("Which faculty are you in?", ["Arts", "Science", "Engineering"])
    m.matrix(
        [f"Please rate the course on the following [{w}]" for w in ("Content", "Pace", "Assignments")],
        EN["agree5"],
    )
    m.rating("How would you rate the lecturer's communication by email and phone?", [1, 2, 3, 4, 5], least=1)
    m.rating("Overall, how satisfied are you with the programme?", [1, 2, 3, 4, 5])
    m.together(
        "Which resources did you use? (Select all that apply)",
        ["Slides", "Videos", "Textbook", "Office hours"],
        ", ",
    )
    m.comment("What could be improved?", "en")
    return text(m, "Course feedback (Responses) - Form Responses 1.csv")


@export("google-forms-korean", "Google Forms", "ko")
def google_korean() -> Export:
    m = Maker(21, 40)
    m.time("타임스탬프", "2025/03/{d:02d} {h}:{m:02d}:{s:02d} 오전 GMT+9")
    m.name("이름", "ko")
    m.segment("성별", ["여성", "남성"])
    m.rating("전반적인 서비스 만족도", KO["sat5"])
    m.matrix([f"다음 문항에 답해 주세요 [{w}]" for w in ("직원이 친절했다", "시설이 깨끗했다")], KO["agree5"])
    m.comment("기타 의견", "ko")
    return text(m, "설문지 응답.csv")


@export("google-forms-japanese", "Google Forms", "ja")
def google_japanese() -> Export:
    m = Maker(22, 42)
    m.time("タイムスタンプ", "2025/03/{d:02d} {h}:{m:02d}:{s:02d}")
    m.segment("性別", ["女性", "男性", "回答しない"])
    m.rating("サービス全体の満足度を教えてください", JA["sat5"])
    m.matrix([f"次の項目について [{w}]" for w in ("接客が丁寧だった", "待ち時間が短かった")], JA["agree5"])
    m.comment("ご意見・ご要望", "ja")
    return text(m, "アンケート.csv")


@export("google-forms-portuguese", "Google Forms", "pt")
def google_portuguese() -> Export:
    m = Maker(23, 46)
    m.time("Carimbo de data/hora", "{d:02d}/03/2025 {h:02d}:{m:02d}:{s:02d}")
    m.contact("Endereço de e-mail")
    m.name("Nome completo")
    m.rating("Qual é o seu nível de satisfação geral?", PT["sat5"])
    m.matrix([f"Avalie os itens [{w}]" for w in ("Atendimento", "Preço", "Limpeza")], PT["quality5"])
    m.rating("Eu voltaria a comprar aqui", PT["agree5"])
    m.comment("Comentários", "pt")
    return text(m, "respostas.csv")


@export("google-forms-taiwan", "Google Forms", "zh-Hant")
def google_taiwan() -> Export:
    m = Maker(24, 50)
    m.time("時間戳記", "2025/3/{d} 上午 {h}:{m:02d}:{s:02d}")
    m.name("姓名", "zh")
    m.rating("整體而言，您對本次活動滿意嗎？", HANT["sat5"])
    m.matrix([f"請評價 [{w}]" for w in ("講師", "場地")], HANT["agree5"])
    m.together("您從哪裡得知本活動？", ["臉書", "朋友介紹", "海報"], ", ")
    m.comment("其他意見", "hant")
    return text(m, "活動回饋.csv")


@export("microsoft-forms-english", "Microsoft Forms", "en")
def microsoft_english() -> Export:
    m = Maker(25, 61)
    m.id("ID")
    m.time("Start time", "3/{d}/25 {h}:{m:02d}:{s:02d}")
    m.time("Completion time", "3/{d}/25 {h}:{m:02d}:{s:02d}")
    m.meta("Email", ["anonymous"])
    m.name("Name")
    m.empty("Last modified time")
    m.rating("Overall, how satisfied are you with the IT service desk?", EN["sat5_neutral"])
    m.matrix(
        ["The agent was knowledgeable", "My ticket was solved quickly", "The phone line was easy to reach"],
        EN["agree5"],
        missing=[("Not applicable", 0.06)],
    )
    m.together("Which channels do you use?", ["Phone", "Portal", "Chat"], ";", ";")
    m.rating("How likely are you to recommend the service desk to a colleague?", list(range(11)), told=True)
    m.comment("Anything else?", "en")
    return workbook(m, "Service Desk Survey(1-61).xlsx")


@export("microsoft-forms-german", "Microsoft Forms", "de")
def microsoft_german() -> Export:
    m = Maker(26, 39)
    m.id("ID")
    m.time("Startzeit", "{d}.3.25 {h}:{m:02d}")
    m.time("Fertigstellungszeit", "{d}.3.25 {h}:{m:02d}")
    m.contact("E-Mail", "email", 0)
    m.name("Name")
    m.rating("Wie zufrieden sind Sie mit der Kantine?", [1, 2, 3, 4, 5])
    m.matrix(["Qualität der Speisen", "Freundlichkeit des Personals"], DE["quality5"])
    m.rating("Wie oft besuchen Sie die Kantine?", DE["frequency5"])
    m.comment("Weitere Anmerkungen", "de")
    return workbook(m, "Kantine(1-39).xlsx")


@export("microsoft-forms-french", "Microsoft Forms", "fr")
def microsoft_french() -> Export:
    m = Maker(27, 36)
    m.id("ID")
    m.time("Heure de début", "{d:02d}/03/2025 {h:02d}:{m:02d}")
    m.time("Heure de fin", "{d:02d}/03/2025 {h:02d}:{m:02d}")
    m.meta("Adresse de messagerie", ["anonymous"])
    m.name("Nom", "fr")
    m.rating("Êtes-vous satisfait de la formation ?", FR["sat4"])
    m.matrix(["Le formateur était clair", "Le rythme était adapté"], FR["agree5"])
    m.together("Quels modules avez-vous suivis ?", ["Bases", "Tableaux", "Macros"], ";", ";")
    m.comment("Suggestions", "fr")
    return workbook(m, "Formation(1-36).xlsx")


@export("typeform-english", "Typeform", "en")
def typeform_english() -> Export:
    m = Maker(28, 57)
    m.id("#", pattern="k{:05d}zq9xw2m7v4t8r1p5")
    m.rating("How satisfied are you with *Acme*?", [1, 2, 3, 4, 5], least=1)
    m.split(["Price", "Quality", "Delivery"], "matters", ["Price", "Quality", "Delivery"], None)
    m.comment("Other", "en", 0.93)
    m.rating("How likely are you to recommend us to a friend?", list(range(11)), told=True)
    m.rating("The website was easy to use", EN["agree5"])
    m.comment("What could be better?", "en")
    m.meta("Response Type", ["completed"])
    m.time("Start Date (UTC)")
    m.empty("Stage Date (UTC)")
    m.time("Submit Date (UTC)")
    m.id("Network ID", pattern="{:05d}af09")
    m.empty("Tags")
    return text(m, "responses.csv")


@export("typeform-spanish", "Typeform", "es")
def typeform_spanish() -> Export:
    m = Maker(29, 33)
    m.id("#", pattern="z{:05d}abq9xw2m7v4t8r1")
    m.name("¿Cómo te llamas?")
    m.rating("¿Qué tan satisfecho estás con el servicio?", ES["sat5"])
    m.rating("¿Cuántas estrellas nos das?", [1, 2, 3, 4, 5], least=2)
    m.comment("Cuéntanos más", "es")
    m.meta("Response Type", ["completed", "completed", "started"])
    m.time("Start Date (UTC)")
    m.time("Submit Date (UTC)")
    m.id("Network ID", pattern="{:05d}bd77")
    m.empty("Tags")
    return workbook(m, "responses.xlsx")


def _kobo_end(m: Maker) -> None:
    m.id("_id", 220_000_001)
    m.id("_uuid", pattern="1f0e{:04d}-7c1b-4d0a-9a51-0e7d2c4b8a11")
    m.time("_submission_time", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}")
    m.empty("_validation_status", "_notes")
    m.meta("_status", ["submitted_via_web"])
    m.meta("_submitted_by", ["enumerator_a", "enumerator_b"])
    m.meta("__version__", ["vQ7xT2mLp9"])
    m.empty("_tags")
    m.id("_index")


def _kobo_start(m: Maker) -> None:
    m.time("start", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}.000+03:00")
    m.time("end", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}.000+03:00")
    m.time("today", "2025-03-{d:02d}")
    m.contact("deviceid", "device", 0)


@export("kobo-labels", "KoBo", "en")
def kobo_labels() -> Export:
    m = Maker(30, 68, polite=1.0)
    _kobo_start(m)
    m.name("Name of the observer")
    m.segment("Name of health facility", ["Mbale HC IV", "Soroti RRH", "Kumi Hospital"])
    m.segment("Sex of the patient", ["Female", "Male"])
    m.number("Age in years", 18, 75)
    ticked = m.ticks(3)
    services = ["General consultation", "Child health", "Maternity"]
    m.together("Which services did you use today?", services, " ", ticked=ticked, kind="copy")
    from corpus.export import Truth

    for j, what in enumerate(services):
        m.add(
            f"Which services did you use today?/{what}",
            [int(v) for v in ticked[:, j]],
            Truth("multi", group="services", options=(ticked[:, j],)),
        )
    for what in ("the waiting time", "the attitude of staff", "the cleanliness of the facility", "privacy"):
        m.rating(f"How satisfied are you with {what}?", EN["sat3"], missing=[("Don't know", 0.03)])
    m.rating("How would you rate the overall duration of the service?", EN["quality5_vg"])
    m.segment("Did you pay for any service?", ["Yes", "No"])
    m.comment("What should be improved?", "en")
    _kobo_end(m)
    return text(m, "Exit interview - all versions - labels - 2025-03-20.csv", "utf-8", ";")


@export("kobo-xml-names", "KoBo", "en")
def kobo_names() -> Export:
    m = Maker(31, 54)
    _kobo_start(m)
    m.segment("general/district", ["gulu", "lira", "arua"])
    m.number("general/household_size", 1, 12)
    m.matrix(
        [f"satisfaction/{w}" for w in ("water_quality", "distance", "waiting", "price")],
        ["very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied"],
    )
    m.rating("satisfaction/service_duration", [1, 2, 3, 4, 5])
    ticked = m.ticks(3)
    m.together("problems/kinds", ["taste", "queue", "broken_pump"], " ", ticked=ticked, kind="copy")
    from corpus.export import Truth

    for j, what in enumerate(("taste", "queue", "broken_pump")):
        m.add(
            f"problems/kinds/{what}",
            [int(v) for v in ticked[:, j]],
            Truth("multi", group="kinds", options=(ticked[:, j],)),
        )
    m.contact("contact/phone_number", "phone")
    m.meta("_gps_latitude", [str(2.77 + i / 1000) for i in range(50)])
    m.meta("_gps_longitude", [str(32.29 + i / 1000) for i in range(50)])
    _kobo_end(m)
    return workbook(m, "Water point.xlsx", sheet="Water point satisfaction")


@export("odk-central", "KoBo", "fr")
def odk_central() -> Export:
    m = Maker(32, 47)
    m.time("SubmissionDate", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}.000Z")
    m.time("start", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}.000+01:00")
    m.time("end", "2025-03-{d:02d}T{h:02d}:{m:02d}:{s:02d}.000+01:00")
    m.name("enqueteur-nom", "fr")
    m.segment("profil-sexe", ["femme", "homme"])
    m.matrix(
        [f"avis-{w}" for w in ("accueil", "delai", "proprete")],
        ["tres_insatisfait", "insatisfait", "neutre", "satisfait", "tres_satisfait"],
    )
    m.id("meta-instanceID", pattern="uuid:8a7b{:04d}-1111-4222-8333-944455556666")
    m.id("KEY", pattern="uuid:8a7b{:04d}-1111-4222-8333-944455556666")
    m.meta("SubmitterName", ["agent1", "agent2"])
    m.meta("DeviceID", ["ee.kobotoolbox:abc1", "ee.kobotoolbox:abc2"])
    m.meta("FormVersion", ["2025030101"])
    return text(m, "Enquete.csv")


@export("redcap-raw", "REDCap", "en")
def redcap_raw() -> Export:
    m = Maker(33, 58)
    m.id("record_id")
    m.meta("redcap_event_name", ["baseline_arm_1"])
    m.empty("redcap_repeat_instrument", "redcap_repeat_instance", "redcap_survey_identifier")
    m.time("patient_survey_timestamp")
    m.number("age", 20, 90)
    m.segment("sex", [1, 2])
    m.matrix([f"sat_{w}" for w in ("nurse", "doctor", "food", "noise")], [1, 2, 3, 4, 5], least=[1, 2, 0, 0])
    m.split([f"ward___{i}" for i in (1, 2, 3)], "ward", 1, 0)
    m.rating("nps", list(range(11)), told=True)
    m.comment("comments", "en")
    m.meta("patient_survey_complete", [2, 2, 0])
    return text(m, "PatientExperience_DATA_2025-03-20_1012.csv")


@export("redcap-labels", "REDCap", "en")
def redcap_labels() -> Export:
    m = Maker(34, 51)
    m.id("Record ID")
    m.time("Survey Timestamp")
    m.segment("What is your sex?", ["Female", "Male", "Other"])
    m.matrix(
        [
            "How satisfied were you with the nursing care?",
            "How satisfied were you with the information you got?",
        ],
        EN["sat5"],
    )
    m.rating("During this stay, how often did nurses listen carefully to you?", EN["frequency4"])
    m.split(
        [f"Where were you treated? (choice={w})" for w in ("Ward A", "Ward B", "Intensive care")],
        "where",
        "Checked",
        "Unchecked",
    )
    m.comment("Please tell us more", "en")
    m.meta("Complete?", ["Complete", "Complete", "Incomplete"])
    return text(m, "PatientExperience_DATA_LABELS.csv")


@export("alchemer", "Alchemer", "en")
def alchemer() -> Export:
    m = Maker(35, 49)
    m.id("Response ID")
    m.time("Time Started")
    m.time("Date Submitted")
    m.meta("Status", ["Complete", "Complete", "Partial"])
    m.empty("Contact ID", "Legacy Comments", "Comments")
    m.meta("Language", ["English"])
    m.empty("Referer")
    m.id("SessionID", pattern="1741_67d{:05d}e8a")
    m.meta("User Agent", ["Mozilla/5.0 (Windows NT 10.0)", "Mozilla/5.0 (iPhone)"])
    m.contact("IP Address", "ip", 0)
    m.meta("Longitude", ["-0.12", "2.35"])
    m.meta("Latitude", ["51.5", "48.8"])
    m.meta("Country", ["United Kingdom", "France"])
    m.matrix(
        [f"{w}:How satisfied are you with each of the following?" for w in ("Price", "Quality", "Support")],
        EN["sat5"],
    )
    m.split(
        [f"{w}:Where did you hear about us?" for w in ("Search", "Friend", "Advert")],
        "hear",
        ["Search", "Friend", "Advert"],
        None,
    )
    m.rating("How important is price when you choose a supplier?", EN["importance5"])
    m.comment("Please explain your rating", "en")
    return text(m, "SurveyExport.csv", "utf-8-sig")
