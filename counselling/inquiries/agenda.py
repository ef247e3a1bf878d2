"""Whose inquiry is due, which ones nobody works on, and the short way to note one."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from counselling.inquiries.filters import NOBODY
from counselling.models import Inquiry
from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import answers_inquiries, coordinates
from integration_office.tallies import Counted


MOST = 50
SHOWN = ("subject", "asker", "received_at", "due")
# An open one without a day comes up by itself when nobody has touched it for four weeks.
SILENT = 4 * agenda.WEEK


@agenda.source(answers_inquiries)
def to_answer(user, today):
    """Own open inquiries: those that are due, and of those without a day the ones nobody has
    touched for four weeks."""
    mine = Inquiry.objects.visible_to(user).open().of(user)
    lying_about = mine.filter(due=None).silent_since(today - SILENT)
    rows = mine.filter(due__lte=today + agenda.WEEK) | lying_about
    for inquiry in rows.only(*SHOWN).order_by("due", "pk")[: 2 * MOST]:
        received = date_format(inquiry.received_on, "SHORT_DATE_FORMAT")
        yield agenda.Item(
            inquiry.due or today,
            _("Inquiry: %(subject)s") % {"subject": inquiry},
            inquiry.get_absolute_url(),
            detail=_("%(asker)s, received on %(day)s")
            % {"asker": inquiry.get_asker_display(), "day": received},
            action=pgettext("verb", "Open"),
        )


@agenda.Count
def unassigned(user, today):
    return Counted(Inquiry.objects.visible_to(user).unassigned(), "received_at")


@agenda.source(coordinates, unassigned)
def without_anybody(user, today, unassigned):
    """One line for the coordination, however many inquiries wait for somebody."""
    number, first = unassigned
    if number:
        yield agenda.Item(
            timezone.localdate(first),
            ngettext(
                "%(count)s inquiry has nobody who answers it",
                "%(count)s inquiries have nobody who answers them",
                number,
            )
            % {"count": number},
            f"{address('counselling:inquiry_list')}?responsible={NOBODY}",
            action=pgettext("verb", "Open"),
        )


@agenda.shortcut(answers_inquiries)
def note_one(user):
    return agenda.Shortcut(_("Note an inquiry"), address("counselling:inquiry_create"), "g")
