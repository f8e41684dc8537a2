"""What a section of the report is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from satkit.report.figures import Chart
from satkit.tables.cells import Tone, Verdict, Withheld, Words
from satkit.tables.table import Table


@dataclass(frozen=True)
class Prose:
    """A paragraph of sentences."""

    sentences: tuple[Words, ...]


@dataclass(frozen=True)
class Note:
    """A remark under a figure or a table; ``bad`` and ``act`` are set apart."""

    words: Words
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Figure:
    """A chart that the page draws in its language.

    Parameters
    ----------
    chart : Chart
        What is drawn.
    title, description : Words
        What it shows, and what one reads off it.
    key : str
        Unique in the page; keeps the ids of the drawing its own.
    """

    chart: Chart
    title: Words
    description: Words
    key: str


@dataclass(frozen=True)
class Zone:
    """A stretch of the headline's scale, ``start`` to ``end`` in percent of its length."""

    label: Words
    start: float
    end: float
    cut: float
    place: int


@dataclass(frozen=True)
class Hero:
    """The answer on the first screen.

    Parameters
    ----------
    value : float or Withheld
        The headline score on 0-100.
    readings : tuple of Words
        What stands below the number: its interval, the share satisfied.
    band : Words
        The band the whole interval lies in, or the two it spans.
    mark, low, high : float
        Places of the score and its interval on the scale, in percent of its length.
    findings : tuple of Verdict
        Up to five sentences.
    base : tuple of Words
        What the number rests on.
    """

    label: Words
    value: float | Withheld
    readings: tuple[Words, ...]
    band: Words
    firm: bool
    change: Verdict | None
    zones: tuple[Zone, ...]
    mark: float
    low: float
    high: float
    floor: float
    findings: tuple[Verdict, ...]
    base: tuple[Words, ...]


Block = Prose | Note | Table | Figure | Hero


@dataclass(frozen=True)
class Section:
    """One question the report answers.

    Parameters
    ----------
    key : str
        Its anchor in the page.
    question : Words
        The heading, as a reader would ask it.
    subtitle : Words
        What is shown, in statistical words.
    blocks : tuple of Block
        What everybody reads.
    details : tuple of Block
        What an analyst opens.
    sheets : tuple of Table
        What is too long for the page: only the workbook holds it.
    """

    key: str
    question: Words
    subtitle: Words = ""
    blocks: tuple[Block, ...] = ()
    details: tuple[Block, ...] = field(default=())
    sheets: tuple[Table, ...] = ()
