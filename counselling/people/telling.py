"""What the office knows of a person, in words: for the page of the person and for the copy."""

from django.utils.translation import gettext as _

from counselling.models import Person
from counselling.people import countries


def facts_of(person: Person) -> list[tuple[str, str]]:
    """(word, value) of everything that is known, in the order of the form."""
    said = [
        (_("last name"), person.last_name),
        (_("first name"), person.first_name),
        (_("other names"), person.other_names),
        (_("born"), person.spoken_birth),
        (_("nationalities"), ", ".join(map(countries.name_of, person.nationalities))),
        (_("in Germany since"), person.arrived_in),
        (_("telephone"), person.phone),
        (_("e-mail"), person.email),
        (_("address"), person.address),
    ]
    return [(word, value) for word, value in said if value]
