"""What the slopes say would go with raising drivers, as a result that presents itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from satkit.analyses.drivers import estimate
from satkit.analyses.drivers.contrast_tables import raised_table
from satkit.analyses.drivers.rows import DriverRise
from satkit.analyses.drivers.tables import UNITS, factor_of
from satkit.language import Text
from satkit.survey.names import Names, names_of
from satkit.survey.responses import Responses
from satkit.survey.sample import Sample
from satkit.tables.figure import Estimates, Mark
from satkit.tables.result import Result
from satkit.tables.rows import read_rows
from satkit.tables.table import Table

TITLE = Text("What goes with raising drivers, each alone, %(wave)s")
RISEN = Text("%(driver)s, %(points)s more")
CHANGE = Text("Change of the overall answer, %(unit)s")


@dataclass(frozen=True, repr=False)
class DriverRises(Result):
    """What goes with raising drivers, each alone, the others alike and nobody above the top.

    Parameters
    ----------
    wave : str
    frame : DataFrame
        ``driver points measure change change_low change_high reached``, of the outcome as measured (a share
        of 0-1, or points) and of its score; ``reached`` is the share of respondents who can rise in full.
    names : Names
    """

    wave: str
    frame: pd.DataFrame
    names: Names

    def _title(self) -> Text:
        return TITLE.with_values(wave=self.names.wave(self.wave))

    def _tables(self) -> Iterator[Table]:
        yield raised_table(self._rows(), self.names)

    def _figure(self) -> Estimates:
        """The change of the outcome as measured."""
        first = self._rows()[0]["measure"]
        rows = [row for row in self._rows() if row["measure"] == first]
        times = factor_of(first)
        marks = tuple(
            Mark(
                RISEN.with_values(driver=self.names.node(row["driver"]), points=f"{row['points']:g}"),
                times * row["change"],
                times * row["change_low"],
                times * row["change_high"],
            )
            for row in rows
        )
        return Estimates(self._title(), CHANGE.with_values(unit=UNITS[first]), marks, reference=0.0)

    def _rows(self) -> list[DriverRise]:
        return read_rows(self.frame, DriverRise)


def raise_drivers(responses: Responses, sample: Sample, wave: str, rises: Mapping[str, float]) -> DriverRises:
    """What goes with raising drivers by so many points, each alone.

    Raises
    ------
    FitError
        If there is no such wave or driver, or a rise is larger than the spread of the answers.
    """
    return DriverRises(wave, estimate.raise_drivers(responses, sample, wave, rises), names_of(responses))
