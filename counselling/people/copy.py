"""Everything the office holds on a client, for the client (Art. 15 DSGVO): on paper and as data.

Every part of a case tells its own (`parts.tells_in_the_copy`). Left out are the names of
colleagues, interpreters, testers and those who come along, and the cases of relatives: they are
somebody else. What others have told in a note or paper a human has to black out. Papers are named,
and go along in a ZIP (casework/files/packing.py).
"""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import (
    Case,
    CaseDeputy,
    CaseLink,
    Consent,
    Contact,
    CountedElsewhere,
    Erasure,
    Person,
)
from counselling.models.attributes import ATTRIBUTES
from counselling.parts import copying, tells_in_the_copy
from counselling.people.telling import facts, facts_of, told
from integration_office import log_words
from integration_office.audit import label_of
from integration_office.lists import text
from integration_office.models import ReadEntry
from integration_office.pdf import render_pdf
from integration_office.privacy import Holding


LEFT_OUT = {
    CaseDeputy: "tells of colleagues",
    CaseLink: "tells that somebody else is counselled",
    CountedElsewhere: "says how the figures of a year were counted, nothing of anybody",
}


def everything_on(cases: QuerySet[Case]) -> list[Holding]:
    """All parts, in their order; empty ones are left out."""
    return [holding for made in copying for holding in made(cases) if holding.rows]


@tells_in_the_copy(10, Person)
def person(cases: QuerySet[Case]) -> Iterator[Holding]:
    for case in cases.select_related("person"):
        if case.person is not None:
            refusal = told(case.person, "do_not_contact")
            yield Holding(_("Person"), facts_of(case.person) + ([("", refusal)] if refusal else []))
            return


@tells_in_the_copy(20, Case)
def case_facts(cases: QuerySet[Case]) -> Iterator[Holding]:
    names: tuple[str, ...] = ("opened_on", "status", "closed_on", "closing_reason", "restricted_on")
    names += ("language", "spoken", "literacy", "concern", *ATTRIBUTES, "residence_until")
    for case in cases:
        yield Holding(str(case), facts(case, *names))


@tells_in_the_copy(30, Contact)
def contacts(cases: QuerySet[Case]) -> Iterator[Holding]:
    found = Contact.objects.filter(case__in=cases).order_by("day", "id")
    names: tuple[str, ...] = ("form", "channel", "place", "topics", "subtopics", "duration")
    names += ("language", "interpreting", "relatives", "children", "results")
    names += ("access_path", "asked_on", "follow_up")
    rows = [(text(contact.day), told(contact, *names, *ATTRIBUTES, "note")) for contact in found]
    yield Holding(_("Contacts and notes"), rows)


@tells_in_the_copy(80, Consent)
def consents(cases: QuerySet[Case]) -> Iterator[Holding]:
    found = Consent.objects.filter(case__in=cases).select_related("text", "recipient")
    names = ("purpose", "recipient", "about", "signed_by", "text", "form", "valid_until")
    rows = [
        (text(consent.given_on), told(consent, *names, "withdrawn_on"))
        for consent in found.order_by("given_on", "id")
    ]
    yield Holding(_("Consents and disclosures"), rows)


@tells_in_the_copy(85, Erasure)
def erasures(cases: QuerySet[Case]) -> Iterator[Holding]:
    found = Erasure.objects.filter(case__in=cases).order_by("begun_on", "id")
    rows = [(text(erasure.begun_on), told(erasure, "reason", "lifted_on")) for erasure in found]
    yield Holding(_("Erasure and restriction"), rows)


@tells_in_the_copy(90)
def readings(cases: QuerySet[Case]) -> Iterator[Holding]:
    """When and why the file was opened. By whom is not said: it tells of colleagues."""
    entries = ReadEntry.objects.filter(target__in=[label_of(case) for case in cases])
    rows = [(text(entry.at), log_words.purpose(entry.purpose)) for entry in entries.order_by("at")]
    yield Holding(_("When the file was opened"), rows)


@tells_in_the_copy(95)
def processing(cases: QuerySet[Case]) -> Iterator[Holding]:
    office = settings.OFFICE
    yield Holding(
        _("What this is kept for, and your rights"),
        [
            (_("controller"), f"{office['town']}, {office['office']}, {office['address']}"),
            (_("purpose"), _("counselling on integration, and its statistics without names")),
            (_("legal basis"), _("your consent (Art. 6 (1) a GDPR)")),
            (_("source"), _("you yourself, in talks with the office")),
            (_("period"), _("12 months after the end of counselling; proofs of consent 3 years")),
            (
                _("rights"),
                _("correction, erasure, restriction, withdrawal of a consent at any time"),
            ),
            (_("data protection officer"), str(office["data_protection_email"])),
            (_("complaints"), str(office["supervisory_authority"])),
        ],
    )


def copy_data(cases: QuerySet[Case]) -> dict[str, object]:
    """The same for a machine."""
    return {
        "made_on": timezone.localdate().isoformat(),
        "parts": [
            {
                "title": holding.label,
                "rows": [{"label": label, "value": value} for label, value in holding.rows],
            }
            for holding in everything_on(cases)
        ],
    }


def copy_pdf(cases: QuerySet[Case], *, title: str, withheld: int = 0) -> bytes:
    """`withheld` is how many cases of the same person are kept by colleagues."""
    today: datetime.date = timezone.localdate()
    return render_pdf(
        "counselling/people/pdf/copy.html",
        {
            "parts": everything_on(cases),
            "title": title,
            "today": today,
            "withheld": withheld,
            "office": settings.OFFICE,
        },
        title=title,
        author=str(settings.OFFICE["office"]),
    )
