"""Prices as people write them: "12,50 €", "EUR 12.50", "12,-", "1.250 Euro", "kostenlos"."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


NOTHING = {"kostenlos", "kostenfrei", "gebührenfrei", "gratis", "umsonst", "frei"} | {
    "free",
    "free of charge",
}
# One sign of the currency, before or behind.
EURO = re.compile(r"^(?:€|eur|euros?)\s*|\s*(?:€|eur|euros?)$")
# Thousands are parted by a point, a space or an apostrophe; a comma before three digits may mean
# either and is not read. Behind that cents, or none of them: "12,5", "12.50", "12,-", "12,--".
NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:[. '’][0-9]{3})+|[0-9]*)"
    r"(?:[.,](?:(?P<cents>[0-9]{1,2})|[-–—]{1,2})?)?"
)
LONGEST = 40
REFUSAL = _(
    "“%(value)s” is no price that we can read. Please write a number such as 12,50, or “free of "
    "charge”; everything else fits into the cost in words."
)


def parse_price(text: str) -> Decimal:
    """The euros in a text of one price; 0 for "kostenlos" and the like. Refuses what is no price,
    or more than one, with a ValidationError."""
    said = unicodedata.normalize("NFKC", text[: LONGEST + 1]).casefold().strip().rstrip("!")
    if said in NOTHING:
        return Decimal(0)
    match = NUMBER.fullmatch(EURO.sub("", said, count=1))
    if len(text) > LONGEST or match is None or not (match["whole"] or match["cents"]):
        raise ValidationError(REFUSAL, params={"value": text[:LONGEST]}, code="invalid")
    whole = re.sub(r"[^0-9]", "", match["whole"])
    price = Decimal(f"{whole or 0}.{match['cents'] or 0}")
    return -price if match["sign"] else price


class PriceField(forms.DecimalField):
    """A price as it is typed; what it is shown as can be typed again."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            return parse_price(value)
        return super().to_python(value)
