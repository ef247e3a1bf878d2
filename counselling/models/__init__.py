"""Confidential counselling. A contact needs no person; a case belongs to one counsellor and to
those who deputise. Persons, cases, contacts and relatives are counted separately."""

from counselling.models.attributes import ATTRIBUTES, NO_ATTRIBUTES
from counselling.models.cases import Case, CaseDeputy, CaseSequence
from counselling.models.contacts import Contact
from counselling.models.inquiries import Inquiry


__all__ = [
    "ATTRIBUTES",
    "NO_ATTRIBUTES",
    "Case",
    "CaseDeputy",
    "CaseSequence",
    "Contact",
    "Inquiry",
]
