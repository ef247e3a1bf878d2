"""Choice lists of counselling (domain/02 and 13). The codes are stable; labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


NOT_COLLECTED = ("", _("not collected"))


class Form(models.TextChoices):
    """Beratungsform; the words of the Migrationsberatung Schleswig-Holstein."""

    BRIEF = "kurz", _("brief information")
    SINGLE = "punkt", _("single consultation")
    FIRST = "erst", _("first consultation")
    ACCOMPANY = "begleit", _("accompanied integration")
    GROUP = "gruppe", _("group consultation")
    EXPERT = "fach", _("advice to professionals and volunteers")
    REFERRAL = "verweis", _("referral only")


class Channel(models.TextChoices):
    """Kanal: the way somebody came."""

    OPEN_HOUR = "sprech", _("open consultation hour")
    APPOINTMENT = "termin", _("in person, by appointment")
    PHONE = "tel", _("by telephone")
    MAIL = "mail", _("by e-mail")
    OUTREACH = "aufsuch", _("outreach")
    VIDEO = "video", _("video call")
    CHAT = "chat", _("chat or messenger")
    POST = "post", _("by letter")
    ESCORT = "begl", _("accompanied to an authority")


class PreferredContact(models.TextChoices):
    """How a client wants to be reached (domain/01, B5). By messenger only with a consent."""

    PHONE = "tel", _("by telephone")
    MAIL = "mail", _("by e-mail")
    POST = "post", _("by letter")
    MESSENGER = "messenger", pgettext_lazy("reached", "by messenger")
    IN_PERSON = "selbst", _("comes by in person")


class Place(models.TextChoices):
    """Ort: where the talk took place."""

    OFFICE = "buero", _("office")
    VHS = "vhs", _("vhs reception")
    SHELTER = "unterkunft", _("shared accommodation")
    OUTREACH = "aufsuch", _("outreach, at home")
    PARTNER = "partner", _("at a network partner")
    EVENT = "veranst", _("at an event")


class Duration(models.TextChoices):
    TO_5 = "d05", _("up to 5 min.")
    TO_15 = "d15", _("up to 15 min.")
    TO_30 = "d30", _("up to 30 min.")
    TO_45 = "d45", _("up to 45 min.")
    TO_60 = "d60", _("up to 60 min.")
    OVER_60 = "d99", _("more than 60 min.")


class Interpreting(models.TextChoices):
    NONE = "ohne", _("not needed")
    SELF = "selbst", _("counsellor speaks the language")
    PRIVATE = "privat", _("companion")
    MEDIATOR = "mittler", _("lay interpreter")
    PHONE = "teldol", _("interpreted by telephone or video")
    MACHINE = "masch", _("machine translation")


class AccessPath(models.TextChoices):
    """Zugang: who sent them."""

    FRIENDS = "freund", _("friends, family")
    JOBCENTER = "jc", _("Jobcenter")
    EMPLOYMENT_AGENCY = "afa", _("employment agency")
    IMMIGRATION_OFFICE = "abh", _("immigration office")
    TOWN_HALL = "rathaus", _("town hall, social welfare office")
    VHS = "vhs", _("adult education centre, course")
    SCHOOL = "schule", _("school, day care")
    MIGRATION_COUNSELLING = "mbe", _("migration counselling")
    VOLUNTEERS = "ehren", _("volunteers")
    HEALTH = "arzt", _("health services")
    INTERNET = "netz", _("internet, app")
    PRESS = "presse", _("press, flyer")
    EMPLOYER = "arbeit", _("employer")
    KNOWN = "bekannt", _("known already")
    UNKNOWN = "unb", _("unknown")


class Result(models.TextChoices):
    """Ergebnis (domain/01, B5), with the placements of B13."""

    INFORMED = "info", _("information given")
    FORM = "formular", _("form filled in")
    LETTER = "schreiben", _("letter written")
    CALL = "telefonat", _("call with an authority")
    APPOINTMENT = "termin", _("appointment made")
    COURSE = "kurs", _("placed in a course")
    WORK = "arbeit", _("placed in work")
    TRAINING = "ausbildung", _("placed in vocational training")
    WAITING_LIST = "warteliste", _("put on a waiting list")
    REFERRED = "verwiesen", _("referred elsewhere")
    ESCORT = "begleitung", _("company organised")
    VOLUNTEER = "ehrenamt", _("volunteer found")
    NONE = "keine", _("no solution possible")


class Stay(models.TextChoices):
    """Years in Germany."""

    UNDER_1 = "unter 1", _("less than 1 year")
    TO_3 = "1-3", _("1 to 3 years")
    TO_5 = "3-5", _("3 to 5 years")
    TO_8 = "5-8", _("5 to 8 years")
    OVER_8 = "ueber 8", _("more than 8 years")
    BORN_HERE = "hier geboren", _("born here")


class CaseStatus(models.TextChoices):
    NEW = "neu", pgettext_lazy("case", "new")
    COUNSELLING = "in_beratung", _("in counselling")
    WAITS_FOR_CLIENT = "wartet_klient", _("waiting for the client")
    WAITS_FOR_AUTHORITY = "wartet_behoerde", _("waiting for an authority")
    WAITS_FOR_COURSE = "wartet_kurs", _("waiting for a course place")
    RESTING = "ruht", _("resting")
    CLOSED = "abgeschlossen", pgettext_lazy("case", "closed")
    ANONYMISED = "anonymisiert", _("anonymised")


class ClosingReason(models.TextChoices):
    REACHED = "ziel", _("goal reached")
    PARTLY = "teilweise", _("goal partly reached")
    PASSED_ON = "weiter", _("passed on to another office")
    MOVED = "wegzug", pgettext_lazy("case", "moved away")
    LOST = "abbruch", _("contact broken off")
    NOT_OURS = "zustaendig", _("not our responsibility")
    REVOKED = "widerruf", _("consent withdrawn")
    DIED = "verstorben", _("died")


class ReopeningReason(models.TextChoices):
    """A list, not a text: the reason stands in the audit log, which must hold nothing personal."""

    NEW_CONCERN = "anliegen", _("a new concern")
    RETURNED = "wieder_da", _("the client is back")
    MISTAKE = "irrtum", _("closed by mistake")
