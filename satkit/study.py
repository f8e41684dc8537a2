"""Study: one survey folder, every result, each computed when first asked."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from satkit.errors import SatkitError
from satkit.findings.evidence import Evidence
from satkit.findings.finding import Finding
from satkit.findings.order import with_findings
from satkit.language import Text
from satkit.report.write import WrittenReport, write
from satkit.scoring import change, share_changes
from satkit.scoring.comments import Comments, comments
from satkit.scoring.composition import composition
from satkit.scoring.counts import Counts, counts
from satkit.scoring.drivers import Drivers, drivers
from satkit.scoring.index import IndexResult, fit_index
from satkit.scoring.index.covariance import QUICK, Beside, CovarianceIndex, beside, fit_covariance
from satkit.scoring.investment import Investment, fulfilment, invest
from satkit.scoring.kano import Kano, kano
from satkit.scoring.missing import missing
from satkit.scoring.ranking import ranking
from satkit.scoring.reasons import Reasons, reasons
from satkit.scoring.recovery import Recovery, recovery
from satkit.scoring.scores import Scores, score
from satkit.survey.answers_frame import answers_frame
from satkit.survey.definition_text import Definition, read_definition
from satkit.survey.folder import open_survey
from satkit.survey.in_memory import open_frames
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Check, Responses
from satkit.survey.sample import Sample, draw
from satkit.together import together

Tell = Callable[[Text], None]
ANALYSES = (
    "counts",
    "reasons",
    "recovery",
    "comments",
    "drivers",
    "kano",
    "investment",
    "index",
    "covariance",
)
SIDES = (("drivers", "kano", "comments", "recovery"), ("scores", "index", "gaps"))  # about as long
RESTS_ON = {"investment": "kano", "covariance": "index"}
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
            Path(folder), None if data is None else Path(data), tolerant=tolerant
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
        questionnaire, responses, written = open_frames(frames, text, name, language)
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

    def __repr__(self) -> str:
        return f"<Study {self.questionnaire.name}, {len(self.responses)} respondents>"

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was looked at before answers were believed."""
        return self.responses.checks

    @cached_property
    def sample(self) -> Sample:
        """Weights, design and replicates."""
        self.tell(Text("Drawing replicates"))
        return draw(self.responses)

    @cached_property
    def scores(self) -> Scores:
        """Items and indicators on 0-100, with intervals and bands."""
        sample = self.sample
        self.tell(Text("Scoring"))
        return score(self.responses, sample)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Every wave against the one before."""
        return change.changes(self.scores, self.sample.replicates)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Groups of the last wave against their complements."""
        return change.gaps(self.scores, self.sample.replicates, self.latest)

    @cached_property
    def departments(self) -> pd.DataFrame:
        """Departments of the last wave against what the others answer for."""
        return change.departments(self.scores, self.sample.replicates, self.latest)

    @cached_property
    def box_changes(self) -> pd.DataFrame:
        """Shares satisfied and net promoters of every wave against the one before."""
        return share_changes.box_changes(self.scores, self.sample.replicates)

    @cached_property
    def department_changes(self) -> pd.DataFrame:
        """Departments of every wave against the one before."""
        return share_changes.department_changes(self.scores, self.sample.replicates)

    @cached_property
    def composition(self) -> pd.DataFrame:
        """Changes split into mix and performance; empty where nothing is adjusted by."""
        return composition(self.responses, self.sample, self.scores)

    @cached_property
    def counts(self) -> Counts:
        """How the questions without scores were answered in the last wave."""
        return counts(self.responses, self.sample)

    @cached_property
    def reasons(self) -> Reasons:
        """Why the dissatisfied are; empty where nobody was asked."""
        return reasons(self.responses, self.sample)

    @cached_property
    def recovery(self) -> Recovery:
        """Loyalty after a problem and by satisfaction; empty without such questions."""
        return recovery(self.responses, self.sample)

    @cached_property
    def comments(self) -> Comments | None:
        """Comments of the last wave, coded, counted, a few of them quoted."""
        self.tell(Text("Reading the comments"))
        return comments(self.responses, self.sample)

    @cached_property
    def drivers(self) -> Drivers:
        """What goes with dissatisfaction in the last wave."""
        self.tell(Text("Weighing drivers"))
        return drivers(self.responses, self.sample, self.latest)

    @cached_property
    def kano(self) -> Kano | None:
        """What kind of quality every attribute is; None where no pairs were asked."""
        self.tell(Text("Sorting Kano answers"))
        return kano(self.responses, self.sample)

    @cached_property
    def investment(self) -> Investment | None:
        """The best division of the budget; None without Kano pairs or costs."""
        met = fulfilment(self.questionnaire, self.scores.table, self.latest)
        return None if self.kano is None else invest(self.kano, met, self.sample.replicates)

    @cached_property
    def index(self) -> IndexResult | None:
        """The satisfaction index, wave by wave and group by group, where the definition names one."""
        return self.fitted_index() if self.questionnaire.index.asked else None

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

    @cached_property
    def covariance(self) -> Beside | None:
        """The index model of the last wave by covariance analysis, beside PLS; None where it would take long."""
        group = self.index.fits.get(self.latest) if self.index else None
        if group is None or len(group.fit.model.items) > QUICK:
            return None
        return beside(group, level=self.questionnaire.report.level)

    @property
    def latest(self) -> str:
        """The last wave with answers."""
        return list(self.questionnaire.waves)[int(self.responses.wave.max())]

    @cached_property
    def evidence(self) -> Evidence:
        """Every result, small cells withheld, with the findings that follow."""
        failures = self._side_by_side()
        scores = self.scores
        analyses = {name: value for name in ANALYSES for value in self._attempt(name, failures)}
        if analyses.get("kano"):
            analyses["kano"] = analyses["kano"].published
        return with_findings(
            Evidence(
                questionnaire=self.questionnaire,
                scores=scores.table,
                boxes=scores.boxes,
                distribution=scores.distribution,
                changes=self.changes,
                gaps=self.gaps,
                departments=self.departments,
                box_changes=self.box_changes,
                department_changes=self.department_changes,
                composition=self.composition,
                ranking=ranking(scores, self.sample.replicates, self.latest),
                missing=missing(self.responses),
                failures=failures,
                **analyses,
                fielded=tuple(
                    name
                    for place, name in enumerate(self.questionnaire.waves)
                    if (self.responses.wave == place).any()
                ),
                levels={
                    (s, name): label for s, levels in self.responses.levels.items() for name, label in levels
                },
                breaks=self.responses.breaks,
                checks=self.checks,
                waterfall=self.responses.waterfall,
                weighting=self.sample.weighting,
                provenance=_provenance(self),
            )
        )

    def _side_by_side(self) -> dict[str, Exception]:
        """Compute what takes long, half of it beside the other half, and keep it; what failed, and why."""
        failures: dict[str, Exception] = {}
        todo = [[name for name in names if name not in vars(self)] for names in SIDES]
        if all(todo):
            self.sample  # noqa: B018  both sides rest on it
            for found, failed in together([partial(self._computed, names) for names in todo]):
                vars(self).update(found)  # where a cached property keeps its value
                failures.update(failed)
        return failures

    def _computed(self, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, Exception]]:
        """The results of these names, and the complaints of those that fail.

        A mistake of ours may not survive the way between processes; :attr:`evidence` meets it again.
        """
        found: dict[str, Any] = {}
        failed: dict[str, Exception] = {}
        for name in names:
            try:
                found[name] = getattr(self, name)
            except SatkitError as fault:
                failed[name] = fault
            except Exception:  # noqa: BLE001, S112
                continue
        return found, failed

    def _attempt(self, name: str, failures: dict[str, Exception]) -> Iterator[Any]:
        """One analysis, or nothing and the reason: what fails must not cost the reader the rest."""
        if name not in failures and RESTS_ON.get(name) in failures:
            failures[name] = failures[RESTS_ON[name]]
        if name in failures:
            return
        try:
            yield getattr(self, name)
        except Exception as fault:  # noqa: BLE001  told in the section's place
            failures[name] = fault

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What follows, in the order a manager should read it."""
        return self.evidence.findings

    def report(
        self, path: str | Path, language: str = "zh", workbook: str | Path | None = None
    ) -> WrittenReport:
        """Write the report of one language, and the workbook beside it if asked."""
        return write(self.evidence, language, Path(path), None if workbook is None else Path(workbook))


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
