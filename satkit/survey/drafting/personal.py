"""Columns that tell who somebody is: by what they hold, and by what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from satkit.language import Text
from satkit.survey.coding import NO, YES
from satkit.survey.drafting.cells import Cells
from satkit.survey.drafting.evidence import MOST_TEXTS
from satkit.survey.redaction import PROVINCES, SURNAMES
from satkit.survey.table import PERSONAL

IDS = Text("they tell records apart")
MOST = 0.9  # of cells that must look alike
NAMES = 0.8  # of cells that must look like names, and of names that must occur once
FEWEST = 8  # cells, to know names by their look
WORDY = 6  # words: a name or an address is hardly longer, a comment mostly is
AGAIN = 0.2  # of cells that must differ under a heading for people: some come more than once
ALIKE = 0.5  # of cells that must differ, to know personal data by the heading
MANY = 12  # values: fewer are groups, whatever their heading

PATTERNS = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        r"[^@\s]+@[^@\s]+\.[^@\s]+",  # e-mail
        r"\+?\(?\d{1,4}\)?[-.\s]?\(?\d{2,4}\)?[-.\s]\d{3,4}[-.\s]?\d{2,4}",  # telephone, parted
        r"\+\d{8,15}|0\d{8,11}|1[3-9]\d{9}|(\+?86)?1[3-9]\d{9}",  # telephone
        r"\d{17}[\dx]|\d{15}",  # identity card
        r"\d{1,3}(\.\d{1,3}){3}(\(.*\)|（.*）)?|([0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}",  # address of a machine
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",  # uuid
        r"(uuid:|collect:|ee\.|imei:?\s?)\S+",
        rf"[{PROVINCES}][A-Z][·\s]?[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳使领]",  # number plate
        r"-?\d{1,3}\.\d{4,}[ ,;]+-?\d{1,3}\.\d{4,}.*",  # coordinates
        r"(https?://|www\.)\S+",
    )
)
LATIN = re.compile(
    r"[^\W\d_][\w'’.\-]*(\s+(de|da|del|van|von|der|den|bin|al|la|le|dos|el)\b)?(\s+[^\W\d_][\w'’.\-]*){1,3}"
)
HAN = re.compile(rf"([{SURNAMES}]|欧阳|司马|上官|诸葛|司徒)[\u4e00-\u9fff·]{{1,3}}")
HANGUL = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모][\uac00-\ud7a3]{1,2}"
)
KANJI = re.compile(r"[\u4e00-\u9fff]{1,3}[ \u3000][\u4e00-\u9fff\u3040-\u30ff]{1,4}")

NAME = re.compile(
    r"\b(full|first|last|sur|nick|user|given|family|respondent|customer|your|contact|patient|student|participant)?[ _]?name\b|"
    r"\bname of (the )?(respondent|customer|observer|interviewer|patient|participant|person)|"
    r"\bnom\b|\bpr[ée]nom|\bnombre\b|\bapellido|vorname|nachname|\bnome\b|cognome|sobrenome|\bnaam\b|\bnavn\b|\bnamn\b|\bimię|nazwisko|"
    r"姓名|名字|昵称|暱稱|称呼|尊姓|이름|성명|성함|닉네임|名前|氏名|お名前|ニックネーム|\bимя|фамилия|\bфио\b",
    re.IGNORECASE,
)
OWN_NAME = re.compile(  # names of people and of nothing else
    r"(your|full|first|last|sur|nick|user|given|family|respondent|customer|patient|student|participant)[ _]?names?\b|"
    r"^\s*(name|nom|nombre|nome|naam|navn|namn)\s*[*:]?\s*$|pr[ée]nom|apellido|vorname|nachname|cognome|sobrenome|imię|nazwisko|"
    r"姓名|您的名字|昵称|暱稱|称呼|尊姓|이름|성명|성함|닉네임|氏名|お名前|ニックネーム|фамилия|\bфио\b|\bимя\b",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"^\W*(the |your )?(customers?|clients?|guests?|patients?|students?|respondents?|employees?|attendees?|participants?|visitors?|"
    r"contacts?( person)?|owners?|tenants?|passengers?|members?|staff( member)?|who\b.{0,30}|kunde|kundin|gast|cliente|client\(e\)|paciente|aluno|alumno|"
    r"patient\(e\)|ansprechpartner|interlocuteur|клиент|пациент|联系人|客户|顾客|受访者|被访者|访客|患者|学生|员工|住户|业主|会员|担当者|고객)\W*$",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\bcontact|t[ée]l[ée]phone|\bphone|\bmobile|\bcell\b|\bhandy|telefon|telefono|celular|whatsapp|wechat|\bqq\b|e-?mail|courriel|correo|"
    r"手机|手機|电话|電話|联系方式|联系电话|聯絡|微信|邮箱|郵箱|邮件|연락처|전화|이메일|メール|連絡先|телефон|почт|"
    r"\bstreet\b|(postal|home|mailing|your|email|ip) address|^address$|^addr|住址|地址|anschrift|dirección|endereço|indirizzo|adresse|"
    r"身份证|身分證|\bid ?card|passport|passeport|reisepass|账号|帐号|户号|客户编号|会员号|卡号|工号|社保|车牌|車牌|"
    r"licen[cs]e ?plate|plate (no|number)|number plate|kennzeichen|immatriculation|matrícula|"
    r"\baccount (no|number)|member(ship)? (no|number|id)|\bssn\b|date of birth|birth ?date|出生日期|生日|geburtsdatum",
    re.IGNORECASE,
)
STAFF = re.compile(
    r"\bobserver|\binterviewer|\benumerator|\bsurveyor|data collector|field ?worker|enquêteur|enqueteur|encuestador|entrevistador|"
    r"\bbefrager|interviewender|调查员|訪員|访员|访问员|督导|面访员|调研员|录入员|調査員|조사원|интервьюер|submitted.?by|username|user_id",
    re.IGNORECASE,
)
DEVICE = re.compile(
    r"\bdevice ?_?(id)?\b|\bimei\b|sim ?serial|user.?agent|browser|operating system|resolution|设备|浏览器|\bip\b|"
    r"\b(lat|lon|lng)\b|latitude|longitude|\bgps\b|geo.?(point|location)|经度|纬度|坐标|referr?er|referenc[ei].?url|url référente",
    re.IGNORECASE,
)
CODE = re.compile(r"[\w\-./:#]{1,40}", re.ASCII)
SHORT = 4  # words of a heading that names a thing; a question is longer


def by_look(each: Cells) -> Text | None:
    """Why a column is personal by what it holds, or nothing.

    Notes
    -----
    Addresses, telephone numbers, plates, coordinates and machine ids by their patterns; names of
    people where nearly every cell is two or three words in capitals, or two to four Chinese signs that
    begin with a common surname, and nearly none occurs twice.
    """
    texts = _looked_at(each.texts)
    if not texts:
        return None
    if any(_share(texts, pattern.fullmatch) >= MOST for pattern in PATTERNS):
        return PERSONAL if len(each.counts) > 1 or len(each.filled) == 1 else None
    least = AGAIN if len(each.counts) > MANY and PERSON.search(each.heading) else NAMES
    if len(each.filled) < FEWEST or each.distinct < least or each.numbers is not None:
        return None
    looks: tuple[Callable[[str], object], ...] = (
        _is_capitalised,
        HAN.fullmatch,
        HANGUL.fullmatch,
        KANJI.fullmatch,
    )
    return PERSONAL if any(_share(texts, look) >= NAMES for look in looks) else None


def _looked_at(texts: Counter[str]) -> Counter[str]:
    """The texts, evenly thinned where there are thousands: their look is known by then."""
    step = 1 + len(texts) // MOST_TEXTS
    return texts if step == 1 else Counter(dict(islice(texts.items(), 0, None, step)))


def _share(texts: Counter[str], look: Callable[[str], object]) -> float:
    return sum(times for text, times in texts.items() if look(text)) / texts.total()


def _is_capitalised(text: str) -> bool:
    """Whether a text is two to four words that all begin with a capital, as names do."""
    if not LATIN.fullmatch(text):
        return False
    return all(word[0].isupper() or len(word) <= 3 for word in text.split()) and text[0].isupper()


def by_heading(each: Cells) -> Text | None:
    """Why a column is personal by what it is called and by answers that fit, or nothing.

    A column that has few answers holds groups, whatever its heading, except those of who asked and
    with which device.
    """
    said = each.counts.keys()
    if not said or said <= YES | NO:
        return None
    texts = _looked_at(each.texts)
    if _share(texts, lambda text: len(text.split()) > WORDY or len(text) > 10 * WORDY) > 1 - NAMES:
        return None
    heading = re.sub(r"[_\-./]+", " ", each.heading)
    of_staff = STAFF.search(heading) or DEVICE.search(heading)
    if of_staff and len(heading.split()) <= 2 * SHORT and not heading.rstrip().endswith(("?", "？")):
        return PERSONAL
    if each.numbers is None and OWN_NAME.search(heading):
        return PERSONAL
    differing = each.distinct >= ALIKE and (len(said) > MANY or each.distinct > NAMES)
    named = NAME.search(heading) and (each.numbers is None or each.distinct >= NAMES)
    return PERSONAL if differing and (named or CONTACT.search(heading)) else None


def explain_codes(each: Cells) -> Text | None:
    """Why a column only tells records apart: codes or numbers of which none occurs twice, or nothing."""
    if len(each.filled) < FEWEST or each.distinct < 1 or each.are_dates:
        return None
    texts = [str(cell).strip() for cell in each.filled]
    if each.numbers is not None:
        steps = [later - sooner for sooner, later in zip(each.numbers, each.numbers[1:], strict=False)]
        whole = all(number.is_integer() for number in each.numbers)
        return IDS if whole and all(step > 0 for step in steps) else None
    alike = all(CODE.fullmatch(text) and re.search(r"\d", text) for text in texts)
    return IDS if alike else None
