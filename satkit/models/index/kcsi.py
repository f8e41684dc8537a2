"""The Korean index of KMAC: three shares, no arrows.

한국능률협회컨설팅, KCSI (since 1992).  Shares of the two best answers (6 and 7) on seven points: 0.30
overall satisfaction, 0.50 elements, 0.20 repurchase intention; until 2010 0.40, 0.40 and 0.20.
"""

from satkit.language import Label
from satkit.models.index.template import SATISFACTION, IndexModel

MODEL = IndexModel(
    name="kcsi",
    title=Label("韩国产业顾客满意度", "Korean Customer Satisfaction Index"),
    constructs={
        "Satisfaction": SATISFACTION,
        "Elements": Label("要素满意", "Element satisfaction"),
        "Repurchase": Label("再购买意愿", "Repurchase intention"),
    },
    paths=(),
    index="Satisfaction",
    source="KMAC, KCSI",
    shares={"Satisfaction": 0.30, "Elements": 0.50, "Repurchase": 0.20},
)
