"""The questionnaire kept as a workbook in the XLSForm vocabulary."""

from __future__ import annotations

from satkit.survey.xlsform.merge import merge_workbook
from satkit.survey.xlsform.questions import read

__all__ = ["merge_workbook", "read"]
