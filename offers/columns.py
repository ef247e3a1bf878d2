"""What a list of offers shows and exports."""

from django.utils.translation import gettext_lazy as _

from integration_office.lists import Column


COLUMNS = [
    Column("name", _("Title"), "title", sort="title__german_order", link=True),
    Column("provider", _("Provider"), "provider", sort="provider__name__german_order"),
    Column("kind", _("Kind"), "get_kind_display"),
    Column("fields", _("Fields of action"), "field_labels"),
    Column("for_whom", _("For whom"), "for_whom"),
    Column("languages", _("Languages"), "language_labels"),
    Column("level", _("German level"), "level"),
    Column("when", _("When"), "when"),
    Column("place", _("Place"), "where"),
    Column("cost", _("Cost"), "cost"),
    Column("registration", _("Registration"), "registering"),
    Column("description", _("Description"), "description"),
    Column("website", _("Website"), "website"),
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
    if not query.get("format"):
        return SORTED
    return [*COLUMNS, NEXT] if sorts_by_date(query) else COLUMNS


def sorts_by_date(query):
    """Whether the next date of each offer has to be looked up."""
    return query.get("sort", "").removeprefix("-") == "next"
