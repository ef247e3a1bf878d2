"""Choice lists of language placement and courses (domain/13). The codes are stable; labels are UI
text. The types of courses are those of the catalogue (`offers.codes.CourseType`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Instrument(models.TextChoices):
    """How it was found out what somebody can (ger_quelle in more detail)."""

    BAMF = "bamf", _("placement test of the BAMF")
    TELC = "telc", _("telc placement test")
    GOETHE = "goethe", _("placement test of the Goethe-Institut")
    VHS = "vhs", _("placement test of the vhs")
    ONLINE = "online", _("placement test online")
    TALK = "gespraech", pgettext_lazy("placement", "talk")


class Literacy(models.TextChoices):
    """Schrift: whether somebody reads and writes the Latin script."""

    LATIN = "lat", _("sure in the Latin script")
    SECOND = "zweit", _("learns it as a second script")
    NONE = "alpha", _("cannot read and write")
    UNKNOWN = "unb", pgettext_lazy("literacy", "unknown")


class TimeOfDay(models.TextChoices):
    """When somebody could come to a course; the parts of a day are those of the catalogue."""

    MORNING = "vm", _("in the morning")
    AFTERNOON = "nm", _("in the afternoon")
    EVENING = "ab", _("in the evening")
    WEEKEND = "we", _("at the weekend")


class Entitlement(models.TextChoices):
    """Kursberechtigung: by which right somebody takes part in a course."""

    UNCLEAR = "offen", _("not clear yet")
    CLAIM = "anspruch", _("claim under § 44 (1) AufenthG")
    DUTY = "pflicht", _("duty under § 44a AufenthG")
    ADMISSION = "zulass", _("admission under § 44 (4) AufenthG")
    RESETTLER = "spaet", _("late resettler (BVFG)")
    SELF = "selbst", _("pays for the course")
    NONE = "keine", _("no entitlement")


# Who has one of these may begin an integration course.
ENTITLED = (
    Entitlement.CLAIM,
    Entitlement.DUTY,
    Entitlement.ADMISSION,
    Entitlement.RESETTLER,
    Entitlement.SELF,
)


class InterestStatus(models.TextChoices):
    """The way of a wish to learn (domain/01, B12)."""

    COUNSELLING = "beratung", pgettext_lazy("course interest", "in counselling")
    APPLIED = "beantragt", _("entitlement applied for")
    WAITING = "warteliste", pgettext_lazy("course interest", "waiting list")
    OFFERED = "angeboten", _("place offered")
    REGISTERED = "angemeldet", pgettext_lazy("course interest", "registered")
    STARTED = "begonnen", pgettext_lazy("course interest", "begun")
    COMPLETED = "abgeschlossen", pgettext_lazy("course interest", "completed")
    BROKEN_OFF = "abgebrochen", pgettext_lazy("course interest", "broken off")
    FAILED = "nicht_zustande", pgettext_lazy("course interest", "did not come about")


Status = InterestStatus
# Still looking for a place: what the vhs can plan with.
WANTING = (Status.COUNSELLING, Status.APPLIED, Status.WAITING, Status.OFFERED)
ENDED = (Status.COMPLETED, Status.BROKEN_OFF, Status.FAILED)
STARTED_ONCE = (Status.STARTED, Status.COMPLETED, Status.BROKEN_OFF)
# Where each status can lead. Steps may be left out up to the registration: whoever pays needs no
# entitlement, and a free place needs no waiting list. Nobody begins without being registered.
WAYS = {
    Status.COUNSELLING: (
        Status.APPLIED,
        Status.WAITING,
        Status.OFFERED,
        Status.REGISTERED,
        Status.FAILED,
    ),
    Status.APPLIED: (
        Status.COUNSELLING,
        Status.WAITING,
        Status.OFFERED,
        Status.REGISTERED,
        Status.FAILED,
    ),
    Status.WAITING: (Status.APPLIED, Status.OFFERED, Status.REGISTERED, Status.FAILED),
    Status.OFFERED: (Status.WAITING, Status.REGISTERED, Status.FAILED),
    Status.REGISTERED: (Status.STARTED, Status.WAITING, Status.FAILED),
    Status.STARTED: (Status.COMPLETED, Status.BROKEN_OFF),
    Status.COMPLETED: (),
    Status.BROKEN_OFF: (),
    Status.FAILED: (),
}


class Exam(models.TextChoices):
    """Exams at the end of a course; the naturalisation test is none of them, and the office never
    learns its result."""

    DTZ = "dtz", _("Deutsch-Test für Zuwanderer (DTZ)")
    LID = "lid", _("Leben in Deutschland (LiD)")
    TELC_B2 = "telc_b2", "telc B2"
    DTB_B2 = "dtb_b2", _("Deutsch-Test für den Beruf B2")
    DTB_C1 = "dtb_c1", _("Deutsch-Test für den Beruf C1")
    GOETHE = "goethe", _("exam of the Goethe-Institut")
    TESTDAF = "testdaf", "TestDaF"
    DSH = "dsh", "DSH"


class Reminder(models.TextChoices):
    """What the clock says of an interest; each is said until somebody has settled it."""

    EXPIRES_90 = "ablauf90", _("The entitlement ends within 90 days.")
    EXPIRES_30 = "ablauf30", _("The entitlement ends within 30 days.")
    EXPIRED = "abgelaufen", _("The entitlement has ended.")
    COURSE_LATE = "beginn6w", _("Registered for six weeks, and the course has not begun.")
    START_ENDS = "beginn30", _("The course must begin within 30 days.")
    START_OVER = "beginn_vorbei", _("A year has passed since the registration, without a start.")


class ChoiceList(models.TextChoices):
    """Lists of which single values can be closed for a time (see models/choice_rules.py)."""

    ENTITLEMENT = "kursberechtigung", _("entitlement to a course")
    COURSE_TYPE = "kursart", _("type of course")
