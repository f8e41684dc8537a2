"""Cut-offs: from which probability a sentence says what, and why from there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cutoff:
    """A number that decides what is said.

    Parameters
    ----------
    name : str
        What reaches it is called so.
    value : float
        Of 0-1.
    source : str
        Who set it, and why there.
    """

    name: str
    value: float
    source: str

    def is_reached(self, value: float) -> bool:
        """Whether a value is at the cut-off or above it; NaN is not."""
        return value >= self.value

    def is_reached_in_print(self, value: float) -> bool:
        """The same of a value rounded as it is printed, so that no reader sees 50 % on the wrong side."""
        return round(value, 2) >= self.value


SURE = Cutoff("sure", 0.8, "ours: four of five redrawn surveys say the same")
LEADS = Cutoff("probably first", 0.6, "ours: clearly likelier than all the others together")
MORE_LIKELY = Cutoff("more likely than not", 0.5, "one half: below it the opposite is likelier")
CERTAIN = Cutoff("certain", 0.995, "as percentages are printed: from here on they read >99%")
UNWELCOME = Cutoff("unwelcome", 0.1, "ours: one respondent in ten")
VERY_LIKELY = Cutoff("very likely", 0.9, "the scale of the IPCC (Mastrandrea et al. 2010)")
PROBABLE = Cutoff("probably", 0.7, "ours, near the scale of the IPCC, where it is 0.66")
TIED = Cutoff("may be among the first", 0.05, "the usual level of a test: what it does not rule out is tied")
SHAKY_FROM = Cutoff("shaky", 0.1, "ours: less often is never")
SHAKY_TO = Cutoff("not shaky any more", 0.9, "ours: more often is always")
