"""The claim checker: recomputes what reports and newspapers print, and names their errors.

    load_published → check_claims → claims_table | claims_json

Figures and the claims between them are data (reports/published/figures.json); the words before a
figure (trên, hơn, gần, khoảng) say how far it may be from the number; see `words`.
"""

from __future__ import annotations

from reports.claims.figures import Outcome, Published
from reports.claims.problems import ClaimsInvalid
from reports.claims.published import load_published, parse_published
from reports.claims.sentences import sentence
from reports.claims.tables import claims_json, claims_table
from reports.claims.verdicts import Verdict, check_claims

__all__ = [
    "ClaimsInvalid",
    "Outcome",
    "Published",
    "Verdict",
    "check_claims",
    "claims_json",
    "claims_table",
    "load_published",
    "parse_published",
    "sentence",
]
