"""Answers of any table or array as one matrix of numbers, columns chosen by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit.errors import Complaint, DataError, near, quote_all
from satkit.language import Text
from satkit.stats.design import Floats

LARGEST = 1e100  # answers whose squares can still be summed
SHOWN = 40  # names of columns in a message
NUMBERS = Text("numbers, and nothing where there is no answer")


def answer_matrix(values: ArrayLike | pd.DataFrame, names: Sequence[str]) -> Floats:
    """Answers as numbers, one column per name.

    Parameters
    ----------
    values : DataFrame or array, shape (n, k)
        Of a table the columns are chosen by name, in the order of ``names``; an array has as many
        columns as there are names, in their order.  Nullable and Arrow columns are taken too.
    names : sequence of str, length k

    Returns
    -------
    ndarray, shape (n, k)
        NaN where there is no answer.

    Raises
    ------
    DataError
        If a name is unknown or stands for two columns, or an answer is no number.
    """
    wanted = checked_names(names)
    if isinstance(values, pd.DataFrame):
        refuse_columns(wanted, values)
        return columns_as_numbers(values, wanted)
    answers = _array(values)
    if answers.ndim != 2 or answers.shape[1] != len(wanted):
        raise DataError(
            Complaint(
                Text(
                    "the answers have the shape %(shape)s, and there are %(names)d names",
                    {"shape": str(answers.shape), "names": len(wanted)},
                ),
                expected=Text("one row for every respondent and one column for every name"),
                hint=Text("give a table with named columns, from which the names are chosen"),
            )
        )
    _refuse_infinite(answers, wanted)
    return answers


def checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names as a tuple, none of them twice.

    Raises
    ------
    DataError
    """
    if isinstance(names, str) or not isinstance(names, Sequence | pd.Index | np.ndarray):
        raise DataError(
            Complaint(
                Text("the names of the items are one text: %(text)s", {"text": str(names)}),
                expected=Text("a list of names"),
            )
        )
    wanted = tuple(names)
    if not wanted:
        raise DataError(Complaint(Text("no items are named"), expected=Text("a list of names")))
    twice = [str(name) for name, times in Counter(wanted).items() if times > 1]
    if twice:
        raise DataError(
            Complaint(
                Text("%(names)s stand twice among the names", {"names": quote_all(twice)}),
                expected=Text("every name once"),
            )
        )
    return wanted


def refuse_columns(names: Sequence[str], table: pd.DataFrame) -> None:
    """Complain of columns that are not there, or twice.

    Raises
    ------
    DataError
    """
    known = [str(name) for name in table.columns]
    times = Counter(table.columns)
    complaints = [
        Complaint(
            Text("no column '%(name)s' among the answers", {"name": name}),
            expected=Text("known: %(names)s", {"names": tuple(known[:SHOWN])}),
            hint=near(str(name), known),
        )
        if name not in times
        else Complaint(
            Text("column '%(name)s' is there %(times)d times", {"name": name, "times": times[name]}),
            expected=Text("every name once"),
            hint=Text("rename or drop the columns that repeat a name"),
        )
        for name in dict.fromkeys(names)
        if times.get(name) != 1
    ]
    if complaints:
        raise DataError(complaints)


def columns_as_numbers(table: pd.DataFrame, names: Sequence[str]) -> Floats:
    """Columns as numbers, shape (n, k), NaN where there is no answer.

    Raises
    ------
    DataError
        If a column holds anything else.
    """
    chosen = table[list(names)]
    if all(isinstance(kind, np.dtype) and kind.kind in "iufb" for kind in chosen.dtypes):
        answers = chosen.to_numpy(float)
        _refuse_infinite(answers, names)
        return answers
    found, complaints = [], []
    for name in names:
        column, strange = _numbers(chosen[name])
        if strange.any():
            complaints.append(_no_numbers(str(name), strange))
        found.append(column)
    if complaints:
        raise DataError(complaints)
    answers = np.stack(found, axis=1) if found else np.zeros((len(table), 0))
    _refuse_infinite(answers, names)
    return answers


def _numbers(column: pd.Series) -> tuple[Floats, np.ndarray[Any, np.dtype[np.bool_]]]:
    """A column as numbers, and where it holds something else."""
    there = column.notna().to_numpy(bool)
    if getattr(column.dtype, "kind", "O") in "mMc":
        return np.full(len(column), np.nan), there
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)
    return numbers, there & np.isnan(numbers)


def _no_numbers(name: str, strange: np.ndarray[Any, np.dtype[np.bool_]]) -> Complaint:
    return Complaint(
        Text(
            "column '%(name)s' holds %(count)d answers that are no numbers, the first in row %(row)d",
            {"name": name, "count": int(strange.sum()), "row": int(np.flatnonzero(strange)[0]) + 1},
        ),
        expected=NUMBERS,
    )


