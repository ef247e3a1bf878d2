"""Words of the volunteers' office with stable codes (domain/06 and 13). Labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Task(models.TextChoices):
    """Einsatzfeld: what people help with (domain/06, 6.1)."""

    WELCOME = "begruessung", _("welcome and first orientation")
    AUTHORITIES = "behoerden", _("going along to authorities")
    DOCTORS = "arzt", _("going along to doctors")
    FAMILY = "familie", _("sponsoring a family")
    TANDEM = "tandem", _("language partnership")
    GERMAN = "deutsch", _("German course or language meeting")
    CAFE = "cafe", _("hosting a language café")
    HOMEWORK = "hausaufgaben", _("help with homework")
    CHILDREN = "kinder", _("looking after children")
    INTERPRETING = "mittler", _("lay interpreting")
    FORMS = "formulare", _("help with forms")
    HOUSING = "wohnung", _("finding a flat")
    WORKSHOP = "werkstatt", _("bicycle or sewing workshop")
    SPORT = "sport", _("sport")
    CULTURE = "kultur", _("cooking and culture")
    DRIVING = "fahrdienst", _("driving")
    GOODS = "sachspenden", _("donated goods")
    EVENTS = "veranstaltung", _("help at events")
    TECHNOLOGY = "technik", _("computers and telephones")
    PUBLICITY = "presse", _("public relations")


class VolunteerStatus(models.TextChoices):
    """ehrenamt_status of domain/13."""

    INTERESTED = "interessent", _("interested")
    FIRST_TALK = "erstgespraech", _("first talk planned")
    PROFILE = "profil", _("profile complete")
    FORMALITIES = "formalien", _("formalities open")
    READY = "einsatzbereit", _("ready")
    PLACED = "im_einsatz", _("placed")
    PAUSED = "pausiert", _("paused")
    LEFT = "ausgeschieden", _("left")
    ERASED = "geloescht", _("erased")


class FoundUs(models.TextChoices):
    """How somebody came to us: the ways of access of domain/13 that fit volunteers."""

    FRIENDS = "freund", _("friends or family")
    TOWN_HALL = "rathaus", _("town hall")
    VHS = "vhs", _("adult education centre")
    NET = "netz", _("internet")
    PRESS = "presse", _("press or flyer")
    EVENT = "veranstaltung", _("an event")
    KNOWN = "bekannt", _("known already")
    UNKNOWN = "unb", _("unknown")


class NeedStatus(models.TextChoices):
    REPORTED = "gemeldet", _("reported")
    CHECKED = "geprueft", _("checked")
    SEARCHING = "in_suche", _("searching")
    FILLED = "besetzt", _("filled")
    ENDED = "beendet", _("ended")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("normal")
    SOON = "bald", _("soon")
    URGENT = "dringend", _("urgent")


class Rhythm(models.TextChoices):
    ONCE = "einmalig", _("once")
    WEEKLY = "woechentlich", _("weekly")
    FORTNIGHTLY = "zweiwoechentlich", _("every two weeks")
    MONTHLY = "monatlich", _("monthly")
    ON_DEMAND = "bedarf", _("on demand")


class PlacementStatus(models.TextChoices):
    """vermittlung of domain/13."""

    PROPOSED = "vorgeschlagen", _("proposed")
    ASKED = "gefragt", _("both asked")
    MEETING = "kennenlernen", _("getting to know each other")
    TRIAL = "probezeit", _("trial period")
    ACTIVE = "aktiv", _("active")
    PAUSED = "pausiert", _("paused")
    ENDED = "beendet", _("ended")
    DECLINED = "abgelehnt", _("declined")


class EndReason(models.TextChoices):
    """vermittlung_ende of domain/13."""

    SUCCESS = "erfolgreich", _("successfully completed")
    TIME = "zeit", _("no time any more")
    MOVE = "umzug", _("moved house")
    CONFLICT = "konflikt", _("conflict")
    NO_FIT = "passt_nicht", _("does not fit")
    HEALTH = "gesundheit", _("health")
    OTHER = "sonstiges", _("other")


DAYS = {
    "mo": _("Monday"),
    "di": _("Tuesday"),
    "mi": _("Wednesday"),
    "do": _("Thursday"),
    "fr": _("Friday"),
    "sa": _("Saturday"),
    "so": _("Sunday"),
}
PARTS = {"v": _("morning"), "n": _("afternoon"), "a": _("evening")}
SLOTS = [f"{day}-{part}" for day in DAYS for part in PARTS]


def slot_choices():
    """The grid of weekdays and times of day, a group per weekday."""
    return [
        (day_label, [(f"{day}-{part}", part_label) for part, part_label in PARTS.items()])
        for day, day_label in DAYS.items()
    ]


def slot_labels(slots):
    """Slots in words and in the order of the week: ["Monday morning", …]."""
    return [
        _("%(day)s %(part)s") % {"day": DAYS[slot[:2]], "part": PARTS[slot[3:]]}
        for slot in SLOTS
        if slot in slots
    ]


def labels(choices, codes):
    """The labels of `codes`, in the order of the choice list."""
    return [choice.label for choice in choices if choice.value in codes]
