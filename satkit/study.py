"""Study: one survey folder, every result, each computed when first asked."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from satkit.analyses import ANALYSES, SECTIONS, conclude
from satkit.analyses.comments.estimate import Comments
from satkit.analyses.departments.estimate import Departments
from satkit.analyses.drivers.estimate import Drivers
from satkit.analyses.drivers.fitted import fit_drivers
from satkit.analyses.drivers.rises import DriverRises, raise_drivers
from satkit.analyses.drivers.rows import Outcome
from satkit.analyses.index.covariance import fit_covariance
from satkit.analyses.index.covariance_result import CovarianceFit, CovarianceIndex
from satkit.analyses.index.estimate import fit_index
from satkit.analyses.index.result import IndexResult
from satkit.analyses.investment.estimate import Investment
from satkit.analyses.kano.estimate import Kano
from satkit.analyses.other_answers.estimate import Counts
from satkit.analyses.reasons.estimate import Reasons
from satkit.analyses.recovery.estimate import Recovery
from satkit.analyses.results import Results
from satkit.analyses.segments.estimate import Gaps
from satkit.analyses.trend.estimate import Changes
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.language import Text
from satkit.report.write import WrittenReport, write
from satkit.scoring.scores import Scores
from satkit.survey.answers_frame import answers_frame
from satkit.survey.definition_text import Definition, read_definition
from satkit.survey.folder import open_survey
from satkit.survey.in_memory import open_frames
from satkit.survey.names import Names, names_of
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Check, Responses
from satkit.survey.sample import Sample

Tell = Callable[[Text], None]
LIBRARIES = ("numpy", "pandas", "scipy")


def _silent(_: Text) -> None:
    """Say nothing."""


class Study:
    """One survey folder and everything satkit can say about it.

    Parameters
    ----------
    questionnaire : Questionnaire
    responses : Responses
    definition : Definition or Path
        As it was written; or the folder that holds it.
    tell : callable, optional
        Is told in a sentence what is being done.

    Examples
    --------
    >>> study = Study.open("surveys/power-supply")  # doctest: +SKIP
    >>> print(study.scores)  # doctest: +SKIP
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        responses: Responses,
        definition: Definition | Path,
        tell: Tell = _silent,
    ) -> None:
        self.questionnaire = questionnaire
        self.responses = responses
        self._definition = definition
        self.tell = tell

    @staticmethod
    def open(
        folder: str | Path, data: str | Path | None = None, tell: Tell = _silent, *, tolerant: bool = False
    ) -> Study:
        """Read a survey folder: definition, waves, checks.

        Parameters
        ----------
        folder : path
            Holds ``survey.toml``.
        data : path, optional
            Where the wave files lie, if not in the folder.
        tolerant : bool
            Count answers off their scale as missing even where the definition stops at them.

        Raises
        ------
        DefinitionError
            With every mistake of the definition.
        DataError
            With every mistake of the data that the definition does not settle.
        """
        tell(Text("Reading the survey folder"))
        questionnaire, responses = open_survey(
            Path(folder), None if data is None else Path(data), tolerant=tolerant, sections=SECTIONS
        )
        return Study(questionnaire, responses, Path(folder), tell)

    @staticmethod
    def from_frame(
        data: object,
        definition: str | Path | None = None,
        *,
        name: str = "survey",
        language: str = "en",
        tell: Tell = _silent,
    ) -> Study:
        """The whole toolkit on data frames, without a folder.

        Parameters
        ----------
        data : DataFrame, or mapping of wave name to DataFrame
            One row a respondent, one column a question; of pandas, polars or Arrow.
        definition : str or Path, optional
            The text of a ``survey.toml``, or where one lies.  Without one it is drafted from the
            answers; ``study.definition.to_confirm`` says what was guessed, and
            ``study.definition.to_toml()`` is what to correct and give back.
        name : str
            Of the survey.
        language : {"en", "zh"}
            Of the comments of a draft.
        tell : callable, optional
            Is told in a sentence what is being done.

        Raises
        ------
        DefinitionError
            With every mistake of the definition.
        DataError
            If ``data`` is no data frame, or its rows do not fit the definition.

        Examples
        --------
        >>> import pandas as pd
        >>> data = pd.DataFrame({"staff": [5, 4, 5, 3, 4] * 8, "price": [2, 3, 4, 1, 5] * 8})
        >>> study = Study.from_frame(data)
        >>> study.scores.table.set_index("node")["estimate"].round(1).loc[["staff", "price"]].to_list()
        [80.0, 50.0]
        """
        frames = data if isinstance(data, Mapping) else {name: data}
        text = definition.read_text(encoding="utf-8-sig") if isinstance(definition, Path) else definition
        questionnaire, responses, written = open_frames(frames, text, name, language, SECTIONS)
        study = Study(questionnaire, responses, written, tell)
        if written.drafted:
            tell(
                Text(
                    "The definition was drafted from the answers: %(count)d guesses to confirm",
                    {"count": len(written.to_confirm)},
                )
            )
        return study

    def to_frame(self, language: str = "en", *, scores: bool = True) -> pd.DataFrame:
        """The answers, one row a respondent, coded as the definition says.

        Parameters
        ----------
        language : {"en", "zh"}
            Of the labels.
        scores : bool
            Scored items as their points on 0-100; otherwise as the labels of their answers.

        Returns
        -------
        DataFrame
            ``wave``, ``weight``, segments by the labels of their levels, items; missing answers are
            empty.  ``attrs["labels"]`` leads from a column to its question.
        """
        return answers_frame(self.responses, language, scores=scores)

    @cached_property
    def definition(self) -> Definition:
        """What the survey was read by: its text, and the guesses in it that nobody confirmed."""
        given = self._definition
        return given if isinstance(given, Definition) else read_definition(given)

    def with_questionnaire(self, questionnaire: Questionnaire) -> Study:
        """The same answers under other settings of the questionnaire; nothing computed is kept."""
        responses = replace(self.responses, questionnaire=questionnaire)
        return Study(questionnaire, responses, self._definition, self.tell)

    def __repr__(self) -> str:
        return f"<Study {self.questionnaire.name}, {len(self.responses)} respondents>"

    @property
    def names(self) -> Names:
        """What the things of the survey are called."""
        return names_of(self.responses)

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was looked at before answers were believed."""
        return self.responses.checks

    @cached_property
    def results(self) -> Results:
        """Every result by its class, each computed when first asked."""
        return Results(self.responses, ANALYSES, self.tell)

    @property
    def sample(self) -> Sample:
        """Weights, design and replicates."""
        return self.results.sample

    @property
    def scores(self) -> Scores:
        """Items and indicators on 0-100, with intervals and bands."""
        return self.results[Scores]

    @property
    def changes(self) -> Changes:
        """Every wave against the one before: scores, shares, the mix of respondents."""
        return self.results[Changes]

    @property
    def gaps(self) -> Gaps:
        """Groups of the last wave against their complements."""
        return self.results[Gaps]

    @property
    def departments(self) -> Departments:
        """Departments against what the others answer for, and against the wave before."""
        return self.results[Departments]

    @property
    def counts(self) -> Counts:
        """How the questions without scores were answered in the last wave."""
        return self.results[Counts]

    @property
    def reasons(self) -> Reasons:
        """Why the dissatisfied are; empty where nobody was asked."""
        return self.results[Reasons]

    @property
    def recovery(self) -> Recovery:
        """Loyalty after a problem and by satisfaction; empty without such questions."""
        return self.results[Recovery]

    @property
    def comments(self) -> Comments | None:
        """Comments of the last wave, coded, counted, a few of them quoted."""
        return self.results.get(Comments)

    @property
    def drivers(self) -> Drivers:
        """What goes with dissatisfaction in the last wave."""
        return self.results[Drivers]

    def fitted_drivers(
        self,
        drivers: Sequence[str] = (),
        wave: str = "",
        *,
        measure: Outcome | None = None,
        machine: bool = False,
    ) -> Drivers:
        """What goes with dissatisfaction by other drivers, in another wave, or measured otherwise.

        Parameters
        ----------
        drivers : sequence of str
            Indicators, items or constructs of the index; those of the definition by default.
        wave : str
            The last one with answers by default.
        measure : {"dissatisfied", "grade", "score"}, optional
            What is explained: who is dissatisfied, the grade of the answer, or its score; as the definition
            says by default.
        machine : bool
            Also ask boosted trees whether they predict better (``forest``), and the lasso which drivers it picks
            in most half-samples (``stability``).

        Raises
        ------
        FitError
            If there is no such driver, wave or measure.

        Examples
        --------
        >>> import pandas as pd
        >>> data = pd.DataFrame({"overall": [5, 4, 2, 1] * 30, "staff": [5, 5, 2, 1] * 30, "price": [2, 3, 4, 1] * 30})
        >>> Study.from_frame(data).fitted_drivers(["staff", "price"], measure="score").outcome
        'overall'
        """
        self.tell(Text("Weighing drivers"))
        when = wave or self.latest
        return fit_drivers(self.responses, self.sample, when, drivers, measure, machine=machine)

    def drivers_if_raised(self, rises: Mapping[str, float], wave: str = "") -> DriverRises:
        """What goes with raising drivers by so many points, each alone, respondents alike on the others.

        Parameters
        ----------
        rises : mapping of str to float
            Drivers, and the points on 0-100 that each is raised by; nobody rises above the top.
        wave : str
            The last one with answers by default.

        Raises
        ------
        FitError
            If there is no such wave or driver, or a rise is larger than the spread of the answers.

        Examples
        --------
        >>> study = Study.open("surveys/power-supply")  # doctest: +SKIP
        >>> study.drivers_if_raised({"complaints": 5, "hotline": 5}).plot()  # doctest: +SKIP
        """
        return raise_drivers(self.responses, self.sample, wave or self.latest, rises)

    @property
    def kano(self) -> Kano | None:
        """What kind of quality every attribute is; None where no pairs were asked."""
        return self.results.get(Kano)

    @property
    def investment(self) -> Investment | None:
        """The best division of the budget; None without Kano pairs or costs."""
        return self.results.get(Investment)

    @property
    def index(self) -> IndexResult | None:
        """The satisfaction index, wave by wave and group by group, where the definition names one."""
        return self.results.get(IndexResult)

    def fitted_index(self, model: str = "", *, every: bool = False) -> IndexResult:
        """The index, or what another published model makes of the same items.

        Parameters
        ----------
        every : bool
            Groups of every wave, not only of the last two.

        Raises
        ------
        DefinitionError
            If there is no such model, or it has none of the items.
        """
        self.tell(Text("Fitting the index model"))
        return fit_index(self.responses, self.sample, model, every=every)

    def covariance_index(self, model: str = "", wave: str = "") -> CovarianceIndex:
        """The index of one wave, the last by default, by a covariance model: fit, paths, 0-100.

        Raises
        ------
        DefinitionError
            If there is no such model, or it has none of the items.
        SatkitError
            If the wave cannot be fitted.
        """
        self.tell(Text("Fitting the covariance model"))
        return fit_covariance(self.responses, self.sample, model, wave)

    @property
    def covariance(self) -> CovarianceFit | None:
        """The index model of the last wave by covariance analysis, beside PLS; None where it would take long."""
        return self.results.get(CovarianceFit)

    @property
    def latest(self) -> str:
        """The last wave with answers."""
        return self.responses.latest

    @cached_property
    def evidence(self) -> Evidence:
        """Every result, small cells withheld, with the findings that follow."""
        failures = self.results.compute_all()
        responses, scores = self.responses, self.scores
        return conclude(
            Evidence(
                questionnaire=self.questionnaire,
                scores=scores.table,
                boxes=scores.boxes,
                distribution=scores.distribution,
                results=self.results.without_counts(),
                failures=failures,
                fielded=tuple(
                    name
                    for place, name in enumerate(self.questionnaire.waves)
                    if (responses.wave == place).any()
                ),
                levels={(s, name): label for s, levels in responses.levels.items() for name, label in levels},
                breaks=responses.breaks,
                checks=self.checks,
                waterfall=responses.waterfall,
                weighting=self.sample.weighting,
                provenance=_provenance(self),
            )
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What follows, in the order a manager should read it."""
        return self.evidence.findings

    def report(
        self, path: str | Path, language: str = "zh", workbook: str | Path | None = None
    ) -> WrittenReport:
        """Write the report of one language, and the workbook beside it if asked."""
        return write(
            self.evidence, ANALYSES, language, Path(path), None if workbook is None else Path(workbook)
        )


def _provenance(study: Study) -> dict[str, object]:
    """What the numbers were made with: enough to make them again, and nothing of the machine."""
    replication = study.sample.replicates
    return {
        "versions": {"satkit": version("satkit-survey"), "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
        "method": replication.method,
        "replicates": replication.count,
        "seed": replication.seed,
        "definition": dict(study.definition.checksums),
        "files": {table.file: table.sha256 for table in study.responses.tables.values()},
        "notes": {wave: table.notes for wave, table in study.responses.tables.items()},
        "command": f"satkit report {study.questionnaire.name}",
    }
