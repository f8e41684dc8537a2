"""The Norwegian barometer as renewed in 2001 (Johnson et al.).

Johnson, M. D., Gustafsson, A., Andreassen, T. W., Lervik, L., and Cha, J. (2001). The evolution and
future of national customer satisfaction index models. Journal of Economic Psychology 22, 217-245.
Confirmed: pure price; image as a consequence; two commitments and image drive loyalty; price drives
loyalty; complaint handling drives satisfaction and loyalty.  The arrows from satisfaction to the
commitments could not be read.
"""

from satkit.language import Label
from satkit.models.index.template import IMAGE, LOYALTY, SATISFACTION, IndexModel

MODEL = IndexModel(
    name="ncsb",
    title=Label("挪威顾客满意晴雨表", "Norwegian Customer Satisfaction Barometer"),
    constructs={
        "Quality": Label("服务质量", "Quality drivers"),
        "Price": Label("价格", "Price"),
        "ComplaintHandling": Label("抱怨处理", "Complaint handling"),
        "Satisfaction": SATISFACTION,
        "Image": IMAGE,
        "Affective": Label("情感承诺", "Affective commitment"),
        "Calculative": Label("计算承诺", "Calculative commitment"),
        "Loyalty": LOYALTY,
    },
    paths=(
        ("Quality", "Satisfaction"),
        ("Price", "Satisfaction"),
        ("Price", "Loyalty"),
        ("ComplaintHandling", "Satisfaction"),
        ("ComplaintHandling", "Loyalty"),
        ("Satisfaction", "Image"),
        ("Satisfaction", "Affective"),
        ("Satisfaction", "Loyalty"),
        ("Image", "Loyalty"),
        ("Affective", "Loyalty"),
        ("Calculative", "Loyalty"),
    ),
    index="Satisfaction",
    source="Johnson et al. (2001)",
    confirmed=False,
)
