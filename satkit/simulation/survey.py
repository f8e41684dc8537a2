"""Answers for any survey folder from a known truth, with the truth beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from satkit.errors import Complaint, DefinitionError
from satkit.language import Text
from satkit.simulation.constructs import build
from satkit.simulation.facts import Truth
from satkit.simulation.record import tables
from satkit.simulation.replies import mixtures
from satkit.simulation.streams import Room, stream
from satkit.simulation.truth import load as load_truth
from satkit.simulation.wave import wave as answers
from satkit.simulation.wave_model import ladders, means, stage
from satkit.survey.continuous import add_even_points
from satkit.survey.definition import load
from satkit.survey.questionnaire import Questionnaire

DIGITS = "%.6f"


@dataclass(frozen=True)
class Simulated:
    """Answers that never happened, and the truth behind them.

    Parameters
    ----------
    questionnaire : Questionnaire
    frames : dict
        Wave to its answers as a wave file holds them: codes, missing codes, empty cells.
    truth : dict
        Table name to table, see :func:`satkit.simulation.record.tables`.
    """

    questionnaire: Questionnaire
    frames: dict[str, pd.DataFrame]
    truth: dict[str, pd.DataFrame]


def simulate(
    questionnaire: Questionnaire,
    truth: Truth | None = None,
    seed: int | None = None,
    language: str | None = None,
) -> Simulated:
    """Draw answers to a questionnaire.

    Parameters
    ----------
    questionnaire : Questionnaire
    truth : Truth, optional
        What is known; the rest is drawn from the seed.
    seed : int, optional
        Instead of the truth's own.
    language : {"zh", "en"}, optional
        Of the comments, instead of the truth's own.

    Raises
    ------
    DefinitionError
        If the truth is impossible: a mean outside its scale, paths in a circle or too strong.
    """
    questionnaire = questionnaire.model_copy(update={"scales": add_even_points(questionnaire.scales)})
    truth = truth or Truth()
    seed = truth.seed if seed is None else seed
    model, rungs = build(questionnaire, truth), ladders(questionnaire, truth)
    target = means(questionnaire, truth, rungs, stream(seed, Room.DEFAULTS, 0))
    pairs = {wave: mixtures(questionnaire, truth, seed, wave) for wave in questionnaire.waves}
    scenes = [
        stage(questionnaire, truth, model, wave, target[wave], rungs, stream(seed, Room.DEFAULTS, 1))
        for wave in questionnaire.waves
    ]
    frames = {
        scene.wave: answers(
            questionnaire, truth, scene, pairs[scene.wave], (seed, number), language or truth.language
        )
        for number, scene in enumerate(scenes)
    }
    return Simulated(questionnaire, frames, tables(questionnaire, truth, model, scenes, pairs))


def write(simulated: Simulated, folder: Path) -> list[Path]:
    """Write wave files and the tables of the truth below ``folder``; the paths written.

    CSV, UTF-8, line feeds: the same answers give the same bytes.

    Raises
    ------
    DefinitionError
        If a file or a folder below ``folder`` is a link: what it leads to would be overwritten.
        Nothing is written then.
    """
    files = {wave_file(simulated.questionnaire, wave): frame for wave, frame in simulated.frames.items()}
    files |= {
        PurePosixPath("truth") / f"{name}.csv": table
        for name, table in simulated.truth.items()
        if not table.empty
    }
    linked = [_link(folder, file) for file in files]
    complaints = [_of_link(link) for link in dict.fromkeys(linked) if link is not None]
    if complaints:
        raise DefinitionError(complaints)
    return [_csv(frame, folder / file) for file, frame in files.items()]


def _link(folder: Path, file: PurePosixPath) -> Path | None:
    """The first step from ``folder`` to a file below it that is a link."""
    steps = [folder / step for step in reversed(file.parents)][1:]
    return next((path for path in (*steps, folder / file) if path.is_symlink()), None)


def _of_link(link: Path) -> Complaint:
    return Complaint(
        Text("this is a link, and what it leads to would be overwritten"),
        str(link),
        hint=Text("remove the link, or name another folder to write to"),
    )


def _csv(frame: pd.DataFrame, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    digits = DIGITS if path.parent.name == "truth" else None
    frame.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", float_format=digits)
    return path


def wave_file(questionnaire: Questionnaire, wave: str) -> PurePosixPath:
    """Where the answers of a wave are written: its own file, if that is a CSV below the folder."""
    named = questionnaire.waves[wave].file
    path = PurePosixPath(named)
    inside = not path.is_absolute() and ".." not in path.parts and ":" not in named
    return path if inside and path.suffix == ".csv" else PurePosixPath(f"waves/{wave}.csv")


def simulate_folder(folder: Path, out: Path | None = None, seed: int | None = None) -> list[Path]:
    """Draw answers for a survey folder and write them, with the truth beside them.

    Parameters
    ----------
    folder : Path
        Holds the definition and perhaps a ``truth.toml``.
    out : Path, optional
        Where to write; the folder itself, where the survey says that it is simulated or has no
        answers yet.
    seed : int, optional
        Instead of the truth's own.

    Raises
    ------
    DefinitionError
        If definition or truth are wrong, or answers of real people would be overwritten.
    """
    questionnaire = load(folder)
    questionnaire = questionnaire.model_copy(update={"scales": add_even_points(questionnaire.scales)})
    truth = load_truth(folder, questionnaire)
    if out is None:
        _spare(questionnaire, folder)
    return write(simulate(questionnaire, truth, seed), out or folder)


def _spare(questionnaire: Questionnaire, folder: Path) -> None:
    """Refuse to write over, or beside, answers that are not said to be simulated."""
    files = [folder / wave_file(questionnaire, wave) for wave in questionnaire.waves]
    files += [folder / wave.file for wave in questionnaire.waves.values() if wave.file]
    if questionnaire.simulated or not any(file.exists() for file in files):
        return
    what = Text("'%(name)s' holds real answers, which would be overwritten", {"name": questionnaire.name})
    hint = Text("name another folder to write to, or say simulated = true in the definition")
    raise DefinitionError(Complaint(what, "survey.toml", hint=hint))
