"""Everything the office holds on a client, for the client (Art. 15 DSGVO): on paper and as data.

Left out are the names of colleagues and of interpreters, who are somebody else, and the texts of
laws and logs about other people. What others have told in a note a human has to black out.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import Case, Consent, Contact
from counselling.people.telling import facts_of
from integration_office import log_words
from integration_office.audit import label_of
from integration_office.lists import text
from integration_office.models import ReadEntry
from integration_office.pdf import render_pdf
from integration_office.privacy import Holding
from integration_office.registry import Registry


Part = Callable[[QuerySet[Case]], Iterable[Holding]]
parts: Registry[Part] = Registry()
# Whatever else hangs on a case adds a function of its own: `@copy.part(60)`.
part = parts.add


def everything_on(cases: QuerySet[Case]) -> list[Holding]:
    """All parts, in their order; empty ones are left out."""
    return [holding for made in parts for holding in made(cases) if holding.rows]


@part(10)
def person(cases: QuerySet[Case]) -> Iterator[Holding]:
    for case in cases.select_related("person"):
        if case.person is not None:
            yield Holding(_("Person"), facts_of(case.person))
            return


@part(20)
def case_facts(cases: QuerySet[Case]) -> Iterator[Holding]:
    for case in cases:
        rows = [
            (_("opened on"), text(case.opened_on)),
            (_("status"), str(case.get_status_display())),
            (_("closed on"), text(case.closed_on)),
            (_("closing reason"), str(case.get_closing_reason_display())),
            (_("language"), str(case.get_language_display())),
            (_("concern"), case.readable_concern),
            *((str(word), str(value)) for word, value in case.known_groups),
        ]
        yield Holding(str(case), [(word, value) for word, value in rows if value])


@part(30)
def contacts(cases: QuerySet[Case]) -> Iterator[Holding]:
    found = Contact.objects.filter(case__in=cases).order_by("day", "id")
    yield Holding(_("Contacts and notes"), [(text(c.day), _contact(c)) for c in found])


def _contact(contact: Contact) -> str:
    said = [
        str(contact.get_form_display()),
        str(contact.get_channel_display()),
        ", ".join(str(label) for label in contact.topic_labels),
        str(contact.get_duration_display()),
        str(contact.get_language_display()),
        ", ".join(f"{word}: {value}" for word, value in contact.known_groups),
    ]
    return "\n".join(filter(None, (" · ".join(filter(None, said)), contact.readable_note)))


@part(40)
def consents(cases: QuerySet[Case]) -> Iterator[Holding]:
    found = Consent.objects.filter(case__in=cases).select_related("text", "recipient")
    rows = [(text(consent.given_on), _consent(consent)) for consent in found.order_by("given_on")]
    yield Holding(_("Consents and disclosures"), rows)


def _consent(consent: Consent) -> str:
    said = [
        (_("purpose"), str(consent.get_purpose_display())),
        (_("recipient"), str(consent.recipient or "")),
        (_("what may be told"), consent.about),
        (_("signed by"), consent.signed_by),
        (_("text"), f"{consent.text.get_language_display()}, {consent.text.number}"),
        (_("form"), str(consent.get_form_display())),
        (_("valid until"), text(consent.valid_until)),
        (_("withdrawn on"), text(consent.withdrawn_on)),
    ]
    return "\n".join(f"{word}: {value}" for word, value in said if value)


@part(90)
def readings(cases: QuerySet[Case]) -> Iterator[Holding]:
    """When and why the file was opened. By whom is not said: it tells of colleagues."""
    entries = ReadEntry.objects.filter(target__in=[label_of(case) for case in cases])
    rows = [(text(entry.at), log_words.purpose(entry.purpose)) for entry in entries.order_by("at")]
    yield Holding(_("When the file was opened"), rows)


@part(95)
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
