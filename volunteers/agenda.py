"""What is due around volunteers, and the figures of the month."""

import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import coordinates_volunteers, is_partner, is_volunteer
from integration_office.tallies import Counted
from volunteers.codes import NeedStatus
from volunteers.models import HourEntry, Need, Placement, Volunteer
from volunteers.models.volunteers import REMIND_CERTIFICATE_AFTER
from volunteers.privacy import APPLICANT_AFTER, SILENT_AFTER


ANSWER_WITHIN = datetime.timedelta(days=7)
ASK_BEFORE = relativedelta(months=3)
HOURS_DUE_ON = 10
MOST = 50
SHOWN = ("created_at", "status", "ends_on", "title", "family_ref", "organisation__name")


@agenda.source(coordinates_volunteers)
def certificates(user, today):
    """Certificates of conduct count five years; three months before somebody must ask."""
    due = Volunteer.objects.visible_to(user).certificate_due_by(today + agenda.WEEK)
    for volunteer in due.only("name", "certificate_date").order_by("certificate_date")[:MOST]:
        yield agenda.Item(
            volunteer.certificate_date + REMIND_CERTIFICATE_AFTER,
            _("Certificate of conduct: %(name)s") % {"name": volunteer},
            volunteer.get_absolute_url(),
            _("Please ask for a new one."),
            action=_("View"),
        )


@agenda.source(coordinates_volunteers)
def silent(user, today):
    """Who is not heard of is asked three months before the clock lets them leave (privacy.py)."""
    found = Volunteer.objects.visible_to(user).to_ask(
        today - APPLICANT_AFTER + ASK_BEFORE, helpers_since=today - SILENT_AFTER + ASK_BEFORE
    )
    for volunteer in found.only("name").order_by("last_sign", "pk")[: 2 * MOST]:
        day = timezone.localtime(volunteer.last_sign)
        yield agenda.Item(
            today,
            _("Nothing heard since %(day)s: %(name)s")
            % {"day": date_format(day, "SHORT_DATE_FORMAT"), "name": volunteer},
            volunteer.get_absolute_url(),
            _("Still with us? Saving the profile says so; otherwise it is erased in time."),
            action=_("View"),
        )


@agenda.source(coordinates_volunteers)
def proposals(user, today):
    """Proposals that nobody has answered for a week."""
    waiting = Placement.objects.visible_to(user).waiting().select_related("volunteer", "need")
    shown = waiting.only("changed_at", "status", "volunteer__name", "need__title")
    for placement in shown.order_by("changed_at")[:MOST]:
        yield agenda.Item(
            timezone.localdate(placement.changed_at) + ANSWER_WITHIN,
            _("Proposal waits: %(placement)s") % {"placement": placement},
            placement.get_absolute_url(),
            placement.get_status_display(),
            action=_("View"),
        )


@agenda.source(coordinates_volunteers)
def needs(user, today):
    """New needs to be checked, and needs whose last day comes."""
    rows = Need.objects.visible_to(user).open().select_related("organisation").only(*SHOWN)
    is_new, last = Q(status=NeedStatus.REPORTED), today + agenda.WEEK
    for need in rows.filter(is_new | Q(ends_on__lte=last)).order_by("created_at")[: 2 * MOST]:
        if need.status == NeedStatus.REPORTED:
            yield agenda.Item(
                timezone.localdate(need.created_at),
                _("New need: %(need)s") % {"need": need},
                need.get_absolute_url(),
                need.asked_by,
                action=_("Check"),
            )
        if need.ends_on is not None and need.ends_on <= last:
            yield agenda.Item(
                need.ends_on,
                _("Need ends: %(need)s") % {"need": need},
                need.get_absolute_url(),
                need.asked_by,
                action=_("View"),
            )


@agenda.source(is_volunteer)
def own_hours(user, today):
    """A volunteer's hours of last month, until the tenth."""
    month = today.replace(day=1) - relativedelta(months=1)
    own = Placement.objects.visible_to(user).filter(volunteer__user=user)
    entered = HourEntry.objects.visible_to(user).filter(month=month).values("placement")
    if own.running_on(today.replace(day=1)).exclude(pk__in=entered).exists():
        yield agenda.Item(
            today.replace(day=HOURS_DUE_ON),
            _("Hours of last month"),
            address("volunteers:hour_create"),
            action=_("Enter hours"),
        )


@agenda.Count
def engaged(user, today):
    return Counted(Volunteer.objects.visible_to(user).engaged_on(today))


@agenda.figure(coordinates_volunteers, engaged)
def active(user, today, engaged):
    return agenda.Tile(_("Active volunteers"), engaged.number, url=address("volunteers:list"))


@agenda.Count
def ready(user, today):
    return Counted(Volunteer.objects.visible_to(user).looking())


@agenda.figure(coordinates_volunteers, ready)
def looking(user, today, ready):
    url = reverse("volunteers:list", query={"status": "einsatzbereit"})
    return agenda.Tile(_("Looking for a placement"), ready.number, url=url)


@agenda.shortcut(coordinates_volunteers)
def new_volunteer(user):
    return agenda.Shortcut(_("New volunteer"), address("volunteers:create"))


@agenda.shortcut()
def report_need(user):
    if is_partner(user) or coordinates_volunteers(user):
        return agenda.Shortcut(_("Report a need"), address("volunteers:need_create"))
    return None


@agenda.shortcut(is_volunteer)
def enter_hours(user):
    if Volunteer.objects.visible_to(user).of(user).exists():
        return agenda.Shortcut(_("Enter hours"), address("volunteers:hour_create"))
    return None
