"""Comments coded, sorted into topics and quoted; and what hostile ones do to that."""

from dataclasses import replace
from time import process_time

import numpy as np
import pandas as pd
import pytest
from handmade import responses

from satkit.analyses.comments.coding import Budget, encode_comments, join_comments, matcher
from satkit.analyses.comments.estimate import LONGEST, code_comments, key, quotable
from satkit.analyses.comments.rows import UNCODED, QuotableComment, Quote, ThemeShare, TopicShare
from satkit.analyses.comments.topics import topics
from satkit.errors import DataError, DefinitionError
from satkit.language import Label
from satkit.survey.questionnaire import Comments as Settings
from satkit.survey.questionnaire import Item, Theme
from satkit.survey.redaction import MARK
from satkit.survey.sample import draw
from satkit.survey.scale import Scale
from tests.rows import missing_and_unknown

HOSTILE = (
    "<script>alert(1)</script> 停电",
    "=cmd|' /C calc'!A0 停电",
    "停电" + "a" * 10_000,
    "\u202e停电\u202c 138\u200b0000\u200b1234",
    "停\x00电 停电",
    "%(n)s {{7*7}} $\\frac$ 停电",
    "\ud83d 停电",
)
FRAME = {
    "outages": Theme(name="outages", label=Label(en="Outages"), keywords=("停电", "outage*", "power cut")),
    "app": Theme(name="app", keywords=("APP",)),
    "late": Theme(name="late", patterns=("报修.{0,6}没人", r"\d+ hours")),
}


def told(texts, frame=FRAME, settings=None, **columns):
    """The comments of handmade respondents who wrote ``texts``."""
    made = written_by(texts, frame, settings, **columns)
    return code_comments(made, draw(made))


def written_by(texts, frame=FRAME, settings=None, **columns):
    """Handmade respondents who wrote ``texts``."""
    table = pd.DataFrame({"q1": 0, **columns}, index=range(len(texts)))
    made = responses(table, segments=tuple(name for name in columns if name not in {"weight", "wave"}))
    asked = made.questionnaire.model_copy(
        update={
            "scales": dict(made.questionnaire.scales) | {"words": Scale(name="words", kind="text")},
            "items": dict(made.questionnaire.items)
            | {"said": Item(name="said", scale="words", role="comment")},
            "codes": dict(frame),
            "comments": settings or Settings(topics=0),
        }
    )
    return replace(
        made, questionnaire=asked, texts=pd.DataFrame({"said": pd.Series(list(texts), dtype=object)})
    )


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("这里总停电", {"outages"}),
        ("Three OUTAGES this week", {"outages"}),
        ("two ｐｏｗｅｒ ｃｕｔｓ", set()),
        ("a power cut again", {"outages"}),
        ("手机app打不开", {"app"}),
        ("I am happy with the application", set()),
        ("报修以后没人来，APP也没用", {"late", "app"}),
        ("报修。以后没人来", set()),
        ("waited 3 hours during the outage", {"late", "outages"}),
        ("", set()),
    ],
)
def test_themes_are_found_by_words_and_patterns(text, themes):
    assert {name for name, hit in zip(FRAME, encode_comments([text], FRAME)[0], strict=True) if hit} == themes


