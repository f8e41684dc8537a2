"""The European index (ECSI 1998; Tenenhaus et al. 2005).

ECSI Technical Committee (1998). European Customer Satisfaction Index: foundation and structure.
Tenenhaus, M., Esposito Vinzi, V., Chatelin, Y.-M., and Lauro, C. (2005). PLS path modeling.
Computational Statistics and Data Analysis 48(1), 159-205: twelve arrows.
"""

from satkit.language import Label
from satkit.models.index.template import (
    COMPLAINTS,
    EXPECTATION,
    IMAGE,
    LOYALTY,
    QUALITY,
    SATISFACTION,
    VALUE,
    IndexModel,
)

MODEL = IndexModel(
    name="ecsi",
    title=Label("欧洲顾客满意度指数", "European Customer Satisfaction Index"),
    constructs={
        "Image": IMAGE,
        "Expectation": EXPECTATION,
        "Quality": QUALITY,
        "Value": VALUE,
        "Satisfaction": SATISFACTION,
        "Complaints": COMPLAINTS,
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Image", "Expectation"),
        ("Image", "Satisfaction"),
        ("Image", "Loyalty"),
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
    source="Tenenhaus et al. (2005)",
)
