"""Does the model predict answers it has not seen: PLSpredict, CVPAT, blindfolding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from satkit import number_format
from satkit.errors import Complaint, FitError
from satkit.language import Text
from satkit.models.paths import PathModel
from satkit.models.pls.fit import SETTINGS, PathFit, fit_flat, refuse_stages
from satkit.models.syntax import MODEL, as_path_model
from satkit.stats.arguments import arguments, either, instance, one_of, optional, refuse_settings, whole
from satkit.stats.design import Floats, Ints
from satkit.stats.intake import COLUMN, FRAME, read_sample
from satkit.stats.moments import Moments, complete
from satkit.stats.replicates import Replicates
from satkit.tables.figure import Estimates, Mark
from satkit.tables.glossary import declare
from satkit.tables.result import Result
from satkit.tables.table import Table

Technique = Literal["direct", "earliest"]
Regressors = Literal["causes", "others"]


TITLE = Text("Answers to %(items)d items predicted for respondents not seen, n %(n)s")
CAPTION = Text("Errors of prediction by the model and by a regression on the items")
NOTE = Text(
    "Q² above 0: better than the mean; RMSE below the linear one: better than a regression on the items."
)
PLOT = Text("Root mean squared error of prediction")
AXIS = Text("RMSE, in the unit of the item")
BY_MODEL, BY_ITEMS = Text("Path model"), Text("Regression on the items")


@dataclass(frozen=True, repr=False)
class Prediction(Result):
    """Answers predicted for respondents whom the fit has not seen.

    Parameters
    ----------
    items : tuple of str, length p
        Items of the explained constructs.
    weight : ndarray, shape (n,)
        Case weights.
    actual, model, linear, mean : ndarray, shape (n, p)
        The answers; what the path model says; what a regression on the items of the causes says;
        the mean of the training rows.
    """

    items: tuple[str, ...]
    weight: Floats
    actual: Floats
    model: Floats
    linear: Floats
    mean: Floats

    def _tables(self) -> Iterator[Table]:
        """One row per item: ``item q2 rmse mae rmse_linear mae_linear``.

        ``q2`` is what the model takes off the squared error of the mean (Shmueli et al. 2019).
        """
        share = self.weight[:, None] / self.weight.sum()
        apart, linear, plain = (self.actual - guess for guess in (self.model, self.linear, self.mean))
        frame = pd.DataFrame(
            {
                "item": self.items,
                "q2": 1 - (share * apart**2).sum(axis=0) / (share * plain**2).sum(axis=0),
                "rmse": np.sqrt((share * apart**2).sum(axis=0)),
                "mae": (share * np.abs(apart)).sum(axis=0),
                "rmse_linear": np.sqrt((share * linear**2).sum(axis=0)),
                "mae_linear": (share * np.abs(linear)).sum(axis=0),
            }
        )
        yield declare("items", CAPTION, frame, note=NOTE)

    def _title(self) -> Text:
        return TITLE.with_values(items=len(self.items), n=number_format.count(len(self.actual)))

    def _figure(self) -> Estimates:
        marks = tuple(
            Mark(row["item"], row[key], series=name)
            for key, name in (("rmse", BY_MODEL), ("rmse_linear", BY_ITEMS))
            for row in self.table.to_dict("records")
        )
        return Estimates(PLOT, AXIS, marks)


def draw_folds(n: int, k: int, seed: int = 0) -> Ints:
    """A fold from 0 to k - 1 for each of n respondents, of sizes as equal as may be."""
    return np.random.default_rng(seed).permutation(n) % k


@arguments(
    data=FRAME,
    model=MODEL,
    weight=optional(COLUMN),
    seed=whole(0),
    folds=either(
        whole(2),
        instance((np.ndarray, list, pd.Series), Text("a number of folds, or one for every respondent")),
    ),
    technique=one_of(get_args(Technique)),
    regressors=one_of(get_args(Regressors)),
)
def predict(
    data: object,
    model: str | PathModel,
    *,
    weight: str | ArrayLike | None = None,
    seed: int = 0,
    folds: int | ArrayLike = 10,
    technique: Technique = "direct",
    regressors: Regressors = "causes",
    **settings: Any,
) -> Prediction:
    """Cross-validated prediction of all items of explained constructs (PLSpredict).

    Parameters
    ----------
    data : DataFrame
        Answers without gaps, n rows, one a respondent.
    model : str or PathModel
        Of one stage.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    seed : int
        Of the folds.
    folds : int or array of int, shape (n,)
        How many to draw; or the fold of every respondent, from 0 up: ``numpy.arange(n)`` leaves out
        one respondent at a time.
    technique : {"direct", "earliest"}
        From the scores of the direct causes, or only from those of constructs that nothing explains.
    regressors : {"causes", "others"}
        The linear benchmark regresses an item on the items of the causes that the technique uses, or
        on the items of all other constructs (seminr up to 2.3).
    **settings
        For the fit: ``scheme``, ``tolerance`` and so on.

    Returns
    -------
    Prediction
        Answers, and what the model, a regression on items and the mean say of them.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        If an answer is missing, or a fold leaves too few to fit.

    References
    ----------
    Shmueli, Ray, Velasquez Estrada and Chatla (2016); Danks and Ray (2018) for the techniques.
    Every training sample is a replicate whose weights are zero in one fold.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> liking = rng.normal(size=200)
    >>> answers = pd.DataFrame({name: liking + rng.normal(size=200) for name in ("a", "b", "c", "d")})
    >>> prediction = predict(answers, "A =~ a + b; B =~ c + d; B ~ A")
    >>> (prediction.table["q2"] > 0).tolist()
    [True, True]
    """
    known, answers, weights = _read(data, model, weight, "predict", settings)
    drawn = draw_folds(len(answers), int(folds), seed) if isinstance(folds, Integral) else folds
    return _predict_folds(
        answers, weights, known, _checked_fold(drawn, len(answers)), technique, regressors, settings
    )


def _read(
    data: object,
    model: str | PathModel,
    weight: str | ArrayLike | None,
    function: str,
    settings: dict[str, Any],
) -> tuple[PathModel, Floats, Floats]:
    """The model, the answers to its items without a gap (n, k), and the case weights (n,)."""
    refuse_settings(function, settings, SETTINGS)
    known = as_path_model(model)
    refuse_stages(known, function)
    sample = read_sample(data, weight=weight, resamples=0)
    answers = sample.answers(known.items)
    _refuse_gaps(answers)
    return known, answers, sample.weight


def _predict_folds(
    answers: Floats,
    weights: Floats,
    model: PathModel,
    fold: Ints,
    technique: Technique,
    regressors: Regressors,
    settings: dict[str, Any],
) -> Prediction:
    kept = 1.0 - (fold[None, :] == np.arange(fold.max() + 1)[:, None])
    factors = np.concatenate([np.ones((1, len(fold))), kept])
    training = Replicates("groups", np.arange(len(fold)), factors, np.ones(len(kept)))
    fit = fit_flat(complete(answers, model.items, weights, training), model, **settings)
    if fit.is_broken.any():
        raise FitError(
            Complaint(
                Text(
                    "%(count)d folds leave answers that cannot be fitted", {"count": int(fit.is_broken.sum())}
                ),
                hint=Text("use fewer folds, or leave items out that hardly vary"),
            )
        )
    explained = [block for block, name in zip(fit.blocks, model.names, strict=True) if model.causes(name)]
    columns = np.concatenate([np.arange(block.start, block.stop) for block in explained])
    place = fold + 1  # the replicate that has not seen the respondent
    return Prediction(
        tuple(model.items[column] for column in columns),
        weights,
        answers[:, columns],
        _by_model(fit, answers, place, technique)[:, columns],
        _by_items(fit, answers, place, technique, regressors)[:, columns],
        fit.moments.mean[place][:, columns],
    )


def _by_model(fit: PathFit, answers: Floats, place: Ints, technique: Technique) -> Floats:
    """Items from predicted scores, each respondent by the fit that has not seen them."""
    model = fit.model
    mean, sd = fit.moments.mean[place], fit.moments.sd[place]
    scores = np.add.reduceat(
        fit.weights[place] * (answers - mean) / sd, [block.start for block in fit.blocks], axis=1
    )
    guess = scores.copy()
    for name in model.order:
        target = model.names.index(name)
        if model.causes(name):
            known = guess if technique == "earliest" else scores
            guess[:, target] = (fit.paths[place, target] * known).sum(axis=1)
    owner = np.repeat(np.arange(len(fit.blocks)), [block.stop - block.start for block in fit.blocks])
    return np.asarray(guess[:, owner] * fit.loadings[place] * sd + mean)


def _by_items(
    fit: PathFit, answers: Floats, place: Ints, technique: Technique, regressors: Regressors
) -> Floats:
    """Items from a regression on items of other constructs, out of the same moments."""
    model, mean, cov = fit.model, fit.moments.mean, fit.moments.cov
    result = np.full_like(answers, np.nan)
    blocks = dict(zip(model.names, fit.blocks, strict=True))
    first = [name for name in model.names if not model.causes(name)]
    for name in model.names:
        if model.causes(name):
            causes = first if technique == "earliest" else list(model.causes(name))
            if regressors == "others":
                causes = [other for other in model.names if other != name]
            known = np.concatenate([np.arange(blocks[one].start, blocks[one].stop) for one in causes])
            own = np.arange(blocks[name].start, blocks[name].stop)
            slopes = _regress_benchmark(cov[:, known[:, None], known], cov[:, known[:, None], own])[place]
            apart = answers[:, known] - mean[place][:, known]
            result[:, own] = mean[place][:, own] + np.einsum("nk,nkp->np", apart, slopes)
    return result


def _regress_benchmark(among: Floats, across: Floats) -> Floats:
    """Slopes of a regression of the benchmark, for every fold.

    Raises
    ------
    FitError
    """
    try:
        return np.asarray(np.linalg.solve(among, across))
    except np.linalg.LinAlgError:
        raise FitError(
            Complaint(
                Text("items of the causes follow from each other, and the linear benchmark has no slopes"),
                hint=Text("leave one of these items out; copies and sums add nothing"),
            )
        ) from None


@arguments(
    prediction=instance(Prediction, Text("a prediction, as predict gives it")),
    other=optional(instance(Prediction, Text("a prediction, as predict gives it"))),
)
def compare_predictions(prediction: Prediction, other: Prediction | None = None) -> pd.DataFrame:
    """Whether the loss of the model is smaller than that of a benchmark (CVPAT).

    Parameters
    ----------
    prediction : Prediction
    other : Prediction, optional
        Of another model with the same items and folds; else the mean and the regression on items.

    Returns
    -------
    DataFrame
        ``benchmark loss loss_benchmark difference std_error t p``: mean squared error per item,
        differences below zero speak for the model.

    Raises
    ------
    DefinitionError
        If it is given no prediction.

    References
    ----------
    Liengaard et al. (2021); Sharma et al. (2023) for the benchmarks.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> liking = rng.normal(size=200)
    >>> answers = pd.DataFrame({name: liking + rng.normal(size=200) for name in ("a", "b", "c", "d")})
    >>> prediction = predict(answers, "A =~ a + b; B =~ c + d; B ~ A")
    >>> compare_predictions(prediction)["benchmark"].tolist()
    ['mean', 'linear']
    """
    from scipy.special import stdtr

    rivals = (
        {"mean": prediction.mean, "linear": prediction.linear} if other is None else {"model": other.model}
    )
    share = prediction.weight / prediction.weight.sum()
    n = np.count_nonzero(share)
    own = ((prediction.actual - prediction.model) ** 2).mean(axis=1)
    rows = []
    for name, guess in rivals.items():
        against = ((prediction.actual - guess) ** 2).mean(axis=1)
        gap = own - against
        difference = share @ gap
        error = np.sqrt((share**2) @ (gap - difference) ** 2 * n / (n - 1))
        t = difference / error
        rows.append(
            {
                "benchmark": name,
                "loss": share @ own,
                "loss_benchmark": share @ against,
                "difference": difference,
                "std_error": error,
                "t": t,
                "p": 2 * stdtr(n - 1, -abs(t)),
            }
        )
    return pd.DataFrame(rows)


@arguments(data=FRAME, model=MODEL, weight=optional(COLUMN), distance=whole(2))
def blindfold(
    data: object,
    model: str | PathModel,
    *,
    weight: str | ArrayLike | None = None,
    distance: int = 7,
    **settings: Any,
) -> pd.DataFrame:
    """Stone-Geisser Q2 of every explained construct by blindfolding.

    A construct's items are replaced by their means for every ``distance``-th respondent, the model is
    fitted again, and the causes predict what was taken away; items count alike.

    Parameters
    ----------
    data : DataFrame
        Answers without gaps, one row per respondent.
    model : str or PathModel
        Of one stage.
    weight : str or array, shape (n,), optional
        Case weights: a column, or the numbers themselves.
    distance : int
        Omission distance.
    **settings
        For the fit: ``scheme``, ``tolerance`` and so on.

    Returns
    -------
    DataFrame
        ``construct q2``.

    Raises
    ------
    DefinitionError, DataError
        If an argument cannot be used.
    FitError
        If an answer is missing.

    References
    ----------
    Wold (1982); Tenenhaus et al. (2005), section 1.3.4.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> liking = rng.normal(size=200)
    >>> answers = pd.DataFrame({name: liking + rng.normal(size=200) for name in ("a", "b", "c", "d")})
    >>> blindfold(answers, "A =~ a + b; B =~ c + d; B ~ A")["construct"].tolist()
    ['B']
    """
    known, answers, weights = _read(data, model, weight, "blindfold", settings)
    _refuse_distance(distance, len(answers))
    found = _blindfold_constructs(answers, weights, known, distance, settings)
    return pd.DataFrame({"construct": list(found), "q2": list(found.values())})


def _blindfold_constructs(
    answers: Floats, weights: Floats, model: PathModel, distance: int, settings: dict[str, Any]
) -> dict[str, float]:
    whole = complete(answers, model.items, weights)
    fit = fit_flat(whole, model, **settings)
    explained = [place for place, name in enumerate(model.names) if model.causes(name)]
    cases = [(place, start) for place in explained for start in range(distance)]
    blinded = [_blind_block(answers, weights, fit.blocks[place], start, distance) for place, start in cases]
    stacked = _stack_moments([whole, *(complete(rows, model.items, weights) for rows in blinded)])
    again = fit_flat(stacked, model, **settings)
    lost = dict.fromkeys(explained, (0.0, 0.0))
    for number, (place, start) in enumerate(cases, start=1):
        hidden = slice(start, None, distance)
        block = again.blocks[place]
        mean, sd = again.moments.mean[number], again.moments.sd[number]
        scores = np.add.reduceat(
            again.weights[number] * (blinded[number - 1][hidden] - mean) / sd,
            [one.start for one in again.blocks],
            axis=1,
        )
        guess = (scores @ again.paths[number, place])[:, None] * again.loadings[number, block] * sd[block]
        apart = answers[hidden, block] - mean[block]
        scale = weights[hidden, None] / whole.sd[0, block] ** 2
        error, plain = lost[place]
        lost[place] = (
            error + float((scale * (apart - guess) ** 2).sum()),
            plain + float((scale * apart**2).sum()),
        )
    return {model.names[place]: 1 - error / plain for place, (error, plain) in lost.items()}


def _blind_block(answers: Floats, weights: Floats, block: slice, start: int, distance: int) -> Floats:
    """The answers with every so many respondents at the mean of the others in one block."""
    seen = np.ones(len(answers), bool)
    seen[start::distance] = False
    result = answers.copy()
    result[~seen, block] = np.average(answers[seen, block], axis=0, weights=weights[seen])
    return result


def _stack_moments(parts: list[Moments]) -> Moments:
    """Moments of several versions of one sample, one behind the other on axis 0."""
    return replace(
        parts[0],
        mass=np.concatenate([part.mass for part in parts]),
        mean=np.concatenate([part.mean for part in parts]),
        cov=np.concatenate([part.cov for part in parts]),
    )


def _checked_fold(fold: ArrayLike, n: int) -> Ints:
    """Folds as whole numbers, none of them empty or everybody.

    Raises
    ------
    FitError
    """
    found = np.asarray(fold)
    whole = found.shape == (n,) and found.dtype.kind in "iu"
    if not whole or found.min(initial=0) < 0 or found.max(initial=0) < 1 or not np.bincount(found).all():
        raise FitError(
            Complaint(
                Text("the folds are no whole numbers from 0 up, one for each of %(n)d respondents", {"n": n}),
                expected=Text("at least two folds, none of them empty"),
                hint=Text("give a number of folds, and they are drawn"),
            )
        )
    return np.asarray(found, np.int64)


def _refuse_distance(distance: int, n: int) -> None:
    if not isinstance(distance, int) or not 2 <= distance <= n // 2:
        raise FitError(
            Complaint(
                Text("the omission distance is %(distance)s", {"distance": str(distance)}),
                expected=Text("a whole number from 2 to half of the respondents, such as 7"),
            )
        )


def _refuse_gaps(answers: Floats) -> None:
    gaps = int(np.isnan(answers).sum())
    if gaps:
        raise FitError(
            Complaint(
                Text("%(count)d answers are missing, and prediction needs them all", {"count": gaps}),
                hint=Text("keep complete rows, or fill the gaps first"),
            )
        )
