"""Counselling: contacts, persons in cases and co-counselled relatives, each counted separately.

The lists behind show month, form, way, topic and duration only: whoever follows a figure back to
its rows learns nothing about a person.
"""

from django.db.models import Case, F, Func, Value, When
from django.db.models.functions import Coalesce, ExtractMonth, NullIf
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling import models as counselling
from counselling.codes import (
    AccessPath,
    Duration,
    Form,
    Interpreting,
    Result,
)
from counselling.forms import district_choices
from counselling.models import Contact
from counselling.people.counting import once_in
from integration_office.codes import (
    AgeGroup,
    CountryGroup,
    FieldOfAction,
    Gender,
    Language,
    StatusGroup,
)
from integration_office.lists import Column
from integration_office.models import User
from integration_office.permissions import counsels
from reports.figures import NOT_COLLECTED
from reports.indicators import Account, Axis, Chapter, Indicator, Year, register


CHANNELS = {
    "person": _("in person"),
    "phone": _("by telephone"),
    "written": _("in writing"),
    "video": _("by video"),
}
CHANNEL_GROUPS = {
    "sprech": "person",
    "termin": "person",
    "aufsuch": "person",
    "begl": "person",
    "tel": "phone",
    "mail": "written",
    "post": "written",
    "chat": "written",
}


def contacts(year: Year):
    return Contact.objects.without_note().in_period(year.first, year.last)


def groups_gone(year: Year) -> bool:
    """After 24 months the groups of a contact go, so a division by them would be wrong."""
    return contacts(year).folded().exists()


def persons(year: Year, counsellor: User | None = None):
    """Cases somebody of which was counselled in the year or month; a case is one person, and who
    has several is counted with the first of them. Of one counsellor alone their talks count."""
    counted = contacts(year)
    if counsellor is not None:
        counted = counted.filter(counsellor=counsellor)
    return once_in(counted, year.year, year.month, counsellor).defer("concern")


def running(year: Year):
    return counselling.Case.objects.defer("concern").running_on(year.last)


def opened(year: Year):
    return counselling.Case.objects.defer("concern").opened_in(year.first, year.last)


def closed(year: Year):
    return counselling.Case.objects.defer("concern").closed_in(year.first, year.last)


def known_of_case(attribute: str, *, unknown: str = ""):
    """What is known of the contact itself, else of its case."""
    return Coalesce(NullIf(F(attribute), Value(unknown)), F(f"case__{attribute}"))


CONTACT = (
    Column("month", _("month"), lambda contact: date_format(contact.day, "F Y"), sort="day"),
    Column("form", _("form"), "get_form_display", sort="form"),
    Column("channel", _("way"), "get_channel_display", sort="channel"),
    Column("topic", _("main topic"), "get_main_topic_display", sort="main_topic"),
    Column("duration", _("duration"), "get_duration_display", sort="duration"),
)
CASE = (
    Column(
        "opened", _("opened"), lambda case: date_format(case.opened_on, "F Y"), sort="opened_on"
    ),
    Column("status", _("status"), "get_status_display", sort="status"),
)
COUNTED = {"chapter": Chapter.COUNSELLING, "seen_by": (counsels,)}
OF_CONTACTS = COUNTED | {"unit": _("contacts"), "rows": contacts, "columns": CONTACT}
OF_GROUPS = OF_CONTACTS | {"gone": groups_gone}
OF_CASES = COUNTED | {"unit": _("cases"), "columns": CASE}
CASES = Account(running, opened, closed)


def districts():
    """The town's own words, as in the form of a contact."""
    return {code: label for code, label in district_choices() if code}


def months():
    return {str(month): name for month, name in MONTHS_3.items()}


def months_ahead(year: Year) -> set[str]:
    """A month that has not begun has no number yet, not even a zero."""
    today = timezone.localdate()
    return {str(month) for month in MONTHS_3 if (year.year, month) > (today.year, today.month)}


