"""What counsellors have to do, how their month goes, and the short way to the quick log. Titles
stand on the start page and say nothing about a person."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

import counselling.inquiries.agenda  # noqa: F401 - it adds to the start page
from counselling.casework import agenda as casework
from counselling.consents import agenda as _of_consents  # noqa: F401 - registers what it knows
from counselling.in_hand import cases_in_hand
from counselling.language import agenda as _of_language  # noqa: F401 - registers its own sources
from counselling.models import Case, Contact
from counselling.models.cases import same_day
from counselling.recognition import agenda as _of_recognition  # noqa: F401 - registers its sources
from counselling.referrals import agenda as referral_agenda  # noqa: F401 - it registers itself
from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import counsels
from integration_office.tallies import Counted


__all__ = ["casework"]  # registered beside these

SHOWN = ("counsellor", "day", "main_topic", "follow_up")
SHOWN += ("case__number", "case__gender", "case__responsible")


@agenda.source(counsels)
def follow_ups(user, today):
    """Own contacts and those of visible cases that are to be followed up."""
    # Of a case that was handed over somebody else is reminded.
    rows = Contact.objects.visible_to(user).to_follow_up()
    rows = rows.filter(follow_up__lte=today + agenda.WEEK).order_by("follow_up", "pk")
    for contact in rows.select_related("case").only(*SHOWN):
        topic = contact.get_main_topic_display()
        title = _("%(case)s: %(topic)s") if contact.case else _("Follow-up: %(topic)s")
        yield agenda.Item(
            contact.follow_up,
            title % {"case": contact.case and contact.case.masked, "topic": topic},
            _page_of(contact, user),
            detail=_("contact of %(day)s") % {"day": date_format(contact.day, "SHORT_DATE_FORMAT")},
            action=pgettext("verb", "Open"),
        )


def _page_of(contact, user):
    """Where it is read what was to be done, and settled."""
    if contact.case and (contact.case.belongs_to(user) or contact.counsellor_id != user.pk):
        return contact.case.get_absolute_url()
    return contact.get_absolute_url()


@agenda.source(counsels)
def inactive_cases(user, today):
    """A case nobody has worked on for a year is to be closed (domain/07, 7.2)."""
    cases = Case.objects.visible_to(user, own=True).inactive_since(same_day(today, years=-1))
    for case in cases.only("number", "gender"):
        yield agenda.Item(
            today,
            _("%(case)s: no contact for a year") % {"case": case.masked},
            address("counselling:case_close", case.pk),
            detail=_("Close it, or log what has happened since."),
            action=pgettext("case", "Close"),
        )


@agenda.Count
def this_month(user, today):
    mine = Contact.objects.visible_to(user, own=True)
    return Counted(mine.in_period(today.replace(day=1), today))


@agenda.Count
def last_month(user, today):
    mine = Contact.objects.visible_to(user, own=True)
    return Counted(mine.in_period(*same_days_of_last_month(today)))


@agenda.figure(counsels, this_month, last_month)
def contacts_of_the_month(user, today, this_month, last_month):
    _start, end = same_days_of_last_month(today)
    return agenda.Tile(
        _("My contacts"),
        this_month.number,
        note=_("%(count)s until %(day)s")
        % {"count": last_month.number, "day": date_format(end, "j. F")},
        url=address("counselling:list"),
    )


def same_days_of_last_month(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """From the first to the same day of the month before; the 31st is its last day."""
    last = today.replace(day=1) - datetime.timedelta(days=1)
    return last.replace(day=1), last.replace(day=min(today.day, last.day))


@agenda.figure(counsels, cases_in_hand)
def running_cases(user, today, cases):
    return agenda.Tile(
        _("My running cases"),
        len(cases.all),
        url=f"{address('counselling:case_list')}?status=running",
    )


@agenda.shortcut(counsels)
def quick_log(user):
    return agenda.Shortcut(_("Log a contact"), address("counselling:quick"), "k")
