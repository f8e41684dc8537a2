"""What every result can do: print, tabulate, draw itself and go into a file, from tables it declares once."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from satkit.errors import Complaint, DefinitionError, near, quote_all
from satkit.language import LANGUAGES, Text, say
from satkit.tables.cells import Words
from satkit.tables.charts.draw import draw
from satkit.tables.excel import write_excel
from satkit.tables.export import export
from satkit.tables.figure import Figure
from satkit.tables.frame import to_frame
from satkit.tables.html import to_html
from satkit.tables.latex import to_latex
from satkit.tables.markdown import to_markdown
from satkit.tables.sanitize import one_line, plain
from satkit.tables.table import Table
from satkit.tables.text import clip, folded, to_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, SCREEN = 100, 25  # columns and lines of a screen
ROWS = 60  # of a table in a notebook


def reader_language() -> str:
    """The language of a reader who names none: ``SATKIT_LANG``, else English."""
    return "zh" if os.environ.get("SATKIT_LANG", "").lower().startswith("zh") else "en"


@dataclass(frozen=True, repr=False)
class Summary:
    """What a reviewer would print of a result; shows itself in a terminal and in a notebook.

    Parameters
    ----------
    title : Words
    tables : tuple of Table
    notes : tuple of Words
    language : {"zh", "en"}
    """

    title: Words
    tables: tuple[Table, ...]
    notes: tuple[Words, ...]
    language: str

    def __str__(self) -> str:
        return "\n".join(_lines(self.title, self.tables, self.notes, self.language))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html(self.title, self.tables, self.notes, self.language)


class _FirstTable:
    """``result.table``: the first table, unless the class has a field of that name.

    Seen from the class it is not there, so that a dataclass may declare the field without taking this
    for its default.
    """

    def __get__(self, result: Result | None, owner: type) -> pd.DataFrame:
        if result is None:
            raise AttributeError("table")
        return result.tidy()


class Result:
    """The base of all results: a class that declares its tables gets everything else.

    A subclass gives ``_tables`` (the first is the one asked for most), ``_title`` (what it is, in one
    line) and, where it can be drawn, ``_figure``.  Dataclasses say ``repr=False``.
    """

    __slots__ = ()

    if TYPE_CHECKING:  # a descriptor that a field may hide, see _FirstTable

        @property
        def table(self) -> pd.DataFrame: ...  # noqa: D102

    else:
        table = _FirstTable()

    def _tables(self) -> Iterator[Table]:
        """The tables, first things first; made one by one, so that a short display costs little."""
        raise NotImplementedError

    def _title(self) -> Words:
        """What it is, in one line."""
        return type(self).__name__

    def _notes(self) -> Sequence[Words]:
        """What a reader must know."""
        notes: Sequence[Words] = getattr(self, "notes", ())
        return notes

    def _figure(self) -> Figure | None:
        """What is drawn; None where nothing can be."""
        return None

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table as a tidy data frame, by its name; the glossary of columns says what each column is."""
        return {table.key: to_frame(table, reader_language()) for table in self._tables()}

    def tidy(self, name: str | None = None, language: str | None = None) -> pd.DataFrame:
        """One table as a tidy data frame: one row per thing, numbers as numbers.

        Parameters
        ----------
        name : str, optional
            Which of :attr:`tables`; the first by default.
        language : {"zh", "en"}, optional
            Of the words in it; ``SATKIT_LANG``, else English by default.

        Raises
        ------
        DefinitionError
            If there is no such table or language.
        """
        spoken = _checked(language)
        if name is None:
            first = next(iter(self._tables()), None)
            return pd.DataFrame() if first is None else to_frame(first, spoken)
        found = {table.key: table for table in self._tables()}
        if name not in found:
            raise DefinitionError(
                Complaint(
                    Text("this result has no table '%(name)s'", {"name": str(name)}),
                    expected=Text("one of %(known)s", {"known": quote_all(found)}),
                    hint=near(str(name), found),
                )
            )
        return to_frame(found[name], spoken)

    def summary(self, language: str | None = None) -> Summary:
        """What a reviewer would print: estimates with errors, tests and intervals; fit and notes below.

        Parameters
        ----------
        language : {"zh", "en"}, optional
            ``SATKIT_LANG``, else English by default.

        Raises
        ------
        DefinitionError
            If there is no such language.
        """
        spoken = _checked(language)
        brief = tuple(self._briefs())
        return Summary(self._title(), brief, tuple(self._notes()), spoken)

    def plot(self, ax: Axes | None = None, language: str | None = None) -> Axes:
        """The result drawn by seaborn and matplotlib, in the house style, Chinese labels included.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw; axes of its own by default.
        language : {"zh", "en"}, optional
            ``SATKIT_LANG``, else English by default.

        Returns
        -------
        Axes

        Raises
        ------
        DefinitionError
            If this result has nothing to draw, or there is no such language.
        """
        spoken = _checked(language)
        figure = self._figure()
        if figure is None:
            raise DefinitionError(
                Complaint(
                    Text("there is no drawing of this result (%(kind)s)", {"kind": type(self).__name__}),
                    hint=Text("its .tables hold the numbers"),
                )
            )
        return draw(figure, spoken, ax)

    def to_excel(self, path: str | Path, language: str | None = None) -> Path:
        """Every table as a sheet of a workbook, numbers as numbers."""
        spoken = _checked(language)
        write_excel(tuple(self._tables()), Path(path), spoken, say(self._title(), spoken))
        return Path(path)

    def to_csv(self, path: str | Path, name: str | None = None, language: str | None = None) -> Path:
        """One table as UTF-8 text with commas, as Excel wants it; the first by default."""
        target = Path(path)
        return export(self.tidy(name, language), target.with_suffix(".csv"))

    def to_latex(self, path: str | Path | None = None, language: str | None = None) -> str:
        """The tables of the summary in LaTeX, also written to ``path`` where one is given."""
        spoken = _checked(language)
        return _written("\n".join(to_latex(table.brief(), spoken) for table in self._tables()), path)

    def to_markdown(self, path: str | Path | None = None, language: str | None = None) -> str:
        """The tables of the summary in Markdown, also written to ``path`` where one is given."""
        spoken = _checked(language)
        return _written("\n".join(to_markdown(table.brief(), spoken) for table in self._tables()), path)

    def __str__(self) -> str:
        return str(self.summary())

    def __repr__(self) -> str:
        """At most a screen; what does not fit is counted, not shown."""
        language = reader_language()
        shown: list[str] = []
        for line in _lines(self._title(), self._briefs(), self._notes(), language):
            if len(shown) == SCREEN - 1:
                more = say(Text("… more: .summary(), .tables, .plot()"), language)
                return "\n".join([*shown, more])
            shown.append(clip(line, WIDTH))
        return "\n".join(shown)

    def _briefs(self) -> Iterator[Table]:
        """The tables as they are shown; one without a line says nothing and is left out."""
        return (table.brief() for table in self._tables() if table.rows)

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()


