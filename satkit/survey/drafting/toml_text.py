"""Values, labels and comments as a definition writes them."""

from __future__ import annotations

import re

from satkit.language import Label, Text, say

MARK = Text("PLEASE CONFIRM: %(doubt)s")


def toml(text: object) -> str:
    """A code or a text as TOML writes it."""
    if isinstance(text, int | float):
        return str(text)
    plain = str(text).encode("utf-8", "replace").decode().replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in plain) + '"'


def key(name: str) -> str:
    """A name as a key of TOML."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)


def note(text: Text, language: str) -> str:
    """A comment of one line."""
    return "# " + re.sub(r"\s+", " ", say(text, language))


def confirm(doubt: Text, language: str) -> str:
    """A doubt as a comment that asks to be confirmed."""
    return note(MARK.with_values(doubt=doubt), language)


def write_label(label: Label) -> str:
    """A label in one text where both languages agree, else in both."""
    if label.zh == label.en:
        return toml(label.zh)
    both = {"zh": label.zh, "en": label.en}
    return "{ " + ", ".join(f"{name} = {toml(text)}" for name, text in both.items() if text) + " }"
