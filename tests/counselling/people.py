"""Persons, texts and consents for tests. Name only what the test is about."""

from counselling.models import Consent, ConsentText, Person
from counselling.people import index
from tests.counselling.factories import make_case


def make_person(**fields):
    """Somebody with an invented name, found by it; of no case yet."""
    person = Person.objects.create(
        **{"last_name": "Beispielowa", "first_name": "Wanda", "birth": "1990"} | fields
    )
    index.write(person)
    return person


def make_text(purpose="fallakte", language="deu", **fields):
    """A version of a text, the first one unless `number` says otherwise."""
    words = {"title": "Einwilligung (Demo)", "text": "# Wozu\nDamit wir beraten können."} | fields
    number = words.pop("number", 1)
    return ConsentText.objects.get_or_create(
        purpose=purpose, language=language, number=number, defaults=words
    )[0]


def make_consent(case, purpose="fallakte", **fields):
    text = fields.pop("text", None) or make_text(purpose)
    return Consent.objects.create(
        **{"case": case, "purpose": purpose, "text": text, "form": "schriftlich"} | fields
    )


def make_named_case(*, responsible=None, person=None, case=None, **fields):
    """A running case of a person who has agreed to it."""
    case = make_case(responsible=responsible, **(case or {}))
    case.person = person or make_person(**fields)
    case.save()
    make_consent(case)
    return case