def _checked(language: str | None) -> str:
    """The language asked for.

    Raises
    ------
    DefinitionError
        If there is no such language.
    """
    if language is None:
        return reader_language()
    if language not in LANGUAGES:
        raise DefinitionError(
            Complaint(
                Text("no language '%(language)s'", {"language": str(language)}),
                expected=Text("one of %(known)s", {"known": quote_all(LANGUAGES)}),
            )
        )
    return language


def _written(text: str, path: str | Path | None) -> str:
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text


def _lines(
    title: Words, tables: Sequence[Table] | Iterator[Table], notes: Sequence[Words], language: str
) -> Iterator[str]:
    """The lines of a summary, one by one."""
    yield from folded(title, language, WIDTH)
    for table in tables:
        yield ""
        yield from to_text(table, language, WIDTH).split("\n")
    if notes:
        yield ""
    for note in notes:
        yield from folded(Text("• %(note)s", {"note": note}), language, WIDTH)


def _html(title: Words, tables: Sequence[Table], notes: Sequence[Words], language: str) -> str:
    parts = [f"<p><strong>{html.escape(plain(say(title, language)))}</strong></p>"]
    parts += [to_html(table, language, ROWS) for table in tables]
    if notes:
        told = "".join(f"<li>{html.escape(one_line(say(note, language)))}</li>" for note in notes)
        parts.append(f"<ul>{told}</ul>")
    return f'<div class="satkit-result" lang="{language}">\n' + "\n".join(parts) + "\n</div>"
