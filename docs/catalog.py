"""Gather every sentence of satkit, and keep its translation beside it.

::

    make catalog                       # write satkit.po, and say what is missing
    python docs/catalog.py --check     # write nothing; fail if anything is missing, unused or stale

A sentence is the literal first argument of ``Text("...")`` (or of the command line's ``_help("...")``).
Translations stand in ``satkit.po``. Where several hands work at once, each drops entries for new sentences
into a file ``fragments/<name>.po``; they are taken over, and the file deleted, by the next ``make catalog``.
An entry whose sentence no longer stands in the code is dropped.
The same sentences and translations give the same file, byte for byte. It is what ``satkit.language`` reads
at run time: nothing is compiled.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).parents[1]
LOCALE = PROJECT / "satkit" / "locale"
PO = LOCALE / "zh_CN" / "LC_MESSAGES" / "satkit.po"
FRAGMENTS = LOCALE / "fragments"
MARKS = {"Text", "_help"}


class Plain(Catalog):
    """A catalog whose header has no dates and no tool versions, so that it is stable."""

    mime_headers = (  # type: ignore[assignment]
        ("Language", "zh_CN"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
    )


@dataclass
class Gathered:
    """The sentences of the code, and what stands against translating them."""

    places: dict[str, list[str]] = field(default_factory=dict)
    built: list[str] = field(default_factory=list)


def gather(root: Path = PROJECT) -> Gathered:
    """Every sentence below ``root/satkit`` with the files it stands in; and those built at run time."""
    found = Gathered()
    for path in sorted((root / "satkit").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for line, sentence in marked(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                files = found.places.setdefault(sentence.value, [])
                if name not in files:
                    files.append(name)
            elif not isinstance(sentence, ast.Name | ast.Attribute):  # a name was marked where it was written
                found.built.append(f"{name}:{line}")
    return found


def marked(tree: ast.Module) -> Iterator[tuple[int, ast.expr]]:
    """The line and the first argument of every call that marks a sentence."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and called(node.func) in MARKS:
            first = node.args[0]
            choices = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            yield from ((node.lineno, choice) for choice in choices)


def called(function: ast.expr) -> str:
    """The last name of what is called."""
    return getattr(function, "id", getattr(function, "attr", ""))


def translations() -> dict[str, str]:
    """What is translated so far: the catalog's own word, else that of the first fragment with one."""
    known = entries(PO)
    for path in sorted(FRAGMENTS.glob("*.po")):
        known = entries(path) | known
    return known


def entries(path: Path) -> dict[str, str]:
    """The translated entries of one file; none if it is not there."""
    if not path.exists():
        return {}
    catalog = read_po(io.BytesIO(path.read_bytes()), locale="zh_CN", charset="utf-8", abort_invalid=True)
    return {str(m.id): str(m.string) for m in catalog if m.id and m.string}


def catalog_of(places: dict[str, list[str]], known: dict[str, str]) -> Plain:
    """All sentences in order, each with its translation if there is one."""
    catalog = Plain(locale="zh_CN", fuzzy=False, header_comment="# Chinese (simplified) sentences of satkit.")
    for msgid in sorted(places):
        catalog.add(msgid, known.get(msgid, ""), locations=[(file, 0) for file in places[msgid]])
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """The catalog as translators and satkit read it."""
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, sort_output=True, include_lineno=False)
    return stream.getvalue()


def stale(catalog: Catalog) -> bool:
    """Whether the file is not what the catalog gives."""
    return not PO.exists() or PO.read_bytes() != as_po(catalog)


def write(catalog: Catalog) -> None:
    """Write the file, and delete the fragments, all of whose sentences are in it now."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalog))
    for path in FRAGMENTS.glob("*.po"):
        if entries(path).keys() <= entries(PO).keys():
            path.unlink()


def main() -> int:
    """Write or check the catalog; say what stands against it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail if anything is amiss")
    checking = parser.parse_args().check
    gathered, known = gather(), translations()
    catalog = catalog_of(gathered.places, known)
    amiss = [f"not translated: {msgid!r}" for msgid in sorted(gathered.places.keys() - known.keys())]
    amiss += [f"no longer said: {msgid!r}" for msgid in sorted(entries(PO).keys() - gathered.places.keys())]
    amiss += [f"a sentence built at run time: {place}" for place in gathered.built]
    if not checking:
        write(catalog)
    elif stale(catalog):
        amiss.append(f"run 'make catalog': {PO.name} is not in order")
    print("\n".join([*amiss, f"{len(gathered.places)} sentences, {len(amiss)} amiss"]))
    return 1 if amiss and checking else 0


if __name__ == "__main__":
    sys.exit(main())
