"""Sentences that wait for a language: message, values, and the reader's words for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("zh", "en")
CATALOGS = Path(__file__).parent / "locale"
FOLDERS = {"zh": "zh_CN"}
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|\Z))+)', re.MULTILINE)
ESCAPE = re.compile(r"\\(.)")


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

    def with_values(self, **values: object) -> Text:
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

        return self.with_values(**{name: named(value) for name, value in self.values.items()})


@lru_cache
def read_catalog(language: str) -> Mapping[str, str]:
    """The sentences of ``language`` by their English; English is the source and needs none.

    The catalogue is read as its translators write it, in 9 ms.  A compiled one would save 5 of
    them, but has to be built before anything speaks Chinese, and is silently old after the next
    change of a sentence.

    Raises
    ------
    FileNotFoundError
        If there is no catalogue of ``language``.
    """
    if language == "en":
        return {}
    path = CATALOGS / FOLDERS.get(language, language) / "LC_MESSAGES" / "satkit.po"
    entries = ENTRY.findall(path.read_text(encoding="utf-8"))
    return {_unquoted(english): _unquoted(said) for english, said in entries if '""\n' not in (english, said)}


def _unquoted(written: str) -> str:
    """The text of one or more quoted lines of a catalogue."""
    text = written.strip()[1:-1].replace('"\n"', "")
    return ESCAPE.sub(lambda escape: {"n": "\n", "t": "\t"}.get(escape[1], escape[1]), text)


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
        template = read_catalog(language).get(what.msgid, what.msgid)
        if not what.values:
            return template.replace("%%", "%")
        return template % {name: _say_value(value, language) for name, value in what.values.items()}
    if isinstance(what, Label):
        return what.into(language)
    return str(what)


def _say_value(value: object, language: str) -> object:
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
