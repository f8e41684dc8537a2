"""Bytes as text, and what TOML cannot read, in words."""

from __future__ import annotations

import re

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text

SAVE = Text("save it as UTF-8")
BROKEN = {
    "Expected '='": Text("a key without '='"),
    "Expected ']": Text("a table name without its ']'"),
    "Expected newline": Text("something is left over at the end of the line"),
    "Invalid initial character": Text("a key begins with a character that needs quotation marks"),
    "Invalid statement": Text("this is neither a table, a key nor a comment"),
    "Invalid value": Text("the value cannot be read; a text needs quotation marks"),
    "Invalid date": Text("this is no date"),
    "Unclosed array": Text("a '[' is never closed"),
    "Unclosed inline": Text("a '{' is never closed, or two values have no comma between them"),
    "Unescaped": Text("a backslash in a text is written twice"),
    "Unterminated string": Text("a text is never closed by its quotation mark"),
    "Cannot overwrite": Text("this key is written twice"),
    "Duplicate inline": Text("this key is written twice"),
    "Cannot declare": Text("this table is written twice"),
    "Cannot redefine": Text("this table is written twice"),
    "Cannot mutate": Text("this name is already a value, or a table in braces"),
    "Illegal character": Text("a character that no text may hold"),
    "Found invalid character": Text("a character that no text may hold"),
}
WIDE = dict(zip("＝“”‘’，［］｛｝", "=\"\"'',[]{}", strict=True))


def decode_definition(raw: bytes, file: str) -> str:
    """The bytes of a definition as text, a byte order mark aside.

    Raises
    ------
    DefinitionError
        If they are not UTF-8; the complaint names the encoding they look like.
    """
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise DefinitionError(_complain_encoding(f"{file}:1", "UTF-16"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DefinitionError(_complain_encoding(f"{file}:{line}", _looks_like(raw))) from None


def _looks_like(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GB18030 (GBK)"


def _complain_encoding(where: str, encoding: str) -> Complaint:
    what = (
        Text("the file is not UTF-8; it looks like %(encoding)s", {"encoding": encoding})
        if encoding
        else Text("the file is not UTF-8")
    )
    return Complaint(what, where, None, SAVE)


def complain_syntax(error: str, text: str, file: str) -> Complaint:
    """What a TOML parser objects to, with its line.

    Parameters
    ----------
    error : str
        The parser's message, ``… (at line 3, column 5)`` or ``… (at end of document)``.
    text : str
        The document.
    file : str
        Its name.
    """
    at = re.search(r"at line (\d+), column (\d+)", error)
    lines = text.splitlines() or [""]
    line = int(at[1]) if at else len(lines)
    known = (told for begin, told in BROKEN.items() if error.startswith(begin))
    reason = re.sub(r" \(at .*", "", error)
    what = next(known, Text("TOML cannot read this: %(why)s", {"why": reason}))
    shown = lines[min(line, len(lines)) - 1]
    return Complaint(what, f"{file}:{line}", None, _wide(shown))


def _wide(line: str) -> Text | None:
    """The hint that a full-width sign stands where TOML wants a half-width one."""
    outside = re.sub(r'"[^"]*"|\'[^\']*\'|#.*', "", line)
    for sign, plain in WIDE.items():
        if sign in outside:
            return Text("write %(plain)s instead of the full-width %(wide)s", {"plain": plain, "wide": sign})
    return None
