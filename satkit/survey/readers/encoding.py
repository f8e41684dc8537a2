"""Bytes to text: the encodings surveys arrive in, and which it was."""

from __future__ import annotations

import codecs
import re

from satkit.errors import Complaint, DataError
from satkit.language import Text

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", Text("UTF-8 with a byte-order mark")),
    (codecs.BOM_UTF16_LE, "utf-16", Text("UTF-16")),
    (codecs.BOM_UTF16_BE, "utf-16", Text("UTF-16")),
)
CUT = Text("the file ends in the middle of a character, as if a download was cut off")


def decode_text(data: bytes, file: str, encoding: str | None = None) -> tuple[str, tuple[Text, ...]]:
    """The text of a file and notes on how it was found.

    A byte-order mark decides; else strict UTF-8 (a last character cut in two is passed over and
    said), else GB18030 (which contains GBK and GB2312), else Windows-1252.

    Raises
    ------
    DataError
        If no encoding fits, or not the one asked for.
    """
    if encoding:
        try:
            return data.decode(encoding), (_read_as(encoding),)
        except (LookupError, UnicodeDecodeError) as error:
            raise DataError(_unreadable(file)) from error
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            text = data.decode(codec, errors="replace")
            lost = Text("characters that could not be read: %(n)d", {"n": text.count("\ufffd")})
            return text, (_read_as(name), lost) if "\ufffd" in text else (_read_as(name),)
    for attempt in (_utf8, _utf16, chinese, _western):
        found = attempt(data)
        if found:
            return found
    raise DataError(_unreadable(file))


Decoded = tuple[str, tuple[Text, ...]]


def _utf8(data: bytes) -> Decoded | None:
    try:
        return data.decode("utf-8"), (_read_as("UTF-8"),)
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or not error.start:
            return None
        return data[: error.start].decode("utf-8"), (_read_as("UTF-8"), CUT)


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte of its ASCII part is zero."""
    head = data[:4000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) < len(head) / 8 or min(low, high) > max(low, high) / 4:
        return None
    try:
        return data.decode("utf-16-le" if high > low else "utf-16-be"), (_read_as("UTF-16"),)
    except UnicodeDecodeError:
        return None


def chinese(data: bytes) -> Decoded | None:
    """The text in GB18030, if most characters are of two high bytes: in Western text the second is a letter."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    wide = sum(not char.isascii() for char in text)
    high = len(re.findall(rb"[\x80-\xff]", data))
    return (text, (_read_as("GB18030"),)) if wide and high > 1.5 * wide else None


def _western(data: bytes) -> Decoded | None:
    try:
        return data.decode("cp1252"), (_read_as("Windows-1252"),)
    except UnicodeDecodeError:
        return None


def _read_as(name: str | Text) -> Text:
    return Text("read as %(encoding)s text", {"encoding": name})


def _unreadable(file: str) -> Complaint:
    return Complaint(
        Text("the file cannot be read as text"),
        file,
        expected=Text("UTF-8, UTF-16, GB18030 (GBK) or Windows-1252"),
        hint=Text("open it in a spreadsheet and save it as 'CSV UTF-8'"),
    )
