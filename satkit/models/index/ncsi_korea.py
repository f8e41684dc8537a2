"""The Korean national index of KPC: the American model.

한국생산성본부, 국가고객만족도 NCSI (since 1998), with the University of Michigan.  The constructs and
arrows of the American index; industries are combined by sales and sectors by gross domestic product.
"""

from satkit.language import Label
from satkit.models.index.template import (
    COMPLAINTS,
    EXPECTATION,
    LOYALTY,
    QUALITY,
    SATISFACTION,
    VALUE,
    IndexModel,
)

MODEL = IndexModel(
    name="ncsi_korea",
    title=Label("韩国国家顾客满意指数", "National Customer Satisfaction Index (Korea)"),
    constructs={
        "Expectation": EXPECTATION,
        "Quality": QUALITY,
        "Value": VALUE,
        "Satisfaction": SATISFACTION,
        "Complaints": COMPLAINTS,
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Expectation", "Quality"),
        ("Expectation", "Value"),
        ("Expectation", "Satisfaction"),
        ("Quality", "Value"),
        ("Quality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Complaints"),
        ("Satisfaction", "Loyalty"),
        ("Complaints", "Loyalty"),
    ),
    index="Satisfaction",
    source="KPC, NCSI",
)
