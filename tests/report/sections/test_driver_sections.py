"""What the sections on drivers, penalties, Kano and investment make of the evidence."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from satkit.analyses import conclude, weigh
from satkit.analyses.drivers import finding as driver_rule
from satkit.analyses.drivers import finding_penalties as penalty_rule
from satkit.analyses.drivers import section as drivers
from satkit.analyses.drivers import section_penalties
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.investment import finding as investment_rule
from satkit.analyses.investment import section as investment
from satkit.analyses.investment.estimate import Investment
from satkit.analyses.kano import finding as kano_rule
from satkit.analyses.kano import section as kano
from satkit.analyses.kano.estimate import Kano
from satkit.errors import quote_all
from satkit.findings.order import state_confidence
from satkit.language import Text, say
from satkit.models.drivers.stability import Stability
from satkit.report import workbook
from satkit.report.blocks import Figure, Note, Prose
from satkit.tables.cells import Interval, Share, words_of
from satkit.tables.table import Table


def tables(section):
    return {block.key: block for block in (*section.blocks, *section.details) if isinstance(block, Table)}


def notes(section):
    return [say(block.words, "en") for block in section.blocks if isinstance(block, Note)]


def words(findings):
    return [say(state_confidence(finding, "95%").text, "en") for finding in findings]


def with_table(found, **columns):
    """The evidence with other columns in the table of drivers."""
    return found.with_results(replace(found.get(Drivers), table=found.get(Drivers).table.assign(**columns)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_drivers_come_with_picture_map_table_and_sentence(found, language):
    made = drivers.section(conclude(found))
    assert isinstance(made.blocks[0], Prose)
    assert sum(isinstance(block, Figure) for block in made.blocks) == 2
    rows = tables(made)["drivers"].rows
    shares = [row[1].value for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert all(isinstance(row[2], Interval) and row[2].low <= row[1].value <= row[2].high for row in rows)
    assert set(tables(made)) == {"drivers", "driver-effects", "driver-areas", "dissatisfiers"}


def test_what_counts_as_dissatisfied_stands_below_the_question(found):
    assert "(“Dissatisfied”)" in say(drivers.section(found).subtitle, "en")
    score = found.with_results(replace(found.get(Drivers), measure="score"))
    assert "“Overall satisfaction”" in say(drivers.section(score).subtitle, "en")


def test_effects_of_a_share_are_in_percentage_points(found):
    made = drivers.section(found)
    first = tables(made)["driver-effects"].rows[0]
    slope = found.get(Drivers).table["slope"].min()
    assert first[1] == pytest.approx(1000 * slope)
    assert any(
        "percentage points" in say(block.words, "en") for block in made.details if isinstance(block, Note)
    )


def test_opposite_signs_are_told_by_name(found):
    label = found.questionnaire.label(found.get(Drivers).table["driver"].iloc[1]).en
    assert any(f"“{label}”: alone and beside" in note for note in notes(drivers.section(found)))


def test_five_points_more_are_told_for_the_three_strongest_whose_effect_is_sure(found):
    told = next(note for note in notes(drivers.section(found)) if note.startswith("Five points more"))
    assert told.count("“") == 3
    assert "percentage points dissatisfied" in told
    unsure = with_table(found, lift_low=-1.0, lift_high=1.0)
    assert not any("Five points" in note for note in notes(drivers.section(unsure)))


def test_what_differs_between_waves_and_groups_is_named_and_sameness_told(found):
    told = notes(drivers.section(weigh(found)))
    changed = next(note for note in told if note.startswith("Against 2024"))
    assert "has changed (Holm over" in changed
    assert "−2.0 against −0.5" in changed
    assert any(note.startswith("Between groups of “") and "none shows an effect" in note for note in told)
    results = found.get(Drivers)
    other = replace(
        results,
        waves=results.waves.assign(evidence="unclear"),
        groups=results.groups.assign(evidence=results.waves["evidence"], measure="score"),
    )
    told = notes(drivers.section(weigh(found.with_results(other))))
    assert any("none has an effect that has changed" in note for note in told)
    assert any("against 0.0" in note for note in told if note.startswith("Between groups"))
    alone = replace(results, waves=pd.DataFrame(), groups=pd.DataFrame())
    assert not any("Holm" in note for note in notes(drivers.section(found.with_results(alone))))


def test_a_comparison_with_the_wave_before_that_failed_is_told_with_its_reason(found):
    why = Text("the outcome is the same for everyone")
    failed = replace(found.get(Drivers), waves=pd.DataFrame(), uncompared=why)
    told = notes(drivers.section(found.with_results(failed)))
    assert "The drivers cannot be compared with 2024: the outcome is the same for everyone." in told


def test_the_workbook_holds_every_comparison_of_drivers_and_the_page_none(found):
    section = drivers.section(found)
    assert not {"driver-waves", "driver-groups"} & set(tables(section))
    held = {block.key: block for _, block in workbook.tables([section])}
    waves, groups = held["driver-waves"], held["driver-groups"]
    results = found.get(Drivers)
    assert say(waves.caption, "en") == "Drivers against 2024"
    assert len(waves.rows) == len(results.waves)
    assert len(groups.rows) == len(results.groups)
    line = results.waves.iloc[0]
    tens = 10 if line["measure"] == "score" else 1000
    row = waves.rows[0]
    assert row[1:3] == (Share(line["share"], line["n"]), Share(line["rest"], line["n"]))
    assert row[3:6] == pytest.approx(tuple(tens * line[["slope", "slope_rest", "difference"]]))
    assert row[6] == Interval(tens * line["difference_low"], tens * line["difference_high"])
    assert row[-2:] == (line["p_adjusted"], line["n"])


@pytest.mark.parametrize(
    ("why", "words"),
    [("hidden", "fewer than"), ("small", "small base, not tested"), ("none", "the outcome is constant")],
)
def test_a_group_without_numbers_has_none_in_the_workbook_but_its_reason(found, why, words):
    groups = found.get(Drivers).groups.iloc[:1].astype({"reason": object}).assign(evidence=why)
    groups["reason"] = [Text("the outcome is constant")]
    told = found.with_results(replace(found.get(Drivers), groups=groups))
    row = drivers.section(told).sheets[-1].rows[0]
    assert words in say(words_of(row[-3]), "en")
    assert [cell for cell in (*row[2:-3], *row[-2:]) if cell not in {None, ""}] == []


def test_what_the_lasso_picks_is_told_with_its_mistakes(found):
    names = tuple(found.get(Drivers).table["driver"])
    chances = np.zeros(len(names))
    quiet = Stability(names, chances, 4, 0.75, 0.8)
    told = notes(drivers.section(found.with_results(replace(found.get(Drivers), stability=quiet))))
    assert "The lasso picks no driver in as many as 75% of half-samples." in told
    sure = Stability(names, np.where(np.arange(len(names)) == 2, 0.9, 0.1), 4, 0.75, 0.8)
    told = notes(drivers.section(found.with_results(replace(found.get(Drivers), stability=sure))))
    picked = next(note for note in told if note.startswith("The lasso picks these"))
    assert "(90%)" in picked
    assert "fewer than 0.8" in picked


@pytest.mark.parametrize(
    ("method", "words"), [("lmg", "in every replicate"), ("lmg_once", "exact for the sample"), ("relative_weights", "too many")]
)  # fmt: skip
def test_how_the_shares_were_computed_is_told(found, method, words):
    made = drivers.section(found.with_results(replace(found.get(Drivers), method=method)))
    assert any(words in say(block.words, "en") for block in made.details if isinstance(block, Note))


def test_what_was_left_out_is_told_with_its_reason(found):
    left = found.with_results(replace(found.get(Drivers), left=(("l01", Text("nobody was asked")),)))
    name = found.questionnaire.label("l01").en
    assert f"Left out: “{name}” (nobody was asked)." in notes(drivers.section(left))


def test_a_reason_stands_in_place_of_numbers(found):
    nothing = Drivers("2025", outcome="overall", n=12, reason=Text("only 12 respondents"))
    made = drivers.section(found.with_results(nothing))
    assert notes(made) == ["This part could not be made: only 12 respondents"]
    assert section_penalties.section(found.with_results(nothing)) is None
    assert list(driver_rule.find(weigh(found.with_results(nothing)))) == []


def one_first(found, chance):
    p = len(found.get(Drivers).table)
    others = np.full(p - 1, (1 - chance) / (p - 1))
    return with_table(found, probability_first=[chance, *others], p_leads=[1, *np.full(p - 1, 0.5)])


def test_a_driver_is_called_the_largest_where_no_other_may_be_and_likely_from_eighty_percent(found):
    p, name = (
        len(found.get(Drivers).table),
        found.questionnaire.label(found.get(Drivers).table["driver"].iloc[0]).en,
    )
    sure = next(
        driver_rule.find(weigh(with_table(one_first(found, 0.9), p_leads=[1, *np.full(p - 1, 1e-4)])))
    )
    assert sure.evidence == "significant"
    assert words([sure])[0].startswith(f"“{name}” goes with dissatisfaction most")
    assert "not an effect shown" in words([sure])[0]
    likely = next(driver_rule.find(weigh(one_first(found, 0.9))))
    assert likely.evidence == "likely"
    assert words([likely])[0].startswith(
        f"“{name}” very likely goes with dissatisfaction most (probability 90%)"
    )
    few = next(
        driver_rule.find(weigh(with_table(one_first(found, 0.5), p_leads=[1, 0.4, *np.full(p - 2, 1e-4)])))
    )
    assert few.evidence == "unclear"
    assert "go with dissatisfaction most; the data cannot tell them apart" in words([few])[0]
    chances = [0.5, 0.35, *np.full(p - 2, 0.15 / (p - 2))]
    tied = with_table(found, probability_first=chances, p_leads=np.full(p, 0.5))
    assert words([next(driver_rule.find(weigh(tied)))])[0].startswith("One of “")
    open_ = next(
        driver_rule.find(
            weigh(one_first(found.with_results(replace(found.get(Drivers), areas=pd.DataFrame())), 0.1))
        )
    )
    assert open_.evidence == "unclear"
    assert "No single driver stands out" in words([open_])[0]


def test_areas_stand_once_with_every_measure_beside_the_others(found):
    table = tables(drivers.section(found))["driver-areas"]
    methods = found.get(Drivers).areas["method"].nunique()
    assert len(table.rows) == found.get(Drivers).areas["area"].nunique()
    assert len(table.columns) == len(table.rows[0]) == 2 + 2 * methods


def test_key_enhancers_are_a_sentence_below_the_failures(found):
    made = drivers.section(found)
    told = next(
        say(b.words, "en") for b in made.details if isinstance(b, Note) and "enhancers" in say(b.words, "en")
    )
    assert told.count("“") == 3
    assert "of the 1,800 respondents" in told
    none = found.with_results(replace(found.get(Drivers), enhancers=pd.DataFrame()))
    made = drivers.section(none)
    assert not any("enhancers" in say(b.words, "en") for b in made.details if isinstance(b, Note))


def test_no_order_is_told_where_drivers_account_for_no_more_than_chance(found):
    little = found.with_results(replace(found.get(Drivers), explained=(0.01, 0.004, 0.02)))
    told = words(driver_rule.find(weigh(little)))
    assert len(told) == 1
    assert "no more of the overall answer than chance" in told[0]


def test_a_reason_comes_with_what_to_do_about_it(found):
    empty = Drivers("2025", outcome="overall", reason=Text("too alike"), mend=Text("leave one out"))
    assert notes(drivers.section(found.with_results(empty))) == [
        "This part could not be made: too alike; leave one out"
    ]
    assert drivers.section(found.with_results(Drivers("2025", reason=Text("none asked")))) is None


def test_a_reason_calls_drivers_by_their_labels(found):
    asked = found.questionnaire
    names = tuple(found.get(Drivers).table["driver"][:2])
    reason = Text("drivers repeat each other exactly: %(names)s", {"names": quote_all(names)})
    empty = found.with_results(Drivers("2025", outcome="overall", reason=reason))
    told = notes(drivers.section(empty))[0]
    assert all(f"“{asked.label(name).en}”" in told for name in names)


def test_areas_speak_where_single_drivers_cannot(found):
    areas = found.get(Drivers).areas.copy()
    mine = areas["method"] == "lmg_dissatisfied"
    areas.loc[mine, "probability_first"] = [0.9, *[0.1 / (mine.sum() - 1)] * (mine.sum() - 1)]
    open_ = one_first(found.with_results(replace(found.get(Drivers), areas=areas)), 0.1)
    assert (
        "among the areas “Quality of supply” very likely goes with"
        in words([next(driver_rule.find(weigh(open_)))])[0]
    )
    areas.loc[mine, "p_leads"] = [1.0, *[1e-4] * (mine.sum() - 1)]
    assert "among the areas “Quality of supply” goes with" in words([next(driver_rule.find(weigh(open_)))])[0]


def test_a_priority_is_hedged_unless_tested(found):
    p = len(found.get(Drivers).table)
    chances = with_table(
        found, p_concentrate=[0.99, 0.85, 0.6, *np.zeros(p - 3)], doubt=[1e-6, 0.02, 0.2, *np.ones(p - 3)]
    )
    told = words(driver_rule.find(weigh(chances)))
    assert sum(sentence.startswith("Priority: ") for sentence in told) == 1
    assert sum(sentence.startswith("Candidates for priority: ") for sentence in told) == 1


def test_penalties_are_classed_only_from_one_half(found):
    made = section_penalties.section(found)
    rows = tables(made)["penalties"].rows
    verdicts = [say(row[7].words, "en") for row in rows]
    assert any(verdict == "not certain" for verdict in verdicts)
    assert "small base" in verdicts
    assert all("(" not in verdict or int(verdict.split("(")[1][:-2]) >= 50 for verdict in verdicts)
    told = words(penalty_rule.find(weigh(found)))
    assert all("goes with a larger" in sentence for sentence in told)
    assert told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_categories_come_with_picture_probability_and_table(found, language):
    made = kano.section(conclude(found))
    assert isinstance(made.blocks[0], Prose)
    assert sum(isinstance(block, Figure) for block in made.blocks) == 1
    rows = tables(made)["kano"].rows
    assert len(rows) == 5
    assert all(0.3 < row[2] <= 1 for row in rows)
    assert all(row[6] >= 0 for row in rows), "worse is shown by its size"
    assert set(tables(made)) == {
        "kano", "kano-shares", "kano-numbers", "kano-changes", "kano-segments", "kano-agreement",
    }  # fmt: skip


def test_a_category_that_changed_is_shown_with_what_it_was(found):
    rows = tables(kano.section(found))["kano-changes"].rows
    assert say(rows[0][1], "en") == "attractive → one-dimensional"
    still = found.get(Kano).changes.assign(category_versus="O")
    rows = tables(kano.section(found.with_results(replace(found.get(Kano), changes=still))))[
        "kano-changes"
    ].rows
    assert say(rows[0][1], "en") == "one-dimensional"


def test_doubts_about_attributes_are_told(found):
    told = notes(kano.section(found))
    assert "“Notice of outages” is not certain: must-be with 70%, one-dimensional with 30%." in told
    assert any("may be swapped" in note for note in told)
    table = found.get(Kano).table.copy()
    table["reason"] = table["reason"].astype(object)
    gone = (table["attribute"] == "paper") & (table["wave"] == "2025")
    table.loc[gone, "reason"] = pd.Series(
        [Text("nobody answered both questions")] * gone.sum(), table.index[gone]
    )
    table.loc[gone, ["category", "quadrant", "by_means"]] = ""
    made = kano.section(found.with_results(replace(found.get(Kano), table=table)))
    assert "“Paper bills”: nobody answered both questions." in notes(made)
    assert len(tables(made)["kano"].rows) == 4


def test_penalties_none_of_which_is_sure_are_said_to_be_indications(found):
    unsure = found.get(Drivers).contrast.assign(evidence="unclear")
    made = section_penalties.section(found.with_results(replace(found.get(Drivers), contrast=unsure)))
    assert say(made.blocks[0].sentences[0], "en").startswith(
        f"For none of the {len(unsure)} drivers is the difference"
    )
    assert not any(
        "For none of" in say(sentence, "en")
        for block in section_penalties.section(conclude(found)).blocks
        if isinstance(block, Prose)
        for sentence in block.sentences
    )


def both_ways(found, kinds, **changes):
    """The evidence with ratings of the attributes: class and probability of each."""
    asked = found.questionnaire
    names = list(asked.attributes)
    leaves = list(found.get(Drivers).contrast["driver"])[: len(names)]
    contrast = found.get(Drivers).contrast.head(len(names)).assign(
        **{"class": [kind for kind, _ in kinds], "probability": [chance for _, chance in kinds]},
        evidence="unclear", **changes,
    )  # fmt: skip
    nodes = {
        name: asked.kano.attribute[name].model_copy(update={"node": node})
        for name, node in zip(names, leaves, strict=True)
    }
    linked = asked.model_copy(update={"kano": asked.kano.model_copy(update={"attribute": nodes})})
    table = found.get(Kano).table.assign(probability=0.95)
    return replace(found, questionnaire=linked).with_results(replace(found.get(Drivers), contrast=contrast), replace(found.get(Kano), table=table))  # fmt: skip


RATED = [("frustrator", 0.9), ("delighter", 0.8), ("hybrid", 0.4), ("satisfier", 0.6), ("none", 0.7)]


def test_pairs_and_ratings_are_said_to_agree_only_where_both_are_sure(found):
    evidence = both_ways(found, RATED)
    told = notes(kano.section(evidence))
    assert (
        "Penalty and reward of the ratings say the same as the pairs of “Notice of outages”, “Repair progress” "
        "and “Paper bills”." in told
    )
    apart = next(note for note in told if "say otherwise" in note)
    assert "“Restored within two hours” (must-be by its pairs, attractive by its ratings)" in apart
    assert "look at both before deciding" in apart
    assert (
        "Of “Hotline within 20 s” the ratings do not tell surely enough whether they agree with the pairs."
        in told
    )
    rows = tables(kano.section(evidence))["kano-agreement"].rows
    assert [say(row[-1], "en") for row in rows] == ["yes", "no", "open", "yes", "yes"]
    assert say(rows[2][3], "en") == "not certain"


@pytest.mark.parametrize(
    "changes",
    [{"evidence": "small"}, {"penalty_low": 0.5}, {"reward_high": -0.5}],
    ids=lambda c: next(iter(c)),
)
def test_ratings_that_are_few_or_against_their_sense_decide_nothing(found, changes):
    evidence = both_ways(found, RATED)
    contrast = evidence.get(Drivers).contrast.assign(**changes)
    made = kano.section(evidence.with_results(replace(evidence.get(Drivers), contrast=contrast)))
    assert {say(row[-1], "en") for row in tables(made)["kano-agreement"].rows} == {"open"}


def test_a_category_that_is_not_sure_agrees_with_nothing(found):
    evidence = both_ways(found, RATED)
    unsure = replace(evidence.get(Kano), table=evidence.get(Kano).table.assign(probability=0.7))
    rows = tables(kano.section(evidence.with_results(unsure)))["kano-agreement"].rows
    assert {say(row[-1], "en") for row in rows} == {"open"}


def test_segments_that_sort_an_attribute_differently_are_named(found):
    assert not any("differently (adjusted" in note for note in notes(kano.section(found)))
    apart = found.get(Kano).association.assign(p_adjusted=[1e-6, 1.0, 1.0, 1.0, 1.0])
    made = kano.section(weigh(found.with_results(replace(found.get(Kano), association=apart))))
    begins = "The groups of “Customer class” sort “Notice of outages” differently (adjusted p <"
    assert any(note.startswith(begins) for note in notes(made))
    assert tables(made)["kano-segments"].rows[0][1:] == (0.04, 1e-6)


def test_stated_importance_stands_beside_the_numbers_and_a_contradiction_is_told(found):
    bare = tables(kano.section(found))["kano-numbers"]
    assert len(bare.columns) == 4
    table = found.get(Kano).table.assign(importance=20.0, importance_low=18.0, importance_high=22.0)
    table["contradicts"] = table["attribute"] == "notice"
    made = kano.section(found.with_results(replace(found.get(Kano), table=table)))
    assert tables(made)["kano-numbers"].rows[0][4:] == (20.0, Interval(18.0, 22.0))
    told = [note for note in notes(made) if "contradict each other" in note]
    assert told == [
        "“Notice of outages” is must-be by its pairs, but its stated importance is 20.0 of 100: the two contradict each other."
    ]


def test_kano_findings_name_only_what_is_sure(found):
    sure = found.get(Kano).table.assign(probability=0.99)
    told = words(kano_rule.find(weigh(found.with_results(replace(found.get(Kano), table=sure)))))
    assert told[0].startswith("Must-be qualities: “Notice of outages” and “Restored within two hours”")
    assert any("was attractive in 2024 and is one-dimensional in 2025" in sentence for sentence in told)
    unsure = found.get(Kano).table.assign(probability=0.7, p_category=0.5)
    assert not any(
        "qualities:" in s
        for s in words(kano_rule.find(weigh(found.with_results(replace(found.get(Kano), table=unsure)))))
    )


def test_the_plan_says_where_to_stop_and_what_is_shaky(found):
    made = investment.section(conclude(found))
    told = notes(made)
    assert any("“Notice of outages”: stop at 80% fulfilled" in note for note in told)
    assert any("Nothing now for “Repair progress”" in note for note in told)
    assert any("“Hotline within 20 s” (60%) only sometimes" in note for note in told)
    assert "On the costs: invented." in told
    assert len(tables(made)["plan"].rows) == 4
    finding = next(investment_rule.find(weigh(found)))
    assert "200 (ten thousand yuan)" in words([finding])[0]


def test_without_a_plan_the_reason_is_told(found):
    none = Investment(found.get(Investment).table.head(0), 200.0, Text("the cost of 'notice' is 0"))
    made = investment.section(found.with_results(none))
    assert notes(made)[0] == "There is no plan: the cost of 'notice' is 0."
    assert list(investment_rule.find(weigh(found.with_results(none)))) == []
    assert investment.section(found.without(Investment)) is None
