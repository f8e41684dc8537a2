"""Why a cell is withheld: too few of its own, or because it would tell of too few elsewhere."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from satkit.scoring.disclosure import reasons, withheld
from satkit.scoring.scores import score
from satkit.survey.sample import draw
from tests import handmade


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_small_is_said_of_the_small_and_of_nobody_else(people):
    n = np.array(people)
    told = reasons(withheld(n, 10), n, 10)
    assert ((told == "small") == (n < 10)).all()
    assert ((told == "secret") <= (n >= 10)).all()


def test_a_group_of_many_that_guards_a_group_of_few_is_no_small_base():
    sex = ["m"] * 25 + ["f"] * 80 + ["x"] * 2
    frame = pd.DataFrame({"q": np.arange(len(sex)) % 4, "sex": sex})
    made = handmade.responses(frame, segments=("sex",), tree={"all": ("", 1, "", ("q",))})
    table = score(made, draw(made)).table
    told = table[table["segment"] == "sex"].set_index(["node", "level"])["withheld"]
    assert told["q"].to_dict() == {"m": "secret", "f": "", "x": "small"}
    assert told["all"].to_dict() == {"m": "secret", "f": "", "x": "small"}
