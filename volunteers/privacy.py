"""When what is known about volunteers and families goes, and what is held on one volunteer.

Hours and placements stay: after the erasure they belong to a row without a person, so that the
figures of past years stay right.
"""

from dateutil.relativedelta import relativedelta
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office import lists, privacy
from volunteers import actions
from volunteers.codes import VolunteerStatus
from volunteers.models import HourEntry, Need, Placement, Volunteer
from volunteers.models.needs import FORGOTTEN_FAMILY


CERTIFICATE = {"certificate_seen_on": None, "certificate_date": None, "relevant_conviction": None}
PERSON = CERTIFICATE | {
    "name": "",
    "birth_year": None,
    "email": "",
    "phone": "",
    "postcode": "",
    "district": "",
    "languages": [],
    "availability": [],
    "hours_per_week": None,
    "note": "",
    "user": None,
    "found_us": "",
    "secrecy_signed_on": None,
    "agreement_on": None,
}
FAMILY = {"title": "–", "family_ref": FORGOTTEN_FAMILY, "description": "", "place": ""}


SILENT_AFTER = relativedelta(months=24)
APPLICANT_AFTER = relativedelta(months=6)
NEED_FORGOTTEN_AFTER = relativedelta(months=12)


def silent_volunteers(today):
    """Nothing heard for two years, and nobody said that they have left."""
    return Volunteer.objects.silent_since(today - SILENT_AFTER).helpers()


def silent_applicants(today):
    """Have never helped anywhere, and nothing heard for half a year."""
    return Volunteer.objects.silent_since(today - APPLICANT_AFTER).applicants()


def let_leave(volunteers):
    """They leave today, not in the past: the figures of past years are those they were."""
    today, rows = timezone.localdate(), list(volunteers)
    for volunteer in rows:
        actions.end_volunteer(volunteer, on=today, by=None)
    return len(rows)


def let_leave_and_erase(volunteers):
    let_leave(volunteers)
    return _becomes(PERSON | {"status": VolunteerStatus.ERASED})(volunteers)


def forgotten_needs(today):
    """Needs of families that nobody works on and nobody has ended."""
    return Need.objects.of_families().forgotten_since(today - NEED_FORGOTTEN_AFTER)


def end_forgotten(needs):
    rows = list(needs)
    for need in rows:
        actions.end_need(need, by=None)
    return len(rows)


def certificates_due(today):
    """Six months after the end; at once when nothing ever began (§ 72a (5) SGB VIII)."""
    left = Volunteer.objects.filter(certificate_date__isnull=False, ended_on__isnull=False)
    never_placed = left.never_placed().values("pk")
    return left.filter(Q(ended_on__lte=today - relativedelta(months=6)) | Q(pk__in=never_placed))


def profiles_due(today):
    left = Volunteer.objects.filter(status=VolunteerStatus.LEFT)
    never_placed = left.never_placed().filter(ended_on__lte=today - relativedelta(months=6))
    return left.filter(
        Q(ended_on__lte=today - relativedelta(months=12)) | Q(pk__in=never_placed.values("pk"))
    )


def families_due(today):
    return Need.objects.of_families().filter(ended_at__lte=today - relativedelta(months=12))


def _becomes(values):
    def erase(rows):
        return rows.update(**values, version=F("version") + 1, changed_at=timezone.now())

    return erase


privacy.retention(
    "silent_volunteers",
    gettext_lazy("volunteers nothing is heard of"),
    Volunteer,
    gettext_lazy("they leave 24 months after the last activity"),
    silent_volunteers,
    erase=let_leave,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "silent_applicants",
    gettext_lazy("applicants who have never helped"),
    Volunteer,
    gettext_lazy("6 months after the last activity"),
    silent_applicants,
    erase=let_leave_and_erase,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "volunteer_certificates",
    gettext_lazy("facts about certificates of conduct"),
    Volunteer,
    gettext_lazy("6 months after leaving; at once without a placement"),
    certificates_due,
    erase=_becomes(CERTIFICATE),
    source="§ 72a (5) SGB VIII",
)
privacy.retention(
    "volunteers",
    gettext_lazy("profiles of volunteers"),
    Volunteer,
    gettext_lazy("12 months after leaving; 6 months without a placement"),
    profiles_due,
    erase=_becomes(PERSON | {"status": VolunteerStatus.ERASED}),
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "forgotten_needs",
    gettext_lazy("needs of families nobody works on"),
    Need,
    gettext_lazy("ended 12 months after the last activity"),
    forgotten_needs,
    erase=end_forgotten,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "family_needs",
    gettext_lazy("needs of families"),
    Need,
    gettext_lazy("12 months after their end"),
    families_due,
    erase=_becomes(FAMILY),
    source="Art. 5 (1) e DSGVO",
)


@privacy.holdings
def held(user):
    """Profile, placements and hours of the volunteer behind this account."""
    volunteer = Volunteer.objects.of(user).first()
    if volunteer is None:
        return
    yield privacy.Holding(str(_("Profile as a volunteer")), _profile(volunteer))
    placements = Placement.objects.filter(volunteer=volunteer).select_related("need")
    yield privacy.Holding(
        str(_("Placements")),
        [(str(placement.need), str(placement.get_status_display())) for placement in placements],
    )
    hours = HourEntry.objects.filter(volunteer=volunteer)
    yield privacy.Holding(
        str(_("Hours")),
        [(date_format(entry.month, "F Y"), lists.text(entry.hours)) for entry in hours],
    )


def _profile(volunteer):
    """Every personal field that holds something, in the words of the form."""
    said = {
        "languages": ", ".join(map(str, volunteer.language_labels)),
        "availability": ", ".join(map(str, volunteer.availability_labels)),
        "found_us": volunteer.get_found_us_display(),
        "relevant_conviction": volunteer.get_relevant_conviction_display(),
    }
    rows = []
    for field in Volunteer._meta.concrete_fields:
        value = said.get(field.name, getattr(volunteer, field.name))
        if field.name in Volunteer.PERSONAL and value not in (None, "", []):
            rows.append((str(field.verbose_name), lists.text(value)))
    return rows
