"""Departments: what each answers for, against the others and since the wave before."""

from satkit.analyses.analysis import Analysis
from satkit.analyses.departments import families, finding, finding_change, section
from satkit.analyses.departments.estimate import Departments, estimate_departments
from satkit.findings.order import Place, Rule
from satkit.scoring.scores import Scores

DEPARTMENTS: Analysis[Departments] = Analysis(
    "departments",
    section.QUESTION,
    section.section,
    result=Departments,
    compute=lambda inputs: estimate_departments(inputs.responses, inputs.sample, inputs[Scores]),
    needs=(Scores,),
    rules=(Rule(Place.CHANGE, finding_change.find), Rule(Place.GAP, finding.find)),
    families=families.FAMILIES,
)
