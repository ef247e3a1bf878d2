"""What a list of offers shows and exports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.lists import EXPORTS, Column


def _kept(number):
    """A fact as the offer keeps it in words; to put it into words anew takes far longer, and an
    export may hold a whole Land."""
    return lambda offer: offer.line[number] if offer.line else offer.in_a_line()[number]


def _partners(offer):
    return ", ".join(str(partner) for partner in offer.cooperation_partners.all())


def _course(method):
    """A fact of the course behind the offer, if it is one."""

    def value(offer):
        course = getattr(offer, "course", None)
        fact = getattr(course, method, "")
        return fact() if callable(fact) else fact

    return value


# All that everybody with a login may know of an offer: nothing internal, nothing for advisers only.
COLUMNS = [
    Column("name", _("Title"), "title", sort="title__german_order", link=True),
    Column("provider", _("Provider"), "provider", sort="provider__name__german_order"),
    Column("partners", _("In cooperation with"), _partners),
    Column("kind", _("Kind"), "get_kind_display"),
    Column("fields", _("Fields of action"), "fields_in_words"),
    Column("short", _("In one or two sentences"), "short_text"),
    Column("description", _("Description"), "description"),
    Column("plain", _("In plain language"), "plain_text"),
    Column("for_whom", _("For whom"), "for_whom"),
    Column("admission", _("Who may take part"), "admission_conditions"),
    Column("residence", _("Residence status (hint)"), "residence_in_words"),
    Column("languages", _("Languages"), "languages_in_words"),
    Column("interpreting", _("Interpreting"), "interpreted"),
    Column("level", _("German level"), _kept(0)),
    Column("format", _("Format"), "get_format_display"),
    Column("when", _("When"), _kept(1)),
    Column("period", _("Period"), "period"),
    Column("place", _("Place"), _kept(2)),
    Column("barriers", _("Barrier-free"), "barriers"),
    Column("cost", _("Cost"), _kept(3)),
    Column("exemption", _("Who pays less or nothing"), "exemption_note"),
    Column("registration", _("Registration"), "registering"),
    Column("deadline", _("Register by"), "registration_deadline"),
    Column("places", _("Places"), "places"),
    Column("childcare", _("Childcare"), "caring"),
    Column("access", _("How to get in"), "access_for_clients"),
    Column("bring", _("What to bring"), "what_to_bring"),
    Column("contact", _("Contact"), "contact"),
    Column("website", _("Website"), "website"),
    Column("appointment", _("Address to book appointments"), "appointment_url"),
    Column("course_type", _("Type of course"), _course("get_course_type_display")),
    Column("course_number", _("Course number"), _course("number")),
    Column("course_start", _("First day of the course"), _course("starts_on")),
    Column("course_end", _("Last day of the course"), _course("ends_on")),
    Column("course_status", _("Status of the course"), _course("get_status_display")),
    Column("modules", _("Modules"), _course("modules")),
    Column("hours", _("Units of 45 minutes"), _course("hours")),
    Column("seats", pgettext_lazy("course", "Seats"), _course("seats")),
    Column("registered", _("Registered"), _course("registered")),
    Column("waiting", _("On the waiting list"), _course("waiting")),
    Column("counted", _("Counted on"), _course("counted_on")),
    Column("funding", _("Funded by"), "funded"),
    Column("source", _("Source"), "origin"),
    Column("status", _("Status"), "get_status_display", sort="status"),
    Column("freshness", _("State of the facts"), lambda offer: offer.freshness.word),
    Column("confirmed", _("Last confirmed"), "confirmed_on", sort="confirmed_or_never"),
    Column("due", _("To be confirmed by"), "due_on"),
]

# The pages show offers in a shape of their own: there only what one can sort by is worked out.
NEXT = Column("next", _("Next date"), lambda offer: offer.next_date, sort="next_date")
SORTED = [NEXT, *(column for column in COLUMNS if column.key in ("name", "confirmed"))]


def columns_for(query):
    """All columns for an export, those to sort by for a page."""
    if not is_export(query):
        return SORTED
    return [*COLUMNS, NEXT] if sorts_by_date(query) else COLUMNS


def is_export(query):
    """Whether a file is asked for; a kind that does not exist gets the page."""
    return query.get("format") in EXPORTS


def sorts_by_date(query):
    """Whether the next date of each offer has to be looked up."""
    return query.get("sort", "").removeprefix("-") == "next"