def _array(values: Any) -> Floats:
    """Anything like an array, as numbers."""
    try:
        return np.asarray(values, float)
    except (TypeError, ValueError):
        pass
    try:
        table = pd.DataFrame(values)
    except (TypeError, ValueError):
        raise DataError(Complaint(Text("the answers are no table of numbers"), expected=NUMBERS)) from None
    table.columns = [f"column {number}" for number in range(1, table.shape[1] + 1)]
    return columns_as_numbers(table, list(table.columns))


def _refuse_infinite(answers: Floats, names: Sequence[str]) -> None:
    with np.errstate(invalid="ignore", over="ignore"):
        if np.isfinite((answers * answers).sum()) or not answers.size:
            return
    endless = np.abs(np.nan_to_num(answers, nan=0.0)) > LARGEST
    if endless.any():
        row, column = np.argwhere(endless)[0]
        raise DataError(
            Complaint(
                Text(
                    "column '%(name)s' holds an answer without a bound in row %(row)d",
                    {"name": str(names[column]), "row": int(row) + 1},
                ),
                expected=NUMBERS,
            )
        )


def refuse_apart(answers: Floats, names: Sequence[str]) -> None:
    """Complain of two items that nobody answered together: nothing tells how they correlate.

    Raises
    ------
    DataError
    """
    there = np.isfinite(answers)
    if there.all():
        return
    seen = there.astype(float)
    refuse_pairs(seen.T @ seen > 0, names)


def refuse_pairs(known: np.ndarray[Any, np.dtype[np.bool_]], names: Sequence[str]) -> None:
    """Complain of the pairs of items whose covariance is not known, shape (k, k).

    Raises
    ------
    DataError
    """
    apart = np.argwhere(np.triu(~known, 1))
    if len(apart):
        pairs = tuple(f"{names[left]} - {names[right]}" for left, right in apart[:SHOWN])
        raise DataError(
            Complaint(
                Text("nobody answered both items of %(pairs)s", {"pairs": pairs}),
                expected=Text("respondents who answered both, for every two items of a model"),
                hint=Text("leave one of the two items out of the model"),
            )
        )


def as_numbers(values: ArrayLike, n: int, what: Text) -> Floats:
    """One number for every respondent, such as a case weight, shape (n,); NaN where there is none.

    Raises
    ------
    DataError
        If there are more or fewer than ``n``, or one is no number.
    """
    if _lengthless(values) or len(np.asarray(values, object)) != n:
        raise DataError(
            Complaint(
                Text(
                    "%(what)s: %(count)d values for %(n)d respondents",
                    {"what": what, "count": np.size(values), "n": n},
                ),
                expected=Text("one value for every respondent, in the order of the rows"),
            )
        )
    numbers, strange = _numbers(values if isinstance(values, pd.Series) else pd.Series(values))
    if strange.any():
        raise DataError(
            Complaint(
                Text(
                    "%(what)s: %(count)d values are no numbers, the first in row %(row)d",
                    {"what": what, "count": int(strange.sum()), "row": int(np.flatnonzero(strange)[0]) + 1},
                ),
                expected=Text("one number for every respondent"),
            )
        )
    return numbers


def _lengthless(values: ArrayLike) -> bool:
    """Whether some values are no line of values."""
    return np.asarray(values, object).ndim != 1


def group_labels(values: ArrayLike, n: int) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], Any]:
    """Who belongs to a group, and the name of it, shape (n,) each.

    Parameters
    ----------
    values : array, shape (n,)
        Any values; missing ones, blank texts, and the "nan" that numpy writes for a missing one among
        texts, are no group.

    Raises
    ------
    DataError
        If there are more or fewer than ``n``.
    """
    if _lengthless(values) or len(np.asarray(values, object)) != n:
        raise DataError(
            Complaint(
                Text("%(count)d group labels for %(n)d respondents", {"count": np.size(values), "n": n}),
                expected=Text("one value for every respondent, in the order of the rows"),
            )
        )
    column = pd.Series(np.asarray(values, object) if not isinstance(values, pd.Series) else values.array)
    there = column.notna().to_numpy(bool)
    names = np.array(
        [_name_group(value) if known else "" for value, known in zip(column, there, strict=True)], object
    )
    written = isinstance(values, np.ndarray) and values.dtype.kind == "U"
    nobody = [not str(name).strip() or (written and name == "nan") for name in names]
    return there & ~np.array(nobody, bool), names


def _name_group(value: object) -> str:
    """A group as it is called: 2.0 of a column with gaps is group 2."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def no_group(lost: int) -> tuple[Text, ...]:
    """The remark on respondents without a group; none where there are none."""
    if not lost:
        return ()
    return (Text("%(lost)d respondents belong to no group and are not used", {"lost": lost}),)
