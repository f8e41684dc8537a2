"""The Japanese index: six constructs; arrows a candidate.

サービス産業生産性協議会, JCSI（日本版顧客満足度指数）.  Six indices from 21 questions common to all
industries, after the expectation-disconfirmation theory; the arrows below are a candidate.
"""

from satkit.language import Label
from satkit.models.index.template import EXPECTATION, LOYALTY, QUALITY, SATISFACTION, VALUE, IndexModel

MODEL = IndexModel(
    name="jcsi",
    title=Label("日本顾客满意度指数", "Japanese Customer Satisfaction Index"),
    constructs={
        "Expectation": EXPECTATION,
        "Quality": QUALITY,
        "Value": VALUE,
        "Satisfaction": SATISFACTION,
        "Recommendation": Label("推荐意愿", "Recommendation"),
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Expectation", "Quality"),
        ("Quality", "Value"),
        ("Quality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Recommendation"),
        ("Satisfaction", "Loyalty"),
        ("Recommendation", "Loyalty"),
    ),
    index="Satisfaction",
    source="JCSI, Japan Productivity Center",
    confirmed=False,
)
