"""The Swedish barometer (Fornell 1992).

Fornell, C. (1992). A national customer satisfaction barometer: the Swedish experience. Journal of
Marketing 56(1), 6-21.  Items: performance by price given quality and quality given price;
satisfaction overall, against expectations, against the ideal; complaints to company and to
personnel; loyalty by price tolerance and repurchase.
"""

from satkit.language import Label
from satkit.models.index.template import COMPLAINTS, EXPECTATION, LOYALTY, SATISFACTION, IndexModel

MODEL = IndexModel(
    name="scsb",
    title=Label("瑞典顾客满意晴雨表", "Swedish Customer Satisfaction Barometer"),
    constructs={
        "Expectation": EXPECTATION,
        "Performance": Label("感知绩效", "Perceived performance"),
        "Satisfaction": SATISFACTION,
        "Complaints": COMPLAINTS,
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Expectation", "Performance"),
        ("Expectation", "Satisfaction"),
        ("Performance", "Satisfaction"),
        ("Satisfaction", "Complaints"),
        ("Satisfaction", "Loyalty"),
        ("Complaints", "Loyalty"),
    ),
    index="Satisfaction",
    source="Fornell (1992)",
)