register(
    Indicator(
        key="contacts",
        label=_("Counselling contacts"),
        definition=_("Every talk with a concern, on whichever way; no person is needed."),
        tile=True,
        **OF_CONTACTS,
    ),
    Indicator(
        key="persons",
        label=_("Persons in cases"),
        definition=_(
            "Persons with a case who had at least one contact in the year, each of them once."
        ),
        version=2,
        rows=persons,
        tile=True,
        **OF_CASES | {"unit": _("persons")},
    ),
    Indicator(
        key="relatives",
        label=_("Relatives counselled along"),
        definition=_("Relatives present at contacts, added up; counted apart from persons."),
        chapter=Chapter.COUNSELLING,
        seen_by=(counsels,),
        unit=_("relatives"),
        rows=contacts,
        columns=(*CONTACT, Column("relatives", _("relatives"), "relatives", sort="relatives")),
        weight="relatives",
        tile=True,
    ),
    Indicator(
        key="cases_running",
        label=_("Running cases on 31 December"),
        definition=_("Cases opened and not closed on 31 December."),
        rows=running,
        stock=True,
        tile=True,
        account=(CASES, "now"),
        **OF_CASES,
    ),
    Indicator(
        key="cases_opened",
        label=_("Cases opened"),
        definition=_("Cases opened in the year."),
        rows=opened,
        account=(CASES, "came"),
        **OF_CASES,
    ),
    Indicator(
        key="cases_closed",
        label=_("Cases closed"),
        definition=_("Cases closed in the year, for whatever reason."),
        rows=closed,
        account=(CASES, "left"),
        **OF_CASES,
    ),
    Indicator(
        key="contacts_by_month",
        label=_("Contacts by month"),
        definition=_("Contacts by the day of the talk."),
        axes=(Axis(_("month"), ExtractMonth("day"), months, all_names=True, ahead=months_ahead),),
        chart="lines",
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_topic",
        label=_("Contacts by main topic"),
        definition=_("Every contact has exactly one main topic."),
        axes=(Axis(_("topic"), "main_topic", lambda: dict(FieldOfAction.choices), by_size=True),),
        chart="bars",
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_form_and_channel",
        label=_("Contacts by form and way"),
        definition=_("In person: by appointment, open hour, outreach, company to an authority."),
        axes=(
            Axis(_("form"), "form", lambda: dict(Form.choices)),
            Axis(_("way"), "channel", lambda: CHANNELS, into=CHANNEL_GROUPS),
        ),
        chart="stack",
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_language",
        label=_("Contacts by language"),
        definition=_("Language of the talk; small groups are put together."),
        axes=(
            Axis(
                _("language"), "language", lambda: dict(Language.choices), folds=True, by_size=True
            ),
        ),
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_interpreting",
        label=_("Contacts by interpreting"),
        definition=_("Who interpreted the talk, if anybody."),
        axes=(Axis(_("interpreting"), "interpreting", lambda: dict(Interpreting.choices)),),
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_duration",
        label=_("Contacts by duration"),
        definition=_("Duration of the talk in steps."),
        axes=(Axis(_("duration"), "duration", lambda: dict(Duration.choices)),),
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_visit",
        label=_("First and further contacts"),
        definition=_("Whether the person was here for the first time, if that was asked."),
        axes=(
            Axis(
                _("contact"),
                "first_contact",
                lambda: {"True": _("first contact"), "False": _("further contact")},
            ),
        ),
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_depth",
        label=_("Contacts with and without a case"),
        definition=_("A contact needs no person; with a case it belongs to an accompanied person."),
        axes=(
            Axis(
                _("contact"),
                Case(When(case=None, then=Value("none")), default=Value("case")),
                lambda: {"case": _("in a case"), "none": _("without a case")},
            ),
        ),
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_country_group",
        label=_("Contacts by nationality group"),
        definition=_("Only where it was needed and asked; small groups are put together."),
        axes=(
            Axis(
                _("nationality group"),
                known_of_case("country_group"),
                lambda: dict(CountryGroup.choices),
                folds=True,
                by_size=True,
            ),
        ),
        chart="bars",
        **OF_GROUPS,
    ),
    Indicator(
        key="contacts_by_status_group",
        label=_("Contacts by residence"),
        definition=_("Groups only, and only where it was needed and asked."),
        axes=(
            Axis(
                _("residence"),
                known_of_case("status_group", unknown=StatusGroup.NOT_COLLECTED.value),
                lambda: {
                    code: label
                    for code, label in StatusGroup.choices
                    if code != StatusGroup.NOT_COLLECTED
                },
                into={StatusGroup.NOT_COLLECTED.value: NOT_COLLECTED},
                folds=True,
                by_size=True,
            ),
        ),
        **OF_GROUPS,
    ),
    Indicator(
        key="contacts_by_gender_and_age",
        label=_("Contacts by age group and gender"),
        definition=_("Only where it was needed and asked."),
        axes=(
            Axis(_("age group"), known_of_case("age_group"), lambda: dict(AgeGroup.choices)),
            Axis(_("gender"), known_of_case("gender"), lambda: dict(Gender.choices)),
        ),
        **OF_GROUPS,
    ),
    Indicator(
        key="contacts_by_district",
        label=_("Contacts by district"),
        definition=_("Only where it was needed and asked; small groups are put together."),
        axes=(
            Axis(
                pgettext_lazy("counselling", "district"),
                known_of_case("district"),
                districts,
                folds=True,
                by_size=True,
            ),
        ),
        chart="bars",
        **OF_GROUPS,
    ),
    Indicator(
        key="contacts_by_access",
        label=_("How people found the office"),
        definition=_("Who sent them, if that was asked; small groups are put together."),
        axes=(
            Axis(
                _("way of access"),
                "access_path",
                lambda: dict(AccessPath.choices),
                folds=True,
                by_size=True,
            ),
        ),
        **OF_CONTACTS,
    ),
    Indicator(
        key="contacts_by_result",
        label=_("Results of contacts"),
        definition=_("A contact may have several results, so they add up to nothing."),
        axes=(
            Axis(
                _("result"),
                Func(F("results"), function="unnest"),
                lambda: dict(Result.choices),
                several=True,
                by_size=True,
            ),
        ),
        **OF_CONTACTS,
    ),
)
