"""Texts of ECSI models that take two stages: a product of constructs, a construct of second order."""

MODERATED = """
Image =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
Expectation =~ CUEX1 + CUEX2 + CUEX3
Value =~ PERV1 + PERV2
Satisfaction =~ CUSA1 + CUSA2 + CUSA3
Satisfaction ~ Image + Expectation + Value + Image:Expectation
"""
SECOND = """
Image =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
Expectation =~ CUEX1 + CUEX2 + CUEX3
Quality =~ PERQ1 + PERQ2 + PERQ3 + PERQ4 + PERQ5 + PERQ6 + PERQ7
Value =~ PERV1 + PERV2
Offer {sign} Quality + Value
Satisfaction =~ CUSA1 + CUSA2 + CUSA3
Expectation ~ Image
Offer ~ Expectation
Satisfaction ~ Image + Expectation + Offer
"""
