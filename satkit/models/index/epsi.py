"""The EPSI rating: image, two qualities, no complaints.

EPSI Rating (Extended Performance Satisfaction Index).  Confirmed: image leads to expectations,
satisfaction and loyalty; product and service quality stand apart; complaints are not in the model;
loyalty is asked as retention, recommendation and more purchases.  The other arrows follow ECSI.
"""

from satkit.language import Label
from satkit.models.index.template import EXPECTATION, IMAGE, LOYALTY, SATISFACTION, VALUE, IndexModel

MODEL = IndexModel(
    name="epsi",
    title=Label("EPSI 评级", "EPSI Rating"),
    constructs={
        "Image": IMAGE,
        "Expectation": EXPECTATION,
        "ProductQuality": Label("产品质量", "Product quality"),
        "ServiceQuality": Label("服务质量", "Service quality"),
        "Value": VALUE,
        "Satisfaction": SATISFACTION,
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Image", "Expectation"),
        ("Image", "Satisfaction"),
        ("Image", "Loyalty"),
        ("Expectation", "ProductQuality"),
        ("Expectation", "ServiceQuality"),
        ("Expectation", "Value"),
        ("Expectation", "Satisfaction"),
        ("ProductQuality", "Value"),
        ("ProductQuality", "Satisfaction"),
        ("ServiceQuality", "Value"),
        ("ServiceQuality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Loyalty"),
    ),
    index="Satisfaction",
    source="EPSI Rating",
    confirmed=False,
)
