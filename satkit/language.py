"""Sentences that wait for a language: message, values, and the reader's words for them."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
CATALOGS = Path(__file__).parent / "locale"
FOLDERS = {"zh": "zh_CN"}


@dataclass(frozen=True)
class Label:
    """A name that its owner wrote in one or both languages.

    Parameters
    ----------
    zh, en : str
        Empty where the owner gave none; the other language then stands in.
    """

    zh: str = ""
    en: str = ""

    def into(self, language: str) -> str:
        """The label in ``language``, else in the other one."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


@dataclass(frozen=True)
class Text:
    """A message in English, its values apart: translated when it is shown, never before.

    ``msgid`` is a ``%``-template with named places, for example ``"%(n)d rows"``.  A value may be
    a plain number or string, a :class:`Label`, another :class:`Text`, or a tuple of these, which
    is joined as the language joins lists.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return say(self, "en")

    def __hash__(self) -> int:
        return hash(self.msgid)  # the values may be a dict; equal texts have equal messages

    def given(self, **values: object) -> Text:
        """The same message with its values."""
        return Text(self.msgid, values)

    def calling(self, called: Callable[[str], object]) -> Text:
        """The same message, every string among its values, however deep, as ``called`` calls it."""

        def named(value: object) -> object:
            if isinstance(value, tuple):
                return tuple(map(named, value))
            if isinstance(value, Text):
                return value.calling(called)
            return called(value) if isinstance(value, str) else value

        return self.given(**{name: named(value) for name, value in self.values.items()})


@lru_cache
def catalog(language: str) -> gettext.NullTranslations:
    """The compiled catalog of ``language``; English is the source and needs none."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("satkit", CATALOGS, [FOLDERS.get(language, language)])


def say(what: object, language: str) -> str:
    """``what`` in the words of ``language``.

    Parameters
    ----------
    what : Text or str
    language : str
        ``"en"`` or ``"zh"``.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If a template names a value that was not given: a mistake of ours, never of the data.

    Examples
    --------
    >>> say(Label("满意度", "Satisfaction"), "zh")
    '满意度'
    """
    if isinstance(what, Text):
        template = catalog(language).gettext(what.msgid)
        if not what.values:
            return template.replace("%%", "%")
        return template % {name: _spoken(value, language) for name, value in what.values.items()}
    if isinstance(what, Label):
        return what.into(language)
    return str(what)


def _spoken(value: object, language: str) -> object:
    if isinstance(value, Text | Label):
        return say(value, language)
    if isinstance(value, tuple):
        return join(value, language)
    return value


def join(parts: Iterable[object], language: str) -> str:
    """A list as the language writes it (CLDR): 甲、乙和丙; A, B and C."""
    words = [say(part, language) for part in parts]
    if len(words) < 2:
        return "".join(words)
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return comma.join(words[:-1]) + last + words[-1]
