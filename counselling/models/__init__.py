"""Confidential counselling. A contact needs no person; a case belongs to one counsellor and to
those who deputise. Persons, cases, contacts and relatives are counted separately."""

from counselling.models.attributes import ATTRIBUTES, NO_ATTRIBUTES
from counselling.models.cases import Case, CaseSequence, OfCaseQuerySet
from counselling.models.changes import CaseChange
from counselling.models.choice_rules import ChoiceRule
from counselling.models.consents import Consent, ConsentForm, ConsentText, Purpose
from counselling.models.contacts import Contact
from counselling.models.course_interests import CourseInterest
from counselling.models.deputies import CaseDeputy, DeskDeputy
from counselling.models.desk_notices import DeskNotice
from counselling.models.erasures import Erasure, ErasureReason, ErasureState
from counselling.models.files import CaseFile
from counselling.models.goals import CaseGoal, CaseStep
from counselling.models.household import CaseLink, Household
from counselling.models.inquiries import Inquiry
from counselling.models.language import LanguagePlacement
from counselling.models.levels import LevelEntry
from counselling.models.persons import CountedElsewhere, Person, PersonKey
from counselling.models.recognition import Recognition, RecognitionDocument
from counselling.models.referral_files import ReferralFile
from counselling.models.referrals import Referral
from counselling.models.tasks import CaseTask
from counselling.models.work_profiles import WorkProfile


__all__ = [
    "ATTRIBUTES",
    "NO_ATTRIBUTES",
    "Case",
    "CaseChange",
    "CaseDeputy",
    "CaseFile",
    "CaseGoal",
    "CaseLink",
    "CaseSequence",
    "CaseStep",
    "CaseTask",
    "ChoiceRule",
    "Consent",
    "ConsentForm",
    "ConsentText",
    "Contact",
    "DeskDeputy",
    "DeskNotice",
    "Household",
    "LevelEntry",
    "CountedElsewhere",
    "Erasure",
    "ErasureReason",
    "ErasureState",
    "CourseInterest",
    "LanguagePlacement",
    "OfCaseQuerySet",
    "Person",
    "PersonKey",
    "Purpose",
    "Referral",
    "ReferralFile",
    "Inquiry",
    "Recognition",
    "RecognitionDocument",
    "WorkProfile",
]
