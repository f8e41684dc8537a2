"""Answers of rating scales as questionnaires word them, worst first; kept apart from satkit's own lists.

From the default libraries of survey platforms and published scales (Vagias 2006; ISSP; HCAHPS;
GESIS; CSAT templates in each language).
"""

from __future__ import annotations

EN = {
    "sat5": ["Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied"],
    "sat5_neutral": ["Very Dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very Satisfied"],
    "sat5_extremely": [
        "Extremely dissatisfied", "Somewhat dissatisfied", "Neither satisfied nor dissatisfied",
        "Somewhat satisfied", "Extremely satisfied",
    ],
    "sat5_sm": [
        "Not at all satisfied", "Not so satisfied", "Somewhat satisfied", "Very satisfied", "Extremely satisfied",
    ],
    "sat7": [
        "Extremely dissatisfied", "Moderately dissatisfied", "Slightly dissatisfied",
        "Neither satisfied nor dissatisfied", "Slightly satisfied", "Moderately satisfied", "Extremely satisfied",
    ],
    "sat4": ["Very dissatisfied", "Somewhat dissatisfied", "Somewhat satisfied", "Very satisfied"],
    "sat3": ["Not satisfied", "Somewhat satisfied", "Satisfied"],
    "agree5": ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"],
    "agree5_somewhat": [
        "Strongly disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Strongly agree",
    ],
    "agree7": [
        "Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree",
        "Agree", "Strongly agree",
    ],
    "agree4": ["Strongly disagree", "Disagree", "Agree", "Strongly agree"],
    "agree6": [
        "Strongly disagree", "Disagree", "Slightly disagree", "Slightly agree", "Agree", "Strongly agree",
    ],
    "quality5": ["Very poor", "Poor", "Fair", "Good", "Excellent"],
    "quality5_vg": ["Poor", "Fair", "Good", "Very good", "Excellent"],
    "quality5_bad": ["Very bad", "Bad", "Average", "Good", "Very good"],
    "quality4": ["Poor", "Fair", "Good", "Excellent"],
    "quality5_below": ["Poor", "Below average", "Average", "Above average", "Excellent"],
    "importance5": [
        "Not at all important", "Slightly important", "Moderately important", "Very important", "Extremely important",
    ],
    "frequency5": ["Never", "Rarely", "Sometimes", "Often", "Always"],
    "frequency5_half": ["Never", "Sometimes", "About half the time", "Most of the time", "Always"],
    "frequency4": ["Never", "Sometimes", "Usually", "Always"],
    "likely5": ["Very unlikely", "Unlikely", "Neutral", "Likely", "Very likely"],
    "likely5_extremely": [
        "Extremely unlikely", "Somewhat unlikely", "Neither likely nor unlikely", "Somewhat likely",
        "Extremely likely",
    ],
    "ease5": ["Very difficult", "Difficult", "Neither easy nor difficult", "Easy", "Very easy"],
    "ease7": [
        "Extremely difficult", "Moderately difficult", "Slightly difficult", "Neither easy nor difficult",
        "Slightly easy", "Moderately easy", "Extremely easy",
    ],
    "expect3": ["Worse than expected", "As expected", "Better than expected"],
    "expect5": [
        "Much worse than expected", "Worse than expected", "As expected", "Better than expected",
        "Much better than expected",
    ],
    "extent5": ["Not at all", "To a small extent", "To some extent", "To a great extent", "To a very great extent"],
    "well5": ["Not at all well", "Not so well", "Somewhat well", "Very well", "Extremely well"],
    "definitely5": ["Definitely not", "Probably not", "Might or might not", "Probably yes", "Definitely yes"],
    "unheard5": ["Rubbish", "Meh", "Passable stuff", "Rather nice", "Totally brilliant"],
}  # fmt: skip
ZH = {
    "sat5": ["非常不满意", "不满意", "一般", "满意", "非常满意"],
    "sat5_bijiao": ["非常不满意", "不太满意", "一般", "比较满意", "非常满意"],
    "sat5_hen": ["很不满意", "不满意", "一般", "满意", "很满意"],
    "sat5_up": ["不满意", "一般", "比较满意", "满意", "非常满意"],
    "sat4": ["不满意", "基本满意", "满意", "非常满意"],
    "sat4_even": ["非常不满意", "不太满意", "比较满意", "非常满意"],
    "agree5": ["非常不同意", "不同意", "一般", "同意", "非常同意"],
    "agree5_wanquan": ["完全不同意", "比较不同意", "不确定", "比较同意", "完全同意"],
    "accept5": ["非常不认同", "不认同", "一般", "认同", "非常认同"],
    "fits5": ["非常不符合", "比较不符合", "一般", "比较符合", "非常符合"],
    "importance5": ["非常不重要", "不重要", "一般", "重要", "非常重要"],
    "frequency5": ["从不", "很少", "有时", "经常", "总是"],
    "willing5": ["非常不愿意", "不愿意", "一般", "愿意", "非常愿意"],
    "quality5": ["很差", "较差", "一般", "较好", "很好"],
    "ease5": ["非常困难", "比较困难", "一般", "比较容易", "非常容易"],
    "likely5": ["非常不可能", "不太可能", "不确定", "比较可能", "非常可能"],
    "expect5": ["远低于预期", "低于预期", "符合预期", "高于预期", "远高于预期"],
    "clear4": ["完全不了解", "不太了解", "比较了解", "非常了解"],
}
HANT = {
    "sat5": ["非常不滿意", "不滿意", "普通", "滿意", "非常滿意"],
    "agree5": ["非常不同意", "不同意", "普通", "同意", "非常同意"],
}
FR = {
    "sat5": ["Très insatisfait", "Insatisfait", "Ni satisfait ni insatisfait", "Satisfait", "Très satisfait"],
    "sat4": ["Pas du tout satisfait", "Plutôt pas satisfait", "Plutôt satisfait", "Tout à fait satisfait"],
    "agree5": [
        "Pas du tout d'accord", "Plutôt pas d'accord", "Ni d'accord ni pas d'accord", "Plutôt d'accord",
        "Tout à fait d'accord",
    ],
    "quality5": ["Mauvais", "Passable", "Bon", "Très bon", "Excellent"],
    "frequency5": ["Jamais", "Rarement", "Parfois", "Souvent", "Toujours"],
    "importance4": ["Pas du tout important", "Peu important", "Assez important", "Très important"],
}  # fmt: skip
DE = {
    "sat5": ["sehr unzufrieden", "eher unzufrieden", "teils/teils", "eher zufrieden", "sehr zufrieden"],
    "sat4": ["sehr unzufrieden", "eher unzufrieden", "eher zufrieden", "sehr zufrieden"],
    "agree5": [
        "trifft überhaupt nicht zu", "trifft eher nicht zu", "teils/teils", "trifft eher zu",
        "trifft voll und ganz zu",
    ],
    "agree5_stimme": [
        "Stimme überhaupt nicht zu", "Stimme eher nicht zu", "Weder noch", "Stimme eher zu",
        "Stimme voll und ganz zu",
    ],
    "quality5": ["sehr schlecht", "schlecht", "mittelmäßig", "gut", "sehr gut"],
    "frequency5": ["nie", "selten", "manchmal", "oft", "immer"],
    "importance4": ["unwichtig", "eher unwichtig", "eher wichtig", "sehr wichtig"],
}  # fmt: skip
ES = {
    "sat5": [
        "Muy insatisfecho", "Insatisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho",
    ],
    "agree5": [
        "Totalmente en desacuerdo", "En desacuerdo", "Ni de acuerdo ni en desacuerdo", "De acuerdo",
        "Totalmente de acuerdo",
    ],
    "quality5": ["Muy malo", "Malo", "Regular", "Bueno", "Muy bueno"],
    "frequency5": ["Nunca", "Casi nunca", "A veces", "Casi siempre", "Siempre"],
}  # fmt: skip
PT = {
    "sat5": ["Muito insatisfeito", "Insatisfeito", "Neutro", "Satisfeito", "Muito satisfeito"],
    "agree5": [
        "Discordo totalmente", "Discordo parcialmente", "Não concordo nem discordo", "Concordo parcialmente",
        "Concordo totalmente",
    ],
    "quality5": ["Péssimo", "Ruim", "Regular", "Bom", "Ótimo"],
}  # fmt: skip
KO = {
    "sat5": ["매우 불만족", "불만족", "보통", "만족", "매우 만족"],
    "agree5": ["전혀 그렇지 않다", "그렇지 않다", "보통이다", "그렇다", "매우 그렇다"],
}
JA = {
    "sat5": ["非常に不満", "不満", "どちらともいえない", "満足", "非常に満足"],
    "sat5_yaya": ["不満", "やや不満", "どちらともいえない", "やや満足", "満足"],
    "agree5": [
        "まったくそう思わない", "あまりそう思わない", "どちらともいえない", "ややそう思う", "とてもそう思う",
    ],
}  # fmt: skip
IT = {
    "sat5": [
        "Molto insoddisfatto", "Insoddisfatto", "Né soddisfatto né insoddisfatto", "Soddisfatto", "Molto soddisfatto",
    ],
    "agree4": ["Per niente d'accordo", "Poco d'accordo", "Abbastanza d'accordo", "Molto d'accordo"],
}  # fmt: skip
NL = {
    "sat5": ["Zeer ontevreden", "Ontevreden", "Neutraal", "Tevreden", "Zeer tevreden"],
    "agree5": ["Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"],
}
RU = {
    "quality5": ["Очень плохо", "Плохо", "Удовлетворительно", "Хорошо", "Отлично"],
    "agree5": [
        "Полностью не согласен", "Скорее не согласен", "Ни то, ни другое", "Скорее согласен", "Полностью согласен",
    ],
}  # fmt: skip

