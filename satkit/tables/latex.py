"""A table as LaTeX that a manuscript takes over: booktabs, in the manner of the APA."""

from __future__ import annotations

from satkit.language import Text, say
from satkit.number_format import DASH, MINUS, NOTHING
from satkit.tables.cells import Cell, Interval, Kind, Words, read_cell, read_ends
from satkit.tables.sanitize import one_line
from satkit.tables.table import Table

NOTE = Text("Note")
STOP = {"en": ".", "zh": "："}
PAGE = 40  # rows of a table that fit a page of paper
INDENT = r"\hspace{1em}"

# What LaTeX reads otherwise, and signs that its fonts may lack.
SPELT = str.maketrans(
    {
        "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
        "<": "$<$", ">": "$>$", "|": "$|$", "→": r"$\rightarrow$", "←": r"$\leftarrow$", "²": "$^2$",
        "³": "$^3$", "≥": r"$\geq$", "≤": r"$\leq$", "±": r"$\pm$", "×": r"$\times$", "·": r"$\cdot$",
        "≈": r"$\approx$", "…": r"\dots{}", "▲": r"$\blacktriangle$", "▼": r"$\blacktriangledown$",
        "△": r"$\triangle$", "▽": r"$\triangledown$", "●": r"$\bullet$", "○": r"$\circ$",
        "α": r"$\alpha$", "β": r"$\beta$", "γ": r"$\gamma$", "δ": r"$\delta$", "Δ": r"$\Delta$",
        "η": r"$\eta$", "λ": r"$\lambda$", "ξ": r"$\xi$", "ρ": r"$\rho$", "σ": r"$\sigma$",
        "τ": r"$\tau$", "φ": r"$\phi$", "χ": r"$\chi$", "ω": r"$\omega$",
        MINUS: "$-$", DASH: "--",
    }
)  # fmt: skip


def to_latex(table: Table, language: str = "en") -> str:
    """The table in LaTeX: caption above, rules of booktabs, the note below; long tables break.

    Needs the packages ``booktabs``, for more rows than a page holds ``longtable``, for the triangles
    of verdicts ``amssymb``, and for Chinese ``ctex`` or ``xeCJK``.

    Parameters
    ----------
    table : Table
    language : {"zh", "en"}
    """
    sides = "".join("l" if column.kind == "text" else "r" for column in table.columns)
    head = [r"\toprule", _row([escape(column.header, language) for column in table.columns]), r"\midrule"]
    body = [_row(_cells(table, place, language)) for place in range(len(table.rows))]
    caption = rf"\caption{{{escape(table.caption, language)}}}"
    note = _note(table.note, language)
    if len(table.rows) > PAGE:
        lines = [
            rf"\begin{{longtable}}{{@{{}}{sides}@{{}}}}", rf"{caption} \\", *head, r"\endhead", *body,
            r"\bottomrule", r"\end{longtable}", *note,
        ]  # fmt: skip
    else:
        lines = [
            r"\begin{table}", caption, rf"\begin{{tabular}}{{@{{}}{sides}@{{}}}}", *head, *body,
            r"\bottomrule", r"\end{tabular}", *note, r"\end{table}",
        ]  # fmt: skip
    return "\n".join([*lines, ""])


def escape(words: Words, language: str) -> str:
    """Words as LaTeX that prints them as they are."""
    return one_line(say(words, language)).replace(" -> ", " → ").translate(SPELT)


def _cells(table: Table, place: int, language: str) -> list[str]:
    first, *more = (
        escape(_read(cell, column.kind, language), language)
        for cell, column in zip(table.rows[place], table.columns, strict=True)
    )
    return [INDENT * (table.depths[place] if table.depths else 0) + first, *more]


def _read(cell: Cell, kind: Kind, language: str) -> str:
    """The cell as text; an interval between brackets."""
    if isinstance(cell, Interval):
        low, high = read_ends(cell, kind)
        return NOTHING if low == NOTHING else f"[{low}, {high}]"
    return read_cell(cell, kind, language)


def _row(cells: list[str]) -> str:
    """A row; the break of the row before would take a bracket or a star that begins this one for its own."""
    guard = "{}" if cells[0].startswith(("[", "*")) else ""
    return rf"{guard}{' & '.join(cells)} \\"


def _note(note: Words, language: str) -> list[str]:
    text = escape(note, language)
    if not text:
        return []
    return ["", rf"\smallskip\footnotesize\textit{{{escape(NOTE, language)}{STOP[language]}}} {text}"]
