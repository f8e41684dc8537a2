"""Both languages say everything, and say the same."""

import re

import catalog as book
import pytest

from satkit import language
from satkit.language import Text, read_catalog, say

PLACE = re.compile(r"%\((\w+)\)[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]")
HAN = "[\u4e00-\u9fff]"
BANNED = re.compile(
    r"证明|导致|趋势向好|\bproves?\b|\bproven\b|\bcauses?\b|\bcaused by\b|almost significant|trend(ing)? towards",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def gathered():
    return book.gather()


@pytest.fixture(scope="module")
def translated():
    return book.entries(book.PO)


def test_every_sentence_is_translated(gathered, translated):
    assert not gathered.places.keys() - translated.keys()


def test_no_translation_is_of_a_sentence_nobody_says(gathered, translated):
    assert not translated.keys() - gathered.places.keys()


def test_no_sentence_knows_the_level_of_an_interval(gathered):
    """It is the definition's to choose; only the RMSEA has one of its own, by custom."""
    assert not {text for text in gathered.places if re.search(r"9[059]%", text) and "RMSEA" not in text}


def test_no_sentence_is_put_together_at_run_time(gathered):
    assert not gathered.built


def test_both_languages_have_the_same_places(translated):
    """A list that a language writes in one place may not go missing in the other."""
    differ = {en for en, zh in translated.items() if set(PLACE.findall(en)) != set(PLACE.findall(zh))}
    assert not differ


def test_every_percent_sign_is_a_place_or_written_twice(translated):
    """Only in sentences with places: the others are never filled in, but read ``%%`` as one too."""
    for text in (text for pair in translated.items() for text in pair):
        rest = PLACE.sub("", text).replace("%%", "")
        assert "%" not in rest or not PLACE.search(text), text


def test_the_catalog_is_in_order(gathered, translated):
    assert book.PO.read_bytes() == book.as_po(book.catalog_of(gathered.places, translated))


def test_satkit_says_what_an_independent_reader_finds_in_the_catalog(translated):
    """Babel reads the same file, nothing compiled between."""
    assert read_catalog("zh") == translated


SENTENCES = {
    "a line of its own": "单独一行",
    'with "quotes", a \\ and\na second line\tfar on': '有“引号”、"、\\ 和\n第二行\t远',
    "ends in a backslash \\": "\\n 不是换行 \\",
    "so long that it is broken into several lines " * 4: "很长的句子，" * 40,
}


def test_escaped_and_broken_lines_are_read_as_they_were_meant(tmp_path, monkeypatch):
    path = tmp_path / "xx" / "LC_MESSAGES" / "satkit.po"
    path.parent.mkdir(parents=True)
    written = book.as_po(
        book.catalog_of(
            {sentence: ["a.py"] for sentence in SENTENCES} | {"untranslated": ["b.py"]}, SENTENCES
        )
    )
    path.write_bytes(written.rstrip() + b'\n\n#~ msgid "no longer said"\n#~ msgstr "x"\n')
    monkeypatch.setattr(language, "CATALOGS", tmp_path)
    assert read_catalog.__wrapped__("xx") == SENTENCES


def test_a_sentence_without_a_translation_is_said_in_english():
    assert (
        say(Text("%(n)d of these are nowhere translated", {"n": 3}), "zh")
        == "3 of these are nowhere translated"
    )


def test_the_header_of_the_catalog_is_no_translation_of_nothing():
    assert say(Text(""), "zh") == ""


def test_fragments_are_taken_over_and_never_overrule_the_catalog(tmp_path, monkeypatch):
    room = tmp_path / "satkit" / "room.py"
    room.parent.mkdir()
    room.write_text('x = Text("old %(n)d"), Text("new")\n', encoding="utf-8")
    for name, path in {"PO": "zh.po", "FRAGMENTS": "parts"}.items():
        monkeypatch.setattr(book, name, tmp_path / path)
    places = book.gather(tmp_path).places
    book.PO.write_bytes(book.as_po(book.catalog_of(places, {"old %(n)d": "旧 %(n)d"})))
    book.FRAGMENTS.mkdir()
    done, waiting = book.FRAGMENTS / "done.po", book.FRAGMENTS / "waiting.po"
    done.write_text('msgid "new"\nmsgstr "新"\n\nmsgid "old %(n)d"\nmsgstr "老 %(n)d"\n', encoding="utf-8")
    waiting.write_text('msgid "not written yet"\nmsgstr "尚未写"\n', encoding="utf-8")
    book.write(book.catalog_of(places, book.translations()))
    assert book.entries(book.PO) == {"new": "新", "old %(n)d": "旧 %(n)d"}
    assert (done.exists(), waiting.exists()) == (False, True)


def test_findings_and_reports_claim_no_cause_and_no_near_miss(gathered, translated):
    for sentence, files in gathered.places.items():
        if any(file.startswith(("satkit/findings/", "satkit/report/")) for file in files):
            assert not BANNED.search(sentence), sentence
            assert not BANNED.search(translated[sentence]), translated[sentence]


def test_chinese_sentences_use_chinese_punctuation(translated):
    for sentence in translated.values():
        plain = PLACE.sub("数", sentence)
        if re.search(HAN, plain):
            assert not re.search(
                rf"{HAN}[,;!?]|{HAN}:(?![A-Za-z])|[,;!?]\s*{HAN}|{HAN}\.(\s|$)|\({HAN}+\)", plain
            ), sentence


def test_a_full_sentence_is_one_in_both_languages(translated):
    ends = {en: zh for en, zh in translated.items() if en.endswith(".") != zh.endswith("。")}
    assert not ends


@pytest.mark.parametrize(
    ("written", "found", "built"),
    [
        ('Text("one sentence")', {"one sentence"}, 0),
        ('Text("two " "halves")', {"two halves"}, 0),
        ('Text("yes" if sure else "no")', {"yes", "no"}, 0),
        ('language.Text("by its full name", {})', {"by its full name"}, 0),
        ('_help("an option")', {"an option"}, 0),
        ("Text(NAMED)", set(), 0),
        ('Text(f"{n} rows")', set(), 1),
        ('Text("rows: " + n)', set(), 1),
        ('Label(zh="名", en="name")', set(), 0),
    ],
)
def test_sentences_are_found_where_they_are_written(tmp_path, written, found, built):
    (tmp_path / "satkit").mkdir()
    (tmp_path / "satkit" / "room.py").write_text(f"x = {written}\n", encoding="utf-8")
    gathered = book.gather(tmp_path)
    assert (set(gathered.places), len(gathered.built)) == (found, built)
