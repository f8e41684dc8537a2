"""A survey whose answers are data frames: no folder, no files."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from satkit.errors import Complaint, DataError
from satkit.language import Text
from satkit.survey.binding import bind
from satkit.survey.checks import run_checks
from satkit.survey.data_frame import read_frame
from satkit.survey.definition import FILE, load_text
from satkit.survey.definition_text import Definition
from satkit.survey.drafting.write import draft
from satkit.survey.exclusion import exclude_flagged
from satkit.survey.questionnaire import Questionnaire
from satkit.survey.responses import Responses
from satkit.survey.table import Table


def open_frames(
    frames: Mapping[str, object],
    definition: str | None,
    name: str,
    language: str,
    sections: Collection[str] | None = None,
) -> tuple[Questionnaire, Responses, Definition]:
    """A survey of one data frame a wave: defined, bound, checked, and its exclusions made.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        The waves, in their order.
    definition : str, optional
        What would stand in ``survey.toml``; drafted from all waves together where there is none.
    name : str
        Of the survey.
    language : {"zh", "en"}
        Of the comments of a draft.
    sections : collection of str, optional
        Those a report can have; without them any name of a section is taken.

    Raises
    ------
    DefinitionError
        With every mistake of the definition.
    DataError
        If a frame is none, or its rows do not fit the definition.
    """
    if not frames:
        raise DataError(Complaint(Text("there is no wave"), name, Text("one data frame a wave")))
    tables = {str(wave): read_frame(data, str(wave)) for wave, data in frames.items()}
    text = draft(_stack_waves(tables, name), name, language) if definition is None else definition
    questionnaire = load_text(text, name, tuple(tables), sections)
    responses = bind(questionnaire, tables)
    checksum = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return (
        responses.questionnaire,
        exclude_flagged(run_checks(responses)),
        Definition(text, {FILE: checksum}, drafted=definition is None),
    )


def _stack_waves(tables: Mapping[str, Table], name: str) -> Table:
    """All waves one below the other, so that a draft knows every answer given in any of them."""
    if len(tables) == 1:
        return replace(next(iter(tables.values())), file=name)
    return read_frame(pd.concat([table.frame for table in tables.values()], ignore_index=True), name)
