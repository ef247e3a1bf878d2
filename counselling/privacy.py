"""How long counselling is kept (domain/07, 7.2). Rows stay, so that every count stays right; what
could tell of a person goes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import counselling.casework.privacy  # noqa: F401 - each adds its rules and what it forgets
import counselling.inquiries.privacy  # noqa: F401 - as above
import counselling.language.privacy  # noqa: F401 - as above
import counselling.recognition.privacy  # noqa: F401 - as above
import counselling.referrals.privacy  # noqa: F401 - as above
from counselling.begun import forget_begun
from counselling.casework.closing import drop_what_is_open
from counselling.casework.codes import ChangeKind
from counselling.codes import CaseStatus, ClosingReason
from counselling.models import (
    NO_ATTRIBUTES,
    Case,
    CaseChange,
    CaseDeputy,
    Consent,
    Contact,
    Erasure,
    Person,
    PersonKey,
    Purpose,
)
from counselling.models.cases import same_day
from counselling.models.contacts import YEARS_OPEN
from counselling.parts import forget
from counselling.people.counting import count_once
from integration_office import log_names, privacy
from integration_office.models import User


FORGOTTEN_AFTER = 2  # years
PROOF = 3  # years


def contacts_to_fold(today) -> models.QuerySet:
    """Contacts of a case are part of its file and wait until its time is over."""
    of_nobody = Q(case=None) | Q(case__status=CaseStatus.ANONYMISED)
    return Contact.objects.filter(
        of_nobody, folded_on=None, day__lt=same_day(today, years=-YEARS_OPEN)
    )


def fold(contacts) -> int:
    """Groups, note and the details of the topics go; day, form, topics and the other counts
    stay."""
    today = timezone.localdate()
    return contacts.update(folded_on=today, note="", subtopics=[], **NO_ATTRIBUTES)


def cases_to_anonymise(today) -> models.QuerySet:
    """What is restricted goes its own way, or waits until a claim is settled."""
    return Case.objects.unrestricted().filter(
        status=CaseStatus.CLOSED, closed_on__lte=same_day(today, years=-1)
    )


def anonymise(cases) -> int:
    """The content of the case and the notes of its contacts go, the case stays as a count. What was
    known only of the case goes over to its contacts, which lose it at their own time: until then
    the figures of the year are those they were."""
    keys = list(cases.values_list("pk", flat=True))
    count_once(keys)
    for name, unknown in NO_ATTRIBUTES.items():
        of_case = Case.objects.filter(pk=models.OuterRef("case")).values(name)
        Contact.objects.filter(case__in=keys, folded_on=None, **{name: unknown}).update(
            **{name: models.Subquery(of_case)}
        )
    Contact.objects.filter(case__in=keys).update(note="")
    CaseDeputy.objects.filter(case__in=keys).delete()
    forget(keys)
    forget_begun(keys)
    return Case.objects.filter(pk__in=keys).update(
        status=CaseStatus.ANONYMISED, person=None, concern="", language="", **NO_ATTRIBUTES
    )


def persons_of_no_case(today) -> models.QuerySet:
    """A person belongs to a case; with its last content the name goes."""
    return Person.objects.filter(cases=None)


def keys_of_no_case(today) -> models.QuerySet:
    return PersonKey.objects.filter(person__cases=None)


def proofs_to_empty(today) -> models.QuerySet:
    """A consent proves for three years after the file was closed that it was given."""
    return Consent.objects.filter(
        case__status=CaseStatus.ANONYMISED, case__closed_on__lte=same_day(today, years=-PROOF)
    ).exclude(signed_by="", about="", interpreter="")


def empty_proofs(consents) -> int:
    return consents.update(signed_by="", about="", interpreter="")


def overdue_erasures(today) -> models.QuerySet:
    """Restricted files that nobody has erased within the time the clock leaves."""
    return Erasure.objects.overdue(today)


def finish_erasures(erasures) -> int:
    """The file goes, the name with it, and what is left, counts, may be seen again."""
    cases = Case.objects.filter(pk__in=erasures.values("case"))
    keys = list(cases.values_list("pk", flat=True))
    persons = list(cases.exclude(person=None).values_list("person", flat=True))
    anonymise(cases)
    Consent.objects.filter(case__in=keys, purpose=Purpose.ART_9).update(about="")
    Person.objects.filter(pk__in=persons, cases=None).delete()
    Case.objects.filter(pk__in=keys).update(restricted_on=None)
    return erasures.update(erased_on=timezone.localdate())


def forgotten_cases(today) -> models.QuerySet:
    """Nobody has worked on them, and nobody has closed them in a year of reminders."""
    return Case.objects.unrestricted().inactive_since(same_day(today, years=-FORGOTTEN_AFTER))


def close_forgotten(cases) -> int:
    """By the clock, as nothing may be kept because somebody forgot it; the content goes later."""
    keys, today = list(cases.values_list("pk", flat=True)), timezone.localdate()
    Contact.objects.filter(case__in=keys).to_follow_up().update(followed_up_on=today)
    drop_what_is_open(keys, today)
    closed, lost = ChangeKind.CLOSED, ClosingReason.LOST
    CaseChange.objects.bulk_create(CaseChange(case_id=k, kind=closed, reason=lost) for k in keys)
    return Case.objects.filter(pk__in=keys).update(
        status=CaseStatus.CLOSED, closed_on=today, closing_reason=ClosingReason.LOST
    )


privacy.retention(
    "forgotten_cases",
    _("cases nobody works on"),
    Case,
    _("closed 24 months after the last contact"),
    forgotten_cases,
    erase=close_forgotten,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "contacts",
    _("groups and notes of counselling contacts"),
    Contact,
    _("24 months after the contact; the counts stay"),
    contacts_to_fold,
    erase=fold,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "cases",
    _("content of counselling cases"),
    Case,
    _("12 months after closing; the counts stay"),
    cases_to_anonymise,
    erase=anonymise,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "persons",
    _("names and addresses of clients"),
    Person,
    _("with the content of their last case"),
    persons_of_no_case,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "person_keys",
    _("keys by which names are found"),
    PersonKey,
    _("with the content of the last case"),
    keys_of_no_case,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "consents",
    _("consents of clients"),
    Consent,
    _("3 years after the case was closed; that one was given stays"),
    proofs_to_empty,
    erase=empty_proofs,
    source="Art. 7 (1) DSGVO",
)


privacy.retention(
    "erasures",
    _("files whose consent was withdrawn"),
    Erasure,
    _("14 days after the withdrawal, 28 if nobody has offered the file to the archive"),
    overdue_erasures,
    erase=finish_erasures,
    source="Art. 17 (1) b DSGVO",
)


# Data protection asks who has read the case of a number, as everybody calls it.
log_names.called_by(Case, "number", Case.objects.matching)


@privacy.holdings
def work(user: User):
    """What the office knows of somebody as a counsellor; nothing is held on clients by name."""
    contacts = Contact.objects.filter(counsellor=user).count()
    cases = Case.objects.filter(responsible=user).count()
    deputised = CaseDeputy.objects.filter(user=user).count()
    if contacts or cases or deputised:
        yield privacy.Holding(
            gettext("Counselling"),
            [
                (gettext("contacts logged"), str(contacts)),
                (gettext("cases responsible for"), str(cases)),
                (gettext("deputyships"), str(deputised)),
            ],
        )
