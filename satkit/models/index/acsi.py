"""The American index of 1994 (Fornell et al. 1996).

Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J., and Bryant, B. E. (1996). The American
Customer Satisfaction Index: nature, purpose, and findings. Journal of Marketing 60(4), 7-18.
Satisfaction is asked three times on 1-10: overall, against expectations, against the ideal.
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
    name="acsi",
    title=Label("美国顾客满意度指数", "American Customer Satisfaction Index"),
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
    source="Fornell et al. (1996)",
)
