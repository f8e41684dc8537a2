"""The Chinese index: six constructs, eleven arrows; a candidate.

清华大学中国企业研究中心与中国标准化研究院；GB/T 19038-2009《顾客满意测评模型和方法指南》.  Six structural
variables and eleven causal relations are published; the list of arrows could not be read, and the
one below is a candidate with that number of arrows.
"""

from satkit.language import Label
from satkit.models.index.template import LOYALTY, QUALITY, SATISFACTION, VALUE, IndexModel

MODEL = IndexModel(
    name="ccsi",
    title=Label("中国顾客满意指数", "China Customer Satisfaction Index"),
    constructs={
        "Image": Label("品牌形象", "Brand image"),
        "Expectation": Label("预期质量", "Expected quality"),
        "Quality": QUALITY,
        "Value": VALUE,
        "Satisfaction": SATISFACTION,
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Image", "Expectation"),
        ("Image", "Quality"),
        ("Image", "Satisfaction"),
        ("Image", "Loyalty"),
        ("Expectation", "Quality"),
        ("Expectation", "Value"),
        ("Expectation", "Satisfaction"),
        ("Quality", "Value"),
        ("Quality", "Satisfaction"),
        ("Value", "Satisfaction"),
        ("Satisfaction", "Loyalty"),
    ),
    index="Satisfaction",
    source="GB/T 19038-2009",
    confirmed=False,
)
