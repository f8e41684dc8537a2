"""Evidence as the floor below hands it over, without a survey: tables of plausible numbers."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from satkit.analyses import ANALYSES
from satkit.analyses.comments.estimate import Comments
from satkit.analyses.comments.rows import Quote, ThemeShare, TopicShare
from satkit.analyses.data_quality.estimate import Missing
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.indicators.estimate import Ranking
from satkit.analyses.other_answers.estimate import Counts
from satkit.analyses.reasons.estimate import Reasons
from satkit.analyses.reasons.rows import ReasonShare
from satkit.analyses.recovery.estimate import CONTRASTS, RATES, Recovery
from satkit.analyses.recovery.rows import (
    GroupLoyalty,
    LevelLoyalty,
    LoyaltyContrast,
    LoyaltyStep,
    ProblemRate,
)
from satkit.analyses.segments.estimate import Gaps
from satkit.analyses.trend.estimate import Changes
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.language import Label, Text
from satkit.report.write import write
from satkit.survey.questionnaire import (
    Department,
    Design,
    Indicator,
    Item,
    Level,
    Questionnaire,
    Segment,
    Theme,
    Wave,
)
from satkit.survey.responses import Check
from satkit.survey.scale import SATISFACTION, Point, Scale
from tests.report.drivers_and_kano import drivers, investment, kano, with_pairs
from tests.report.index_model import index
from tests.rows import frame_of

PARTS = (
    ("供电质量", "Quality of supply"),
    ("停电与抢修", "Outages and repair"),
    ("业务办理", "New connections and requests"),
    ("电费与计量", "Bills and metering"),
    ("服务态度", "Staff"),
    ("信息公开", "Information"),
    ("投诉处理", "Complaints"),
)
LEAVES = (
    ("及时性", "promptness"),
    ("便利程度（含线上渠道）", "convenience, online channels included"),
    ("效果", "result"),
)
DEPARTMENTS = (
    ("dispatch", "调度控制中心", "Dispatch centre"),
    ("marketing", "营销部（客户服务中心）", "Marketing and customer service"),
    ("operations", "运维检修部", "Operations and maintenance"),
    ("metering", "计量中心", "Metering centre"),
    ("office", "综合办公室", "General office"),
)
SEGMENTS = {
    "class": ("客户类别", "Customer class", ("大工业", "一般工商业", "居民", "农业")),
    "region": ("地区", "Region", ("城区", "县城", "乡村")),
    "channel": ("主要渠道", "Main channel", ("营业厅", "网上国网", "95598热线", "其他")),
}
WAVES = ("2023", "2024", "2025")
KINDS = ("firm", "significant", "negligible", "unclear")


def questionnaire(parts=7, title="供电服务满意度调查"):
    """Seven parts of three leaves, each with one question, and an overall question."""
    items = {
        "overall": Item(
            name="overall",
            label=Label(zh="总体满意度", en="Overall satisfaction"),
            scale="satisfaction",
            role="overall",
        )
    }
    indicators = {}
    for place, (zh, en) in enumerate(PARTS[:parts]):
        part = f"p{place}"
        indicators[part] = Indicator(name=part, label=Label(zh=zh, en=en))
        for number, (leaf_zh, leaf_en) in enumerate(LEAVES):
            item = f"q{place}{number}"
            label = Label(zh=f"{zh}{leaf_zh}", en=f"{en}: {leaf_en}")
            items[item] = Item(name=item, label=label, scale="satisfaction")
            owner = DEPARTMENTS[(place + (number == 2)) % 5][0]
            indicators[f"l{place}{number}"] = Indicator(
                name=f"l{place}{number}", label=label, parent=part, owner=owner, items=(item,)
            )
    return Questionnaire(
        name="power",
        title=Label(zh=title, en="Power supply service survey"),
        population=Label(zh="全省用电客户", en="Electricity customers of the province"),
        mode=Label(zh="电话与网络", en="Telephone and web"),
        scales={"satisfaction": SATISFACTION},
        items=items,
        indicators=indicators,
        departments={name: Department(name=name, label=Label(zh=zh, en=en)) for name, zh, en in DEPARTMENTS},
        segments={
            name: Segment(
                name=name,
                label=Label(zh=zh, en=en),
                levels=tuple(
                    Level(name=level, label=Label(zh=level, en=f"{en} {n}")) for n, level in enumerate(levels)
                ),
            )
            for name, (zh, en, levels) in SEGMENTS.items()
        },
        waves={
            wave: Wave(
                name=wave,
                label=Label(zh=f"{wave} 年", en=wave),
                dates=(f"{wave}-09-01", f"{wave}-10-15"),
                issued=4200,
                break_before=Label(zh="问卷第 7 题改写", en="question 7 reworded")
                if wave == "2024"
                else Label(),
            )
            for wave in WAVES
        },
        sample=Design(weight="w", strata=("county",), cluster="branch"),
    )


def _band(asked, value):
    ordered = sorted(asked.report.bands, key=lambda band: -band.start)
    return next(band.name for band in ordered if value >= band.start)


def _line(asked, rng, n, middle):
    """One score with its interval; withheld under the smallest cell."""
    wide = min(46 / np.sqrt(max(n, 1)), 12)
    if n < asked.report.min_cell:
        nothing = dict.fromkeys(("estimate", "std_error", "low", "high", "n_effective", "deff", "df"), np.nan)
        return nothing | {"n": n, "band": "", "band_low": "", "band_high": "", "withheld": "small"}
    value = float(np.clip(middle + rng.normal(0, wide / 3), 60, 99))
    low, high = max(value - wide, 60.0), min(value + wide, 100.0)
    return {
        "estimate": value, "std_error": wide / 2, "low": low, "high": high, "n": n,
        "n_effective": n / 1.4, "deff": 1.4, "df": 120.0, "band": _band(asked, value),
        "band_low": _band(asked, low), "band_high": _band(asked, high), "withheld": "",
    }  # fmt: skip


WHY = Scale(
    name="why",
    kind="multi",
    points=tuple(
        Point(code=code, label=Label(zh=zh, en=en))
        for code, (zh, en) in enumerate((("停电次数多", "Too many outages"), ("账单看不懂", "Bills unclear"), ("其他", "Other")), 1)
    ),
)  # fmt: skip
CODES = {
    "outages": Theme(name="outages", label=Label(zh="停电", en="Outages"), keywords=("停电",), owner="dispatch"),
    "praise": Theme(name="praise", label=Label(zh="表扬", en="Praise"), keywords=("好",)),
}  # fmt: skip


def _told(asked):
    """The questionnaire with reasons, loyalty, complaints and comments asked as well."""
    likely = Scale(name="likely", points=tuple(Point(code=n, score=10 * n) for n in range(11)), top=(9, 10))
    extra = {
        "why": Item(name="why", label=Label(zh="原因", en="Reasons"), scale="why", role="reason"),
        "stay": Item(
            name="stay", label=Label(zh="继续选择", en="Would stay"), scale="likely", role="loyalty"
        ),
    }
    return asked.model_copy(
        update={
            "items": dict(asked.items) | extra,
            "scales": dict(asked.scales) | {"why": WHY, "likely": likely},
            "codes": CODES,
        }
    )


def _share(value, n, **names):
    wide = 1 / np.sqrt(n)
    return {
        "estimate": value, "std_error": wide / 2, "low": max(value - wide, 0), "high": min(value + wide, 1),
        "n": float(n), "n_effective": n / 1.1, "deff": 1.1, "df": 80.0, "withheld": "",
    } | names  # fmt: skip


def _withheld(**names):
    return dict.fromkeys(("estimate", "std_error", "low", "high", "n", "n_effective", "deff", "df"), np.nan) | {
        "withheld": "small", "covered": np.nan, "p_leads": np.nan, "tied": False,
    } | names  # fmt: skip


def _counts(asked):
    """A question with one answer, a ranked thing and a number, all of them on items there are."""
    item = next(iter(asked.items))
    width = len(asked.scale(item).points)
    line = {
        "std_error": 0.01,
        "low": 0.1,
        "high": 0.4,
        "n": 300.0,
        "n_effective": 290.0,
        "deff": 1.0,
        "df": 299.0,
    }
    answers = [
        line
        | {
            "item": item,
            "place": place,
            "count": 75.0,
            "estimate": 1 / width,
            "withheld": "small" * (not place),
        }
        for place in range(width)
    ]
    rank = {"scale": asked.items[item].scale, "item": item, "mean": 1.5, "mean_low": 1.4, "mean_high": 1.6,
            "first": 0.5, "first_low": 0.45, "first_high": 0.55, "n": 300.0}  # fmt: skip
    number = {"item": item, "mean": 42.0, "low": 40.0, "high": 44.0, "median": 41.0, "n": 300.0}
    return Counts(pd.DataFrame(answers), pd.DataFrame([rank]), pd.DataFrame([number]), (item,))


def _reasons():
    shares = {"1": 0.52, "2": 0.31, "": 0.12}
    covered = dict(zip(shares, (0.52, 0.74, 0.8), strict=True))
    where = {"wave": "2025", "item": "why", "asked": 190.0}
    lines = [
        _share(
            value,
            180,
            segment="",
            level="",
            reason=code,
            covered=covered[code],
            p_leads=1.0 if code == "1" else 1e-4,
            tied=code == "1",
            **where,
        )
        for code, value in shares.items()
    ]
    lines += [
        _share(
            value,
            60,
            segment="class",
            level="居民",
            reason=code,
            covered=np.nan,
            p_leads=np.nan,
            tied=False,
            **where,
        )
        for code, value in shares.items()
    ]
    lines += [_withheld(segment="class", level="农业", reason=code, **where) for code in shares]
    return Reasons(frame_of(ReasonShare, lines))


def _loyal(kind, name, values, measures=("mean", "top")):
    """Both measures of every group; a group of None is withheld."""
    where = {"wave": "2025", "item": "stay"}
    return frame_of(
        kind,
        [
            _withheld(**where, **{name: group}, measure=measure)
            if value is None
            else _share(value, 120, **where, **{name: group}, measure=measure)
            | ({"estimate": 100 * value, "low": 100 * value - 3, "high": 100 * value + 3} if measure == "mean" else {})
            for measure in measures
            for group, value in values.items()
        ]
    )  # fmt: skip


def _recovery(rng):
    contrasts = [
        {
            "wave": "2025",
            "item": "stay",
            "contrast": name,
            "alike": -0.5,
            "alike_low": -4.0,
            "alike_high": 3.0,
            "alike_p": 0.8,
        }
        | _comparison(rng, 120, hidden=name == "deviation")
        for name in CONTRASTS
    ]
    steps = [
        {"wave": "2025", "item": "stay", "upper": place, "lower": place + 1, "ratio": ratio, "ratio_low": ratio - 0.2,
         "ratio_high": ratio + 0.2, "ratio_p": 1e-4, "versus_last_p": 1e-4, "versus_last": more, "versus_last_low": more - 4, "versus_last_high": more + 4}
        | _comparison(rng, 300, hidden=False)
        for place, ratio, more in ((0, 1.6, -9.0), (1, np.nan, np.nan), (2, np.nan, np.nan))
    ]  # fmt: skip
    return Recovery(
        rates=frame_of(ProblemRate, [_share(0.4, 500, wave="2025", measure=name) for name in RATES]),
        groups=_loyal(
            GroupLoyalty, "group", {"none": 0.8, "resolved": 0.7, "unresolved": 0.5, "silent": None}
        ),
        contrasts=frame_of(LoyaltyContrast, contrasts),
        levels=_loyal(LevelLoyalty, "place", {0: 0.9, 1: 0.7, 2: 0.5, 3: None}),
        steps=frame_of(LoyaltyStep, steps),
    )


def _comments():
    codes = [
        _share(value, 400, segment="", level="", code=code)
        for code, value in (("praise", 0.2), ("outages", 0.6), ("", 0.1))
    ]
    codes += [
        _share(0.4, 90, segment="class", level="居民", code="outages"),
        _withheld(segment="class", level="农业", code="outages"),
    ]
    topics = frame_of(TopicShare, [_share(0.3, 60, topic=0, words="停电 · 夏天", people=18)])
    quotes = [("夏天老停电。", "outages", -1), ("电话***打不通。", "", 0)]
    return Comments(
        400, 3000, frame_of(ThemeShare, codes), topics,
        frame_of(Quote, [{"text": text, "code": code, "topic": topic, "segment": "class", "level": "居民"} for text, code, topic in quotes]),
    )  # fmt: skip


def _nodes(asked):
    yield from ((item, "item", "", 0) for item in asked.items)
    yield from (
        (name, "indicator", node.parent, 1 if node.parent else 0) for name, node in asked.indicators.items()
    )


def _scores(asked, rng, middles):
    lines = []
    for number, wave in enumerate(WAVES):
        groups = [("", "", 2900 + 40 * number)]
        for segment, (_, _, levels) in SEGMENTS.items():
            groups += [
                (segment, level, (7, 26, 800, 1400)[(place + len(segment)) % 4])
                for place, level in enumerate(levels)
            ]
        for segment, level, n in groups:
            shift = 0 if not segment else 4 * (hash_of(segment + level) - 0.5)
            for node, kind, parent, depth in _nodes(asked):
                middle = (
                    middles[
                        node
                        if kind == "item"
                        else node.replace("l", "q").replace("p", "q") + "0" * (depth == 0)
                    ]
                    + number
                    + shift
                )
                line = {
                    "wave": wave,
                    "segment": segment,
                    "level": level,
                    "node": node,
                    "kind": kind,
                    "parent": parent,
                    "depth": depth,
                }
                lines.append(line | _line(asked, rng, n, middle))
    return pd.DataFrame(lines)


def hash_of(text):
    """A number in [0, 1) that is the same on every machine."""
    return sum(map(ord, text)) % 17 / 17


def _comparison(rng, n, hidden):
    difference, kind = float(rng.normal(0, 2)), KINDS[int(rng.integers(4))]
    nothing = np.nan if hidden else 1.0
    return {
        "difference": difference * nothing, "std_error": 0.7 * nothing, "low": (difference - 1.4) * nothing,
        "high": (difference + 1.4) * nothing, "p": 0.004 * nothing, "p_adjusted": 0.0004 * nothing, "n": n,
        "n_versus": n, "evidence": "hidden" if hidden else "small" if n < 30 else kind,
    }  # fmt: skip


def evidence(asked=None, seed=5):
    """A whole :class:`Evidence` for ``asked``, the same for the same seed."""
    asked = asked or questionnaire()
    rng = np.random.default_rng(seed)
    middles = {node: float(rng.uniform(76, 95)) for node, *_ in _nodes(asked) if not node.startswith("l")}
    scores = _scores(asked, rng, middles)
    falls = {item: np.sort(rng.dirichlet((6, 5, 2, 1)))[::-1] for item in asked.items}
    distribution = pd.DataFrame(
        [
            {"wave": wave, "item": item, "place": place, "share": share, "count": round(2900 * share), "n": 2900}
            for wave in WAVES for item in asked.items for place, share in enumerate(falls[item])
        ]
    )  # fmt: skip
    boxes = pd.DataFrame(
        [
            {"wave": wave, "segment": "", "level": "", "item": item, "measure": measure, "estimate": value,
             "std_error": 0.01, "low": value - 0.02, "high": value + 0.02, "n": 2900, "withheld": ""}
            for wave in WAVES for item in asked.items
            for measure, value in (("satisfied", falls[item][:2].sum()), ("bottom", falls[item][3]))
        ]
    )  # fmt: skip
    changes = pd.DataFrame(
        [
            {"node": node, "wave": later, "versus": earlier, "segment": "", "level": ""} | _comparison(rng, 2900, hidden=False)
            for earlier, later in pairwise(WAVES) for node, *_ in _nodes(asked)
        ]
    )  # fmt: skip
    parts = scores[(scores["wave"] == "2025") & (scores["segment"] != "")]
    gaps = pd.DataFrame(
        [
            {"wave": "2025", "segment": line.segment, "level": line.level, "node": line.node, "complement": 86.0, "kind": "segment"}
            | _comparison(rng, line.n, hidden=line.n < 10)
            for line in parts.itertuples()
        ]
    )  # fmt: skip
    departments = pd.DataFrame(
        [
            {"wave": "2025", "department": name, "estimate": 80.5 + 3 * place, "complement": 86.0, "own_low": 79.7 + 3 * place, "own_high": 81.3 + 3 * place,
             "segment": "", "level": ""} | _comparison(rng, 2900, hidden=False)
            for place, name in enumerate(asked.departments)
        ]
    )  # fmt: skip
    composition = pd.DataFrame(
        [
            {"node": node, "wave": "2025", "versus": "2024", "change": 1.2, "change_low": 0.4, "change_high": 2.0, "change_p": 3e-3, "covered": 1.0,
             "mix": -0.3, "mix_low": -0.5, "mix_high": -0.1, "mix_p": 1e-4, "performance": 1.5, "performance_low": 0.7,
             "performance_high": 2.3, "performance_p": 1e-4} for node, *_ in _nodes(asked)
        ]
    )  # fmt: skip
    leaves = [name for name in asked.indicators if name.startswith("l")]
    latest = scores[(scores["wave"] == "2025") & (scores["segment"] == "")].set_index("node")["estimate"]
    ranking = latest[leaves].sort_values().reset_index()
    ranking = ranking.set_axis(["node", "estimate"], axis=1).assign(
        n=2900,
        p_lowest=[1.0, 0.4, *[1e-4] * (len(leaves) - 2)],
        tied=[True, True, *[False] * (len(leaves) - 2)],
    )
    return Evidence(questionnaire=with_pairs(_told(asked)), scores=scores, boxes=boxes, distribution=distribution, levels={(segment.name, level.name): level.label for segment in asked.segments.values() for level in segment.levels}, checks=(
            Check("duplicates", Text("the same respondent twice"), pd.DataFrame({"row": range(12)}), 3000, "exclude"),
            Check("speeders", Text("answers given faster than a third of the median time"), pd.DataFrame({"row": range(41)}), 3000, "flag"),
            Check("straightlining", Text("one answer all the way down"), pd.DataFrame({"row": range(101)}), 3000, "flag"),
        ), waterfall=pd.DataFrame(
            [{"wave": wave, "step": step, "n": n} for wave in WAVES for step, n in (("received", 3012), ("duplicates", 12), ("analysed", 3000))]
        ), weighting=pd.DataFrame(
            [{"wave": wave, "n": 3000, "n_effective": 2100.4, "kish": 1.12, "kish_delivered": 1.12, "clusters": 120, "strata": 14, "df": 106, "targets": ""} for wave in WAVES]
        ), provenance={
            "versions": {"satkit": "0.1.0", "python": "3.11.7", "numpy": "2.3.0"}, "method": "bootstrap",
            "replicates": 1000, "seed": 20260101, "definition": {"survey.toml": "ab" * 32},
            "files": {"2025.csv": "cd" * 32}, "notes": {"2025": (Text("read as GB18030"),)}, "command": "satkit report power",
        }, findings=(
            Finding("standing", Text("Overall satisfaction is 88.1 out of 100 (95%% interval 87.2–88.9), in the “good” band."), "firm", "summary", "neutral", 2980),
            Finding("change", Text("Compared with 2024, overall satisfaction rose clearly by 1.3 points (95%% interval +0.6 to +1.9)."), "firm", "trend", "good", 2980),
            Finding("lowest", Text("The lowest scores are for “Bills and metering: result” and “Information: promptness”; the differences among them are not significant."), "firm", "indicators", "act", 2980),
            Finding("gap", Text("Customer class “Agriculture” scores 2.9 points lower than the other respondents."), "significant", "segments", "bad", 800),
        )).with_results(drivers(asked, rng), kano(with_pairs(asked), rng), investment(asked), index(asked), _counts(asked), _reasons(), _recovery(rng), _comments(), Changes(table=changes, composition=composition), Gaps(table=gaps), Departments(table=departments), Ranking(table=ranking), Missing(table=pd.DataFrame(
            [{"wave": "2025", "item": item, "reason": "skipped", "n": 60, "share": 60 / 2980} for item in asked.items]
        )))  # fmt: skip


@pytest.fixture(scope="session")
def found():
    """The usual evidence: seven parts, 21 leaves, three waves."""
    return evidence()


@pytest.fixture(scope="session")
def make():
    """The makers of evidence and questionnaires, for tests that need another."""
    return evidence, questionnaire


@pytest.fixture(scope="session")
def pages(found, tmp_path_factory):
    """The reports of both languages with their workbooks, written once."""
    folder = tmp_path_factory.mktemp("reports")
    return {
        language: write(found, ANALYSES, language, folder / f"{language}.html", folder / f"{language}.xlsx")
        for language in ("zh", "en")
    }


@pytest.fixture(scope="session")
def html(pages):
    """The text of both pages."""
    return {language: written.path.read_text(encoding="utf-8") for language, written in pages.items()}
