"""Offers: how many the catalogue holds, what came and went, and how true it is."""

from django.db.models import Case, CharField, F, Func, Value, When
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from integration_office.codes import FieldOfAction
from integration_office.lists import Column
from offers.models import Offer
from reports.indicators import Axis, Chapter, Indicator, Year, register


def published(year: Year):
    """In the catalogue on 31 December."""
    return Offer.objects.in_catalogue_on(year.last)


def new(year: Year):
    return Offer.objects.filter(published_on__range=(year.first, year.last))


def ended(year: Year):
    """Those that left the catalogue; what never stood in it cannot leave it."""
    return Offer.objects.filter(published_on__isnull=False, ended_on__range=(year.first, year.last))


COLUMNS = (
    Column("title", _("offer"), "title", sort="title", link=True),
    Column("kind", _("kind"), "get_kind_display", sort="kind"),
    Column("published", _("published on"), "published_on", sort="published_on"),
    Column("confirmed", _("confirmed on"), "confirmed_on", sort="confirmed_on"),
)
OFFERS = {
    "chapter": Chapter.OFFERS,
    "unit": _("offers"),
    "columns": COLUMNS,
    "personal": False,
}
FRESHNESS = Case(
    When(unanswered_since__isnull=False, then=Value("silent")),
    When(due_on=None, then=Value("never")),
    When(due_on__gte=TruncDate(Now()), then=Value("fresh")),
    default=Value("overdue"),
    output_field=CharField(),
)

register(
    Indicator(
        key="offers",
        label=_("Offers in the catalogue"),
        definition=_("Offers that were published and had not ended on 31 December."),
        rows=published,
        tile=True,
        stock=True,
        **OFFERS,
    ),
    Indicator(
        key="offers_new",
        label=_("New offers"),
        definition=_("Offers published for the first time in the year."),
        rows=new,
        **OFFERS,
    ),
    Indicator(
        key="offers_ended",
        label=_("Ended offers"),
        definition=_("Offers of the catalogue that ended in the year."),
        rows=ended,
        **OFFERS,
    ),
    Indicator(
        key="offers_by_field",
        label=_("Offers by field of action"),
        definition=_("An offer may belong to several fields, so they add up to nothing."),
        rows=published,
        axes=(
            Axis(
                _("field of action"),
                Func(F("fields_of_action"), function="unnest"),
                lambda: dict(FieldOfAction.choices),
                several=True,
                by_size=True,
            ),
        ),
        stock=True,
        chart="bars",
        **OFFERS,
    ),
    Indicator(
        key="offers_by_freshness",
        label=_("How true the catalogue is"),
        definition=_("Whether somebody confirmed the offer in time, when the report was made."),
        rows=published,
        axes=(
            Axis(
                _("confirmation"),
                FRESHNESS,
                lambda: {
                    "fresh": _("confirmed in time"),
                    "overdue": _("confirmation overdue"),
                    "silent": _("four weeks without an answer"),
                    "never": _("never confirmed"),
                },
                all_names=True,
            ),
        ),
        stock=True,
        snapshot=True,
        **OFFERS,
    ),
)
