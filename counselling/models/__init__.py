"""Confidential counselling. A contact needs no person; a case belongs to one counsellor and to
those who deputise. Persons, cases, contacts and relatives are counted separately."""

from counselling.models.attributes import ATTRIBUTES, NO_ATTRIBUTES
from counselling.models.cases import Case, CaseDeputy, CaseSequence, OfCaseQuerySet
from counselling.models.choice_rules import ChoiceRule
from counselling.models.consents import Consent, ConsentForm, ConsentText, Purpose
from counselling.models.contacts import Contact
from counselling.models.course_interests import CourseInterest
from counselling.models.language import LanguagePlacement
from counselling.models.persons import Person, PersonKey
from counselling.models.recognition import Recognition, RecognitionDocument


__all__ = [
    "ATTRIBUTES",
    "NO_ATTRIBUTES",
    "Case",
    "CaseDeputy",
    "CaseSequence",
    "ChoiceRule",
    "Consent",
    "ConsentForm",
    "ConsentText",
    "Contact",
    "CourseInterest",
    "LanguagePlacement",
    "OfCaseQuerySet",
    "Person",
    "PersonKey",
    "Purpose",
    "Recognition",
    "RecognitionDocument",
]
