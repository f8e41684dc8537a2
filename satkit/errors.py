"""Every complaint satkit raises.

SatkitError                  exit code
├── DefinitionError          2   the folder says something impossible
├── DataError                1   the rows say something impossible
├── MissingPackageError      1   a library that only one feature needs is not installed
└── FitError                 3   the numbers cannot be estimated
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from satkit.language import Text, say


@dataclass(frozen=True)
class Complaint:
    """One mistake: what is wrong, where it stands, what was expected, how to mend it.

    Parameters
    ----------
    what : Text
        One sentence in the user's words.
    where : str or Text
        ``file:line``, ``workbook!sheet!cell`` or ``file, row 12, column q3``; empty if nowhere.
    expected : Text, optional
        What would have been right.
    hint : Text, optional
        The command or the edit that mends it.
    """

    what: Text
    where: str | Text = ""
    expected: Text | None = None
    hint: Text | None = None

    def into(self, language: str) -> str:
        """The complaint as up to three lines."""
        lines = [say(self.what, language)]
        if self.where:
            lines[0] = f"{say(self.where, language)}  {lines[0]}"
        lines += [f"  {say(more, language)}" for more in (self.expected, self.hint) if more]
        # a name with a line break in it must not look like a line of ours
        return "\n".join(" ".join(line.splitlines()) for line in lines)


class SatkitError(Exception):
    """Anything the user can mend; carries every complaint found, not only the first."""

    exit_code = 1

    def __init__(self, complaints: Complaint | Sequence[Complaint]) -> None:
        self.complaints = (complaints,) if isinstance(complaints, Complaint) else tuple(complaints)
        super().__init__(self.into("en"))

    def __reduce__(self) -> tuple[type[SatkitError], tuple[tuple[Complaint, ...]]]:
        """Complaints make it again: an error crosses from one process to another as it was."""
        return type(self), (self.complaints,)

    def into(self, language: str) -> str:
        """All complaints, in the words of ``language``."""
        return "\n".join(complaint.into(language) for complaint in self.complaints)


class DefinitionError(SatkitError, ValueError):
    """The survey folder says something impossible."""

    exit_code = 2


class DataError(SatkitError, ValueError):
    """The rows say something impossible."""


class MissingPackageError(SatkitError, ImportError):
    """A library that only one feature needs, and satkit therefore does not bring, is not installed."""


class FitError(SatkitError, ArithmeticError):
    """The numbers cannot be estimated."""

    exit_code = 3


@contextmanager
def explain_missing_package(where: str = "") -> Iterator[None]:
    """Import in this block the library of an extra: where it is not installed, the user is told what to do.

    Parameters
    ----------
    where : str
        The file or the function that needs it.

    Raises
    ------
    MissingPackageError
        If the library is not there.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        raise MissingPackageError(
            Complaint(
                Text(
                    "this needs the Python package '%(package)s', which is not installed",
                    {"package": package},
                ),
                where,
                hint=Text("install it: pip install %(package)s", {"package": package}),
            )
        ) from error


def near(name: str, known: Iterable[str]) -> Text | None:
    """The hint *did you mean …?* with up to two near matches, or nothing.

    A name that differs only in case, width, blanks or punctuation is meant before any other.
    """
    names = list(dict.fromkeys(map(str, known)))
    name = str(name)
    spelled = [other for other in names if _letters(other) == _letters(name) and _letters(name)]
    close = quote_all(spelled[:2] or difflib.get_close_matches(name, names, n=2, cutoff=0.6))
    if not close:
        return None
    one, *other = close
    sentence = Text("%(one)s or %(other)s", {"one": one, "other": other[0]}) if other else one
    return Text("did you mean %(names)s?", {"names": sentence})


def _letters(name: str) -> str:
    """The letters and digits of a name, whatever their case and width."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


def quote(name: str) -> Text:
    """A name in the quotation marks of the reader's language, ready to be a value of another text."""
    return Text("'%(value)s'", {"value": name})


def quote_all(names: Iterable[str]) -> tuple[Text, ...]:
    """The names, each as :func:`quote` writes it."""
    return tuple(map(quote, names))
