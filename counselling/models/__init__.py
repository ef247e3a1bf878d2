"""Confidential counselling. A contact needs no person; a case belongs to one counsellor and to
those who deputise. Persons, cases, contacts and relatives are counted separately."""

from counselling.models.attributes import ATTRIBUTES, NO_ATTRIBUTES
from counselling.models.cases import Case, CaseDeputy, CaseSequence, OfCaseQuerySet
from counselling.models.consents import Consent, ConsentForm, ConsentText, Purpose
from counselling.models.contacts import Contact
from counselling.models.erasures import Erasure, ErasureReason, ErasureState
from counselling.models.persons import CountedElsewhere, Person, PersonKey


__all__ = [
    "ATTRIBUTES",
    "NO_ATTRIBUTES",
    "Case",
    "CaseDeputy",
    "CaseSequence",
    "Consent",
    "ConsentForm",
    "ConsentText",
    "Contact",
    "CountedElsewhere",
    "Erasure",
    "ErasureReason",
    "ErasureState",
    "OfCaseQuerySet",
    "Person",
    "PersonKey",
    "Purpose",
]
