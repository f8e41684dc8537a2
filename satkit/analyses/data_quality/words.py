"""The sentences of findings on the checks of the data."""

from __future__ import annotations

from satkit.language import Text

EXCLUDED = Text("%(count)s of %(received)s records of %(wave)s were excluded (%(share)s); see “%(section)s”.")
OFF_SCALE = Text("Answers that are not on their scale and were not counted: %(count)s.")
