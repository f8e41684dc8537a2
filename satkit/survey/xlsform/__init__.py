"""The questionnaire kept as a workbook in the XLSForm vocabulary."""

from __future__ import annotations

from satkit.survey.xlsform.merge import merged
from satkit.survey.xlsform.questions import read

__all__ = ["merged", "read"]
