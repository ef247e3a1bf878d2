"""What the end of a consent asks for, on the start page. Titles say nothing about a person."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from counselling.consents import erasing
from counselling.models import Case, Erasure
from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import coordinates, counsels


LOOK_AGAIN = datetime.timedelta(days=90)
PATIENCE = datetime.timedelta(days=7)
SOON = datetime.timedelta(days=14)
OF_CASE = ("case__number", "case__responsible")


@agenda.source(counsels)
def erasures(user, today):
    """A restricted file is to be erased at once, by whoever saw it; a claimed one is looked at now
    and then by whoever is responsible. Data protection, which reads the log, erases none."""
    rows = Erasure.objects.visible_to(user).running().select_related("case")
    for erasure in rows.only("reason", "begun_on", "offered_on", "archive", *OF_CASE):
        if not erasure.is_claim:
            yield _to_erase(erasure)
        elif erasure.case.belongs_to(user):
            yield _looked_at(erasure)


def _to_erase(erasure):
    return agenda.Item(
        erasure.begun_on,
        _("%(case)s: erase") % {"case": erasure.case},
        erasure.get_absolute_url(),
        detail=_("On %(day)s the clock does it.")
        % {"day": date_format(erasure.last_day, "SHORT_DATE_FORMAT")},
        action=pgettext("verb", "Open"),
    )


@agenda.source(coordinates)
def files_a_colleague_has_to_offer(user, today):
    """The clock cannot ask the archive. What waits for somebody who is away the coordination hears
    of as a number, and can hand over."""
    for row in erasing.unoffered_by_others(user, today - PATIENCE):
        yield agenda.Item(
            row["first"] + PATIENCE,
            ngettext(
                "%(name)s: %(files)d file is to be offered to the archive",
                "%(name)s: %(files)d files are to be offered to the archive",
                row["files"],
            )
            % row,
            address("counselling:desk"),
            detail=_("If your colleague is away, hand the desk over."),
            action=pgettext("verb", "Open"),
        )


def _looked_at(erasure):
    return agenda.Item(
        erasure.begun_on + LOOK_AGAIN,
        _("%(case)s: is the restriction still needed?") % {"case": erasure.case},
        erasure.get_absolute_url(),
        action=pgettext("verb", "Open"),
    )


@agenda.source(counsels)
def consents_that_end(user, today):
    """A file whose consent runs out is renewed, or goes by itself a month later."""
    own = Case.objects.visible_to(user, own=True)
    for case in erasing.without_consent(today + SOON, among=own).only("number"):
        yield agenda.Item(
            today,
            _("%(case)s: the consent ends") % {"case": case},
            address("counselling:case_consents", case.pk),
            detail=_("Have a new one signed, or let the case go."),
            action=pgettext("verb", "Open"),
        )
