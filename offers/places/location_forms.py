"""Forms about locations. Coordinates are one field: two numbers, as every map page shows them."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.forms import OfficeForm, OfficeModelForm
from offers.models import Location


NUMBER = r"-?\d{1,3}(?:[.,]\d+)?"
PAIR = re.compile(rf"({NUMBER})\s*[;,\s]\s*({NUMBER})")
DECORATION = re.compile(r"[°NSEOWnseow()]")
PRECISION = Decimal("0.000001")


def parse_coordinates(text: str) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude in "53.58, 9.70", "53,58 9,70" or "53.58° N 9.70° E"; None for an
    empty text. Refuses, with a sentence, what is no pair or cannot be on the earth."""
    bare = DECORATION.sub(" ", text).strip()
    if not bare:
        return None
    found = PAIR.fullmatch(bare)
    if not found:
        raise ValidationError(
            _("Please write two numbers, the latitude first, for example: 53.58, 9.70")
        )
    latitude, longitude = (Decimal(number.replace(",", ".")) for number in found.groups())
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValidationError(
            _("A latitude lies between -90 and 90, a longitude between -180 and 180.")
        )
    if _seems_turned(latitude, longitude):
        raise ValidationError(
            _("The two numbers seem to be turned: the latitude comes first, as in 53.58, 9.70.")
        )
    return latitude.quantize(PRECISION), longitude.quantize(PRECISION)


def _seems_turned(latitude: Decimal, longitude: Decimal) -> bool:
    """Nothing of ours lies in the Arabian Sea; Germany with the numbers turned does."""
    return 5 <= latitude <= 16 and 47 <= longitude <= 56


class LocationForm(OfficeModelForm):
    coordinates = forms.CharField(
        label=gettext_lazy("point on the map"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Latitude and longitude, as maps show them: 53.58, 9.70"),
    )

    class Meta:
        model = Location
        fields = [
            *("name", "street", "postcode", "city", "district"),
            *("barrier_free", "barrier_note", "how_to_get_there"),
        ]
        widgets = {"barrier_free": forms.RadioSelect(attrs={"class": "choices"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.latitude is not None:
            self.initial["coordinates"] = (
                f"{self.instance.latitude.normalize():f}, {self.instance.longitude.normalize():f}"
            )
        self.order_fields(["name", "street", "postcode", "city", "district", "coordinates"])

    def clean_coordinates(self):
        text = self.cleaned_data["coordinates"]
        pair = parse_coordinates(text)
        self.instance.latitude, self.instance.longitude = pair or (None, None)
        return text


class MergeForm(OfficeForm):
    into = forms.ModelChoiceField(
        label=gettext_lazy("which location stays"), queryset=Location.objects.none()
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others
