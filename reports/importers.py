"""Takes the list of published figures: each with its source, also where sources contradict."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from integration_office.digits import whole_number
from integration_office.importers import Outcome, Refused, Row, list_importer
from reports.models import PublishedFigure


COLUMNS = ["Jahr", "Kennzahl", "Wert", "Einheit", "source"]


@list_importer("kennzahlen.csv", columns=COLUMNS, order=60)
def take(row: Row) -> Outcome:
    """A row of kennzahlen.csv."""
    if not row["Kennzahl"]:
        raise Refused(_("The name of the figure is missing. Please fill in “Kennzahl”."))
    found = {
        "year": year_of(row["Jahr"]),
        "name": row["Kennzahl"],
        "value": number_of(row["Wert"]),
        "source": row["source"],
    }
    if figure := PublishedFigure.objects.filter(**found).first():
        return Outcome.unchanged(figure)
    figure = PublishedFigure(**found, unit=row["Einheit"])
    figure.full_clean()
    figure.save()
    others = PublishedFigure.objects.filter(year=figure.year, name=figure.name)
    if others.exclude(pk=figure.pk).exists():
        return Outcome.taken(figure, _("Another source gives a different value; both are kept."))
    return Outcome.taken(figure)


def year_of(text: str) -> int | None:
    if not text:
        return None
    if len(text) != 4 or (year := whole_number(text)) is None:
        raise Refused(
            _("“%(year)s” is not a year. Please write four digits or leave it empty.")
            % {"year": text}
        )
    return year


def number_of(text: str) -> Decimal:
    """A number as German lists write it: 1.234,5. A point alone groups thousands only."""
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if "," in plain or plain.count(".") != 1 or len(plain.rpartition(".")[2]) == 3:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise Refused(
            _("“%(value)s” is not a number. Please write it like 1234 or 9,15.") % {"value": text}
        )
    return number
