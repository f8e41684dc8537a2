"""How the respondents answered, question by question."""

from __future__ import annotations

from collections.abc import Mapping

from satkit.analyses.trend.estimate import Changes
from satkit.analyses.trend.rows import ShareChangeRow
from satkit.findings.evidence import Evidence
from satkit.language import Text
from satkit.number_format import count, interval, score, share, signed_interval, signed_score
from satkit.report import lookup, words
from satkit.report.blocks import Block, Figure, Note, Section
from satkit.report.figures import distribution
from satkit.scoring.answer_tables import Answers, answer_table, group_answers, name_answer
from satkit.scoring.rows import AnswerRow, BoxRow, ScoreRow
from satkit.survey.bins import bins
from satkit.survey.questionnaire import Questionnaire
from satkit.tables.rows import read_rows

KEY = "answers"
MOST = 30
QUESTION = Text("How did people answer?")
SUBTITLE = Text(
    "Share of every answer, %(wave)s, sorted by mean score; people who did not answer are left out"
)
TITLE = Text("Answers on the scale “%(scale)s”")
READ = Text("Questions: %(count)d; the highest mean is for %(best)s, the lowest for %(worst)s")
ONE = Text("One question: %(name)s")
TIP = Text("%(name)s, %(answer)s: %(share)s (%(count)s of %(n)s)")
INDICES = {
    "nps": Text("Net promoter score of “%(name)s”: %(score)s (%(interval)s), n = %(n)s"),
    "ces": Text("Effort score of “%(name)s”: %(score)s (%(interval)s), n = %(n)s"),
}
SINCE = Text("“%(name)s” compared with %(wave)s: %(change)s (%(interval)s)  %(verdict)s")


def section(evidence: Evidence) -> Section | None:
    """One figure per scale, and the exact counts."""
    questionnaire = evidence.questionnaire
    means = {node: row for node, row in evidence.everyone().items() if row["kind"] == "item"}
    rows = read_rows(evidence.distribution, AnswerRow, wave=evidence.latest)
    scales = group_answers(questionnaire, rows, means)
    if not scales:
        return None
    blocks: list[Block] = [
        _draw_answers(questionnaire, scale, {item: answers[item] for item in run}, means, number)
        for scale, answers in scales.items()
        for number, run in enumerate(lookup.batch_evenly(list(answers), MOST))
    ]
    blocks += _tell_indices(evidence)
    tables = tuple(answer_table(scale, answers, means, evidence.names) for scale, answers in scales.items())
    subtitle = SUBTITLE.with_values(wave=lookup.wave_label(questionnaire, evidence.latest))
    return Section(KEY, QUESTION, subtitle, tuple(blocks), tables)


def _tell_indices(evidence: Evidence) -> list[Block]:
    """Net promoter and effort scores, where they were asked."""
    notes: list[Block] = []
    for measure, sentence in INDICES.items():
        for row in read_rows(
            evidence.boxes, BoxRow, wave=evidence.latest, segment="", measure=measure, withheld=""
        ):
            write, write_ends = (signed_score, signed_interval) if measure == "nps" else (score, interval)
            notes.append(
                Note(
                    sentence.with_values(
                        name=evidence.questionnaire.label(row["item"]),
                        score=write(row["estimate"]),
                        interval=write_ends(row["low"], row["high"]),
                        n=count(row["n"]),
                    )
                )
            )
            notes += _tell_change(evidence, row)
    return notes


def _tell_change(evidence: Evidence, box: BoxRow) -> list[Note]:
    """How a net promoter or effort score changed since the wave before."""
    questionnaire, shares = evidence.questionnaire, evidence[Changes].shares
    steps = read_rows(shares, ShareChangeRow, wave=evidence.latest, item=box["item"], measure=box["measure"])
    return [
        Note(
            SINCE.with_values(
                wave=lookup.wave_label(questionnaire, step["versus"]),
                name=questionnaire.label(box["item"]),
                change=signed_score(step["difference"]),
                interval=signed_interval(step["low"], step["high"]),
                verdict=words.change(step["evidence"], step["difference"]).words,
            )
        )
        for step in steps
        if step["evidence"] not in words.UNTOLD
    ]


def _draw_answers(
    questionnaire: Questionnaire, scale: str, answers: Answers, means: Mapping[str, ScoreRow], number: int
) -> Figure:
    order = bins(questionnaire.scales[scale]).best_first
    names = [name_answer(questionnaire, scale, place) for place in order]
    bars = []
    for item, rows in answers.items():
        label, by_place = questionnaire.label(item), {row["place"]: row for row in rows}
        tips = tuple(
            TIP.with_values(
                name=label,
                answer=name,
                share=share(by_place[place]["share"], by_place[place]["n"]),
                count=count(by_place[place]["count"]),
                n=count(by_place[place]["n"]),
            )
            for place, name in zip(order, names, strict=True)
        )
        shares = tuple(by_place[place]["share"] for place in order)
        bars.append(distribution.Bar(label, shares, means[item]["estimate"], int(rows[0]["n"]), tips))
    best, worst = (questionnaire.label(item) for item in (next(iter(answers)), list(answers)[-1]))
    read = (
        ONE.with_values(name=best)
        if len(answers) == 1
        else READ.with_values(count=len(answers), best=best, worst=worst)
    )
    chart = distribution.Distribution(bars, names, (words.MEAN, words.ANSWERS))
    key = f"fig-answers-{list(questionnaire.scales).index(scale)}-{number}"
    return Figure(chart, TITLE.with_values(scale=questionnaire.scales[scale].title), read, key)
