"""How a number is written; the only place that decides it."""

from __future__ import annotations

from collections.abc import Callable
from math import isinf, isnan

from satkit.language import Text

MINUS, DASH, NOTHING = "−", "–", "–"
SPAN = Text("%(low)s to %(high)s")
TRIFLE = 1e-9  # what rounding leaves of nothing


def score(value: float) -> str:
    """A score on 0-100, or any mean: one decimal."""
    return _format_fixed(value, 1)


def signed_score(value: float) -> str:
    """A difference: one decimal, with its sign; a zero has none."""
    text = _format_fixed(value, 1)
    return text if text[0] in f"{MINUS}{NOTHING}" or text == "0.0" else f"+{text}"


def share(value: float, n: float) -> str:
    """A share of 0-1 as a percentage: no decimals below 1,000 answers, else one."""
    return NOTHING if isnan(value) else _format_fixed(100 * value, 1 if n >= 1000 else 0) + "%"


def chance(value: float) -> str:
    """A probability as a percentage; none is certain: ``84%``, ``>99%``, ``<1%``."""
    if isnan(value):
        return NOTHING
    return "<1%" if value <= 0.005 else ">99%" if value >= 0.995 else f"{100 * value:.0f}%"


def confidence(level: float) -> str:
    """A confidence level, as exact as it was chosen: ``95%``, ``99.5%``."""
    return f"{100 * level:g}%"


def count(value: float) -> str:
    """A number of people, with thousands separated."""
    return _format_fixed(value, 0)


def ratio(value: float) -> str:
    """A factor or a small statistic: two decimals."""
    return _format_fixed(value, 2)


def probability(value: float) -> str:
    """A p value: three decimals without the leading zero, never ``.000``."""
    if isnan(value):
        return NOTHING
    if value < 0.001:
        return "<.001"
    return ">.999" if value > 0.999 else f"{value:.3f}".removeprefix("0")


def fit(value: float) -> str:
    """A measure of fit, which ends at one: three decimals without the leading zero, ``.954``."""
    return _without_zero(_format_fixed(value, 3))


def fit_interval(low: float, high: float) -> str:
    """Both ends of an interval of a measure of fit: ``.041–.067``."""
    return NOTHING if isnan(low) or isnan(high) else f"{fit(low)}{DASH}{fit(high)}"


def bounded(value: float) -> str:
    """A statistic that cannot pass one, as the APA writes it: two decimals without the leading zero, ``.82``."""
    return _without_zero(ratio(value))


def bounded_interval(low: float, high: float) -> str | Text:
    """Both ends of an interval of a statistic that cannot pass one: ``.76–.88``, ``−.05 to .12``."""
    return _span(low, high, bounded)


def number(value: float) -> str:
    """A number of any size: four significant digits; whole and large ones without a point."""
    if isnan(value) or isinf(value):
        return NOTHING
    if abs(value) < TRIFLE:
        return "0"
    whole = value == round(value) or abs(value) >= 10_000
    text = f"{abs(value):.0f}" if whole else f"{abs(value):.4g}"
    return f"{MINUS}{text}" if value < 0 and text.strip("0.") else text


def number_interval(low: float, high: float) -> str | Text:
    """Both ends of an interval of numbers of any size."""
    return _span(low, high, number)


def interval(low: float, high: float) -> str:
    """Both ends of an interval of scores: ``84.3–85.3``."""
    return NOTHING if isnan(low) or isnan(high) else f"{score(low)}{DASH}{score(high)}"


def share_interval(low: float, high: float, n: float) -> str:
    """Both ends of an interval of shares of 0-1: ``28%–41%``."""
    return NOTHING if isnan(low) or isnan(high) else f"{share(low, n)}{DASH}{share(high, n)}"


def ratio_interval(low: float, high: float) -> str | Text:
    """Both ends of an interval of factors or effects: ``1.46–1.70``, ``−0.05 to 0.12``."""
    return _span(low, high, ratio)


def signed_interval(low: float, high: float) -> Text:
    """Both ends of an interval of differences: ``+0.6 to +1.9``, ``+0.6 至 +1.9``."""
    if isnan(low) or isnan(high):
        return Text(NOTHING)
    return SPAN.with_values(low=signed_score(low), high=signed_score(high))


def _span(low: float, high: float, write: Callable[[float], str]) -> str | Text:
    """Both ends, a dash between them where no minus could be mistaken for one."""
    if isnan(low) or isnan(high):
        return NOTHING
    if low < 0:
        return SPAN.with_values(low=write(low), high=write(high))
    return f"{write(low)}{DASH}{write(high)}"


def _without_zero(text: str) -> str:
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


def _format_fixed(value: float, decimals: int) -> str:
    if isnan(value):
        return NOTHING
    text = f"{abs(value):,.{decimals}f}"
    return text if value >= 0 or not text.strip("0.,") else f"{MINUS}{text}"
