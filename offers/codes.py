"""Choice lists of the catalogue (domain/01, B1). The codes are stable; labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.codes import StatusGroup


class Kind(models.TextChoices):
    COURSE = "sprachkurs", _("language course")
    CONVERSATION = "sprachcafe", _("language café, conversation group")
    LEARNING = "lerntreff", _("open study group")
    COUNSELLING = "beratung", _("counselling")
    MEETING = "begegnung", _("meeting and encounter")
    SPORT = "sport", _("sport")
    CULTURE = "kultur", _("culture, crafts, cooking")
    FAMILY = "familie", _("children and parents")
    TUTORING = "nachhilfe", _("homework help, tutoring")
    MENTORING = "patenschaft", _("mentoring, language partnership")
    WORKSHOP = "werkstatt", _("workshop for sewing, bicycles and the like")
    DONATIONS = "sachspenden", _("donated goods")
    HOUSING = "wohnen", _("housing")
    HEALTH = "gesundheit", _("health")
    WORK = "arbeit", _("work and applications")
    EQUALITY = "antidisk", _("against discrimination")
    DIGITAL = "digital", _("digital")
    INTERPRETING = "mittlung", _("language mediation")
    PROJECT = "projekt", _("project")
    OTHER = "sonstiges", _("other")


class Status(models.TextChoices):
    DRAFT = "entwurf", _("draft")
    SUBMITTED = "eingereicht", _("submitted")
    PUBLISHED = "veroeffentlicht", _("published")
    PAUSED = "pausiert", _("paused")
    ENDED = "beendet", _("ended")
    ARCHIVED = "archiviert", _("archived")


class Known(models.TextChoices):
    """A yes or no that may not be known; unknown is not no."""

    YES = "ja", _("yes")
    NO = "nein", _("no")
    UNKNOWN = "unbekannt", _("not known")


class BarrierFree(models.TextChoices):
    YES = "ja", _("yes")
    PARTLY = "teilweise", _("partly")
    NO = "nein", _("no")
    UNKNOWN = "unbekannt", _("not known")


class TargetGroup(models.TextChoices):
    """For whom an offer is meant; several may hold (domain/01, B1)."""

    ALL = "alle", _("everybody")
    NEW = "neu", _("newly arrived people")
    REFUGEES = "gefluechtet", _("refugees")
    UKRAINE = "ukraine", _("people from Ukraine (§ 24)")
    EU = "eu", _("EU citizens")
    WOMEN = "frauen", _("women")
    TODDLERS = "kleinkind", _("parents with small children")
    CHILDREN = "kinder", _("children from 6 to 11")
    TEENAGERS = "jugend", _("young people from 12 to 17")
    YOUNG_ADULTS = "junge", _("young adults from 18 to 27")
    SENIORS = "senioren", _("older people")
    LITERACY = "alpha", _("people who learn to read and write")
    VOLUNTEERS = "ehrenamt", _("volunteers")
    EXPERTS = "fachkraefte", _("professionals and multipliers")
    BUSINESSES = "betriebe", _("businesses")


# What an offer can say about the residence of those it is meant for.
RESIDENCE = [
    (code, label)
    for code, label in StatusGroup.choices
    if code not in (StatusGroup.NOT_COLLECTED, StatusGroup.NOT_STATED)
]


class Format(models.TextChoices):
    """How an offer reaches people."""

    ON_SITE = "praesenz", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")
    OUTREACH = "aufsuchend", _("comes to you")
    PHONE = "telefon", _("by telephone")


# Nobody has to go anywhere for these.
WITHOUT_PLACE = {Format.ONLINE, Format.PHONE, Format.OUTREACH}


class Interpreting(models.TextChoices):
    """Whether somebody interprets; unknown is not no."""

    YES = "ja", _("yes")
    ON_REQUEST = "anfrage", _("on request")
    NO = "nein", _("no")
    UNKNOWN = "unbekannt", _("not known")


class Registration(models.TextChoices):
    """Whether one has to register; the codes of Known, and the waiting list."""

    NEEDED = "ja", pgettext_lazy("registration", "needed")
    NOT_NEEDED = "nein", pgettext_lazy("registration", "not needed")
    WAITING_LIST = "warteliste", pgettext_lazy("registration", "waiting list")
    UNKNOWN = "unbekannt", _("not known")


class Visibility(models.TextChoices):
    """Who may know of a published offer (domain/01, conventions)."""

    PUBLIC = "oeffentlich", _("public: may be printed and passed on")
    NETWORK = "netzwerk", _("network: everybody with a login")
    INTERNAL = "intern", _("internal: only the office")


class Interval(models.IntegerChoices):
    """After how many months an offer has to be confirmed again."""

    MONTHLY = 1, _("every month")
    QUARTERLY = 3, _("every three months")
    HALF_YEARLY = 6, _("every six months")
    YEARLY = 12, _("every year")


class Daypart(models.TextChoices):
    """Parts of a day as people ask for them."""

    MORNING = "vm", _("in the morning")
    AFTERNOON = "nm", _("in the afternoon")
    EVENING = "ab", _("in the evening")


class CourseType(models.TextChoices):
    """Kinds of German courses (domain/13, kursart; hours in domain/02, 2.6)."""

    GENERAL = "ik", _("general integration course")
    LITERACY = "alpha", _("literacy course")
    SECOND_SCRIPT = "zweit", _("course for a second script")
    WOMEN = "frauen", _("course for women or parents")
    YOUTH = "jugend", _("course for young people")
    SUPPORT = "foerder", _("remedial course")
    INTENSIVE = "intensiv", _("intensive course")
    REPEAT = "wieder", _("repetition in an integration course")
    ORIENTATION = "orient", _("orientation course")
    JOB_B2 = "bsk_b2", _("vocational language course B2")
    JOB_C1 = "bsk_c1", _("vocational language course C1")
    JOB_C2 = "bsk_c2", _("vocational language course C2")
    JOB_SPECIAL = "bsk_sp", _("special vocational language course")
    FIRST_STEPS = "eok", _("first orientation, STAFF")
    OPEN = "offen", _("open German course")
    MEETING = "treff", _("language meeting")
    ONLINE = "online", _("self-study online")


class CourseStatus(models.TextChoices):
    PLANNED = "geplant", pgettext_lazy("course", "planned")
    OPEN = "anmeldung", pgettext_lazy("course", "open for registration")
    RUNNING = "laeuft", pgettext_lazy("course", "running")
    ENDED = "beendet", pgettext_lazy("course", "ended")
    CANCELLED = "ausgefallen", pgettext_lazy("course", "did not take place")


class NeedStatus(models.TextChoices):
    """The life of an unmet need (Bedarfsmeldung; domain/01, B17)."""

    REPORTED = "gemeldet", pgettext_lazy("need", "reported")
    CHECKED = "geprueft", pgettext_lazy("need", "checked")
    OFFER_FOUND = "angebot", pgettext_lazy("need", "offer found")
    MEASURE_STARTED = "massnahme", pgettext_lazy("need", "measure started")
    UNSOLVABLE = "nicht", pgettext_lazy("need", "cannot be solved")


class NeedSource(models.TextChoices):
    CONTACT = "kontakt", pgettext_lazy("need", "counselling")
    WORKING_GROUP = "ak", pgettext_lazy("need", "Arbeitskreis")
    PARTNER = "partner", pgettext_lazy("need", "partner organisation")
    OFFICE = "buero", pgettext_lazy("need", "the office")


class Weekday(models.TextChoices):
    MONDAY = "mo", _("Monday")
    TUESDAY = "di", _("Tuesday")
    WEDNESDAY = "mi", _("Wednesday")
    THURSDAY = "do", _("Thursday")
    FRIDAY = "fr", _("Friday")
    SATURDAY = "sa", _("Saturday")
    SUNDAY = "so", _("Sunday")


class KnownFrom(models.TextChoices):
    """How the office came to know of an offer (domain/01, B1: source)."""

    PROVIDER = "anbieter", _("the provider")
    CALL = "telefonat", _("telephone call")
    FLYER = "flyer", _("flyer")
    WEBSITE = "website", _("website")
    IMPORT = "import", _("a list")


class Via(models.TextChoices):
    """The way on which somebody said that an offer is true."""

    LINK = "link", pgettext_lazy("confirmed by", "link in an e-mail")
    LOGIN = "login", pgettext_lazy("confirmed by", "provider, logged in")
    OFFICE = "office", pgettext_lazy("confirmed by", "the office")
