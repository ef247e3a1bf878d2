"""What the office knows of a person, in words: for the page of the person and for the copy."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext as _

from counselling.models import Person
from counselling.models.cases import readable
from counselling.people import countries
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.lists import text
from integration_office.partial_dates import PartialDateField, spoken
from integration_office.records import Record


def facts_of(person: Person) -> list[tuple[str, str]]:
    """(word, value) of everything that is known, in the order of the form."""
    said = [
        (_("last name"), person.last_name),
        (_("first name"), person.first_name),
        (_("other names"), person.other_names),
        (_("born"), person.spoken_birth),
        (_("nationalities"), ", ".join(map(countries.name_of, person.nationalities))),
        (_("country of origin"), _country(person.country_of_origin)),
        (_("in Germany since"), person.arrived_in),
        (_("telephone"), person.phone),
        (_("e-mail"), person.email),
        (_("address"), person.address),
        (_("is best reached"), str(person.get_preferred_contact_display())),
        (_("special needs"), person.special_needs),
    ]
    return [(word, value) for word, value in said if value]


def _country(code: str) -> str:
    return countries.name_of(code) if code else ""


def facts(row: Record, *names: str) -> list[tuple[str, str]]:
    """(word, value) of each of these fields that says something."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    said = [(str(field.verbose_name), _in_words(row, field)) for field in fields]
    return [(word, value) for word, value in said if value]


def told(row: Record, *names: str) -> str:
    """The same, a line for each."""
    return "\n".join(f"{word}: {value}" for word, value in facts(row, *names))


def _in_words(row: Record, field: Any) -> str:
    if isinstance(field, EncryptedTextField) and isinstance(row, SealedRecord):
        return readable(row, field.name)
    value = getattr(row, field.name)
    if isinstance(field, PartialDateField):
        return spoken(value)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return ", ".join(str(labels.get(code, code)) for code in value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if value is True:
        return _("yes")
    # Where nothing could stand as well, a zero is an answer.
    return text(value) if value or (field.null and value == 0) else ""