def test_what_says_nothing_is_no_comment():
    table = pd.DataFrame(
        {"a": ["无", " 没有。", "N/A", "none", "挺好", ""], "b": ["", "-", "", "", "nothing", "No comment"]}
    )
    assert join_comments(table, ["a", "b", "absent"]) == ["", "", "", "", "挺好", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_comment_is_read_like_any_other(text):
    started = process_time()
    assert encode_comments([text], FRAME)[0, 0]
    assert process_time() - started < 1


def test_the_worst_pattern_that_is_taken_ends_on_ten_thousand_characters():
    theme = {"slow": Theme(name="slow", patterns=("a+b?a+c",))}
    started = process_time()
    assert not encode_comments(["a" * 10_000], theme).any()
    assert process_time() - started < 20


def test_shares_are_of_those_who_wrote():
    rng = np.random.default_rng(2)
    texts = np.where(rng.random(300) < 0.5, "", np.where(rng.random(300) < 0.4, "总停电", "账单不清楚"))
    weight = rng.uniform(0.5, 2, 300)
    found = told(texts, weight=weight)
    wrote = texts != ""
    line = found.codes.set_index(["segment", "code"]).loc[("", "outages")]
    assert line["estimate"] == pytest.approx(np.average(texts[wrote] == "总停电", weights=weight[wrote]))
    assert (found.n, found.people, line["n"]) == (wrote.sum(), 300, wrote.sum())
    rest = found.codes.set_index(["segment", "code"]).loc[("", UNCODED)]
    assert rest["estimate"] == pytest.approx(1 - line["estimate"])


def test_a_code_that_few_gave_and_a_group_of_few_are_withheld():
    texts = ["停电"] * 40 + ["app很好"] * 5 + ["账单"] * 55
    area = ["a"] * 4 + ["b"] * 46 + ["c"] * 50
    table = told(texts, area=area).codes.set_index(["segment", "level", "code"])
    assert table.loc[("", "", "app"), "withheld"] == "small"
    assert table.loc[("", "", "outages"), "withheld"] == ""
    assert (table.loc[("area", "a"), "withheld"] == "small").all()
    assert table.loc[("area", "b", "outages"), "withheld"] == "secret"
    assert table.loc[("area", "c", UNCODED), "withheld"] == ""
    assert table.loc[table["withheld"] != "", ["estimate", "low", "n"]].isna().all(axis=None)


def test_too_few_comments_are_not_told_of():
    assert told(["停电"] * 9 + [""] * 91) is None
    assert told([""] * 20) is None


def test_a_survey_without_open_questions_has_no_comments():
    made = responses(pd.DataFrame({"q1": [0] * 40}))
    assert code_comments(made, draw(made)) is None


def test_quotes_are_redacted_distinct_and_from_every_theme():
    texts = ["总停电，电话13800001234"] * 30 + [f"停电第{n}天" for n in range(1, 31)] + ["app打不开"] * 30
    quotes = told(texts).quotes
    assert len(quotes) <= 8
    assert quotes["text"].is_unique
    assert set(quotes["code"]) == {"outages", "app"}
    assert not quotes["text"].str.contains("1380").any()
    assert quotes["text"].str.contains(MARK, regex=False).sum() <= 1


def test_the_same_answers_give_the_same_quotes():
    texts = [f"停电第{n}天，麻烦处理" for n in range(80)]
    assert told(texts).quotes.equals(told(texts).quotes)


def test_only_people_in_large_groups_are_quoted():
    texts = [f"停电在甲地{n}号线" for n in range(29)] + [f"停电在乙地{n}号线" for n in range(80)]
    quotes = told(texts, area=["few"] * 29 + ["many"] * 80).quotes
    assert len(quotes) == 8
    assert set(quotes["level"]) == {"many"}
    assert not quotes["text"].str.contains("甲地").any()


def test_quotes_can_be_turned_off_and_names_kept_out():
    texts = [f"停电第{n}天，张三丰没来" for n in range(60)]
    assert told(texts, settings=Settings(topics=0, quotes=0)).quotes.empty
    quotes = told(texts, settings=Settings(topics=0, quotes=3, names=("张三丰",))).quotes
    assert len(quotes) == 3
    assert not quotes["text"].str.contains("三丰").any()


def test_the_keys_of_all_that_may_be_quoted_are_told_in_the_order_they_are_taken():
    texts = [f"停电第{n}天，麻烦处理，电话1380000{n:04d}" for n in range(40)] + ["app打不开"] * 5
    found = quotable(written_by(texts))
    assert len(found) == 41
    assert found["key"].str.fullmatch("[0-9a-f]{8}").all()
    assert found["quoted"].tolist() == [True] * 8 + [False] * 33
    assert found.loc[found["quoted"], "text"].tolist() == told(texts).quotes["text"].tolist()
    assert not found["text"].str.contains("13800").any()


def test_a_comment_left_out_gives_its_place_to_the_next():
    texts = [f"停电第{n}天，麻烦处理" for n in range(40)]
    first, second, *_ = told(texts).quotes["key"]
    made = told(texts, settings=Settings(topics=0, leave_out=(first, second)))
    assert made.quotes["key"].tolist() == quotable(written_by(texts))["key"].tolist()[2:10]
    assert made.left_out == 2
    assert made.n == 40


def test_all_who_wrote_the_same_are_left_out_together():
    texts = ["停电，请打13800001234"] * 20 + ["停电，请打13911112222"] * 20
    assert told(texts, settings=Settings(topics=0, leave_out=(key(texts[0]),))).quotes.empty


def test_a_key_tells_nothing_of_a_number_and_stays_when_a_name_is_added():
    texts = [f"停电第{n}天，张三丰没来，电话1380000{n:04d}" for n in range(40)]
    assert key("停电，电话13800001234") == key("停电，电话13911112222")
    bare = quotable(written_by(texts))
    named = quotable(written_by(texts, settings=Settings(topics=0, names=("张三丰",))))
    assert bare["key"].tolist() == named["key"].tolist()
    assert not named["text"].str.contains("三丰").any()


def test_a_key_nobody_wrote_withholds_all_quotes_until_it_is_mended():
    texts = [f"停电第{n}天" for n in range(40)]
    with pytest.raises(DataError, match="no comment has the key 'deadbeef'") as refused:
        told(texts, settings=Settings(topics=0, leave_out=("deadbeef", key(texts[0]), "00000000")))
    assert len(refused.value.complaints) == 2


def test_a_comment_of_an_earlier_wave_may_stay_on_the_list():
    texts = [f"停电第{n}天" for n in range(40)]
    settings = Settings(topics=0, leave_out=(key(texts[0]),))
    assert len(told(texts, settings=settings, wave=["a"] + ["b"] * 39).quotes) == 8


def test_without_comments_none_may_be_quoted():
    assert quotable(written_by(["", "停电"])).empty


def test_a_comment_that_is_all_redacted_is_no_quote():
    assert told(["停电13800001234"] * 20 + ["13800001234"] * 30, frame=FRAME).quotes.empty


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_quote_is_cut_and_holds_no_control(text):
    quotes = told([text] * 40).quotes
    for quote in quotes["text"]:
        assert len(quote) <= LONGEST
        assert not set(quote) & set("\x00\u202e\u202c\u200b\ud83d")
        assert "1234" not in quote


CHINESE = (
    "热线一直占线打不通",
    "客服热线排队太久",
    "热线电话没人接听",
    "账单看不懂电费怎么算",
    "电费账单多收了钱",
    "账单电费不透明",
)
ENGLISH = ("hotline always busy", "hotline waiting forever", "nobody answers the hotline",
           "bill unclear tariff", "tariff on the bill wrong", "bill and tariff confusing")  # fmt: skip


@pytest.mark.parametrize("bank", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_two_planted_topics_are_found_again(bank):
    words, about = topics([bank[k % 6] for k in range(120)], 2)
    assert about.sum(axis=1).max() == 1
    first = about[:, 0]
    planted = np.arange(120) % 6 < 3
    assert max((first == planted).mean(), (first != planted).mean()) == 1
    both = {word for some in words for word in some}
    assert both & {"热线", "hotline"}
    assert both & {"账单", "电费", "bill", "tariff"}


def test_the_same_texts_give_the_same_topics():
    texts = [CHINESE[k % 6] for k in range(90)]
    one, other = topics(texts, 3), topics(texts, 3)
    assert one[0] == other[0]
    assert (one[1] == other[1]).all()


@pytest.mark.parametrize(
    "texts", [["热线打不通"] * 49, ["？！"] * 60, [f"词{n}" for n in range(60)], ["热线"] * 60], ids=range(4)
)
def test_too_few_texts_or_words_give_no_topics(texts):
    words, about = topics(texts, 5)
    assert words == ()
    assert about.shape == (len(texts), 0)


def test_no_word_that_few_people_used_names_a_topic():
    texts = [CHINESE[k % 6] for k in range(120)] + ["热线的王小明骂人"] * 4
    assert not {word for some in topics(texts, 3)[0] for word in some} & {"王小明", "小明", "骂人"}


def test_topics_are_of_what_the_frame_leaves_open():
    texts = ["这里总停电"] * 60 + [CHINESE[k % 6] for k in range(120)]
    found = told(texts, settings=Settings(topics=2))
    assert len(found.topics) == 2
    assert found.topics["estimate"].sum() == pytest.approx(1)
    assert (found.topics["n"] == 120).all()
    assert {"", "outages"} == set(found.quotes["code"])
    alone = told(texts, frame={}, settings=Settings(topics=3))
    assert (alone.topics["n"] == 180).all()
    assert alone.codes.empty


def test_a_pattern_that_takes_too_long_on_the_comments_is_refused_by_the_name_of_its_code():
    matches = matcher(Theme(name="endless", patterns=(".+.+x",)), Budget("endless", seconds=0.2))
    started = process_time()
    with pytest.raises(DefinitionError, match=r"code .endless. take more than 0\.2 seconds"):
        assert not any(matches(f"{number} " + "a" * 290) for number in range(10_000))
    assert process_time() - started < 3


def test_patterns_and_keywords_find_the_same_texts_within_the_time():
    texts = ["报修了没人", "停电", "APP"]
    assert encode_comments(texts, FRAME).tolist() == [
        [False, False, True],
        [True, False, False],
        [False, True, False],
    ]


@pytest.fixture(scope="module")
def both():
    """Comments of two areas, coded, and with topics; and all of them that may be quoted."""
    open_ = ("路灯很暗没人管", "窗口排队太久", "路灯不亮走路害怕", "窗口人少排长队")
    texts = [f"停电第{n}天" for n in range(60)] + [open_[n % 4] for n in range(120)]
    made = written_by(texts, settings=Settings(topics=2), area=["north", "south"] * 90)
    return code_comments(made, draw(made)), quotable(made)


@pytest.mark.parametrize(("kind", "name"), [(ThemeShare, "codes"), (TopicShare, "topics"), (Quote, "quotes")])
def test_rows_of_comments_have_the_columns_that_the_estimate_yields(both, kind, name):
    table = getattr(both[0], name)
    assert len(table)
    assert missing_and_unknown(kind, [table]) == []


def test_rows_of_quotable_comments_have_the_columns_that_the_estimate_yields(both):
    assert missing_and_unknown(QuotableComment, [both[1]]) == []


def test_comments_print_their_tables(both):
    result, _ = both
    assert set(result.tables) == {"comments", "comments-groups", "comments-topics", "quotes"}
    assert "Outages" in str(result.summary("en"))
    assert len(repr(result).splitlines()) <= 25