# functional and dysfunctional answers of Kano pairs, from "I like it" to "I dislike it"
KANO_EN = [
    "I like it that way", "It must be that way", "I am neutral", "I can live with it that way",
    "I dislike it that way",
]  # fmt: skip
KANO_EN_SHORT = ["Like", "Expect", "Don't care", "Live with", "Dislike"]
KANO_ZH = ["我很喜欢", "理应如此", "无所谓", "勉强接受", "我很不喜欢"]

COMMENTS = {
    "en": ["The staff were friendly but I waited too long", "Nothing to add, all fine", "Please open earlier on Saturdays",
           "Too expensive for what it is", "The app keeps crashing when I pay", "Great support, thank you"],
    "zh": ["排队时间太长了，希望多开几个窗口", "服务态度很好，谢谢", "希望能延长营业时间", "手机上办理总是失败，不太方便", "价格有点贵，建议多搞活动"],
    "hant": ["等候時間太長，希望增加人手", "服務很好，謝謝", "希望網站可以更容易使用"],
    "fr": ["Le personnel est très aimable mais l'attente est longue", "Rien à signaler, tout va bien", "Les horaires ne me conviennent pas"],
    "de": ["Die Wartezeit am Telefon war viel zu lang", "Alles bestens, weiter so", "Bitte längere Öffnungszeiten am Samstag"],
    "es": ["El personal fue muy amable pero esperé demasiado", "Todo bien, gracias por el servicio", "Deberían abrir más temprano los sábados"],
    "pt": ["O atendimento foi ótimo mas a espera foi longa", "Tudo certo, obrigado", "Poderiam abrir mais cedo aos sábados"],
    "ko": ["직원들이 친절했지만 대기 시간이 너무 길었어요", "전반적으로 만족합니다", "주말에도 운영해 주세요"],
    "ja": ["待ち時間が長かったですが対応は丁寧でした", "特にありません。ありがとうございました", "土曜日の営業時間を延ばしてほしいです"],
    "it": ["Il personale è gentile ma l'attesa è troppo lunga", "Tutto bene, grazie", "Orari più lunghi il sabato, per favore"],
    "nl": ["Vriendelijk personeel maar lange wachttijd", "Alles prima in orde", "Graag ruimere openingstijden"],
    "ru": ["Персонал вежливый, но ждать пришлось долго", "Всё хорошо, спасибо", "Хотелось бы работать и в субботу"],
}  # fmt: skip
NAMES = {
    "en": (["Mary", "James", "Aisha", "Tom", "Grace", "Peter", "Linda", "Samuel", "Chloe", "Daniel"],
           ["Okafor", "Smith", "Mwangi", "Johnson", "Brown", "Otieno", "Taylor", "Wilson", "Clark", "Davies"]),
    "zh": (["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"], ["伟", "芳娜", "敏", "静怡", "强", "磊", "洋", "艳秋", "勇", "杰"]),
    "fr": (["Jean", "Marie", "Luc", "Chantal", "Pierre", "Aline"], ["Dupont", "Mukendi", "Lefèvre", "Kabila", "Moreau", "Girard"]),
    "ko": (["김", "이", "박", "최", "정", "강"], ["민준", "서연", "지후", "하은", "도윤", "수빈"]),
}  # fmt: skip
