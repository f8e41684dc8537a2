"""The Hong Kong index: constructs known, arrows not.

Chan, L. K., Hui, Y. V., Lo, H. P., Tse, S. K., Tso, G. K. F., and Wu, M. L. (2003). Consumer
satisfaction index: new practice and findings. European Journal of Marketing 37(5/6), 872-909.
Consumer characteristics (age, education, income) stand in the model; product indices are combined
with the weights of the consumer price index.  The arrows could not be read.
"""

from satkit.language import Label
from satkit.models.index.template import EXPECTATION, LOYALTY, SATISFACTION, IndexModel

MODEL = IndexModel(
    name="hkcsi",
    title=Label("香港消费者满意指数", "Hong Kong Consumer Satisfaction Index"),
    constructs={
        "Characteristics": Label("消费者特征", "Consumer characteristics"),
        "Expectation": EXPECTATION,
        "Performance": Label("评估绩效", "Assessed performance"),
        "Value": Label("评估价值", "Assessed value"),
        "Satisfaction": SATISFACTION,
        "Voice": Label("投诉", "Voice"),
        "Loyalty": LOYALTY,
    },
    paths=(),
    index="Satisfaction",
    source="Chan et al. (2003)",
    confirmed=False,
)
