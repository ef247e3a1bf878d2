"""More rows on top of the demo office, always the same ones: every list gets at least `rows`."""

import datetime
from itertools import count
from random import Random

from django.db import connection
from django.utils import timezone

from counselling import actions
from counselling.models import Contact
from events.models import Event
from integration_office.codes import FieldOfAction, Language
from integration_office.models import User
from network.models import Organisation
from offers.models import Offer
from tests.bench import counselling, offers


WORDS = [
    "Deutsch",
    "Kurs",
    "Café",
    "Nähen",
    "Fahrrad",
    "Garten",
    "Lernen",
    "Familie",
    "Sport",
    "Musik",
    "Beratung",
    "Treff",
]
DAYS = 600


def fill(rows: int, user: User) -> dict[str, int]:
    """How many rows there are now."""
    dice = Random(22880)
    _organisations(dice, rows)
    offers.write(rows, user)
    _events(dice, rows)
    _contacts(dice, rows, user)
    counselling.write(user, rows // 2)
    settle()
    return {model.__name__: model.objects.count() for model in (Organisation, Offer, Event)} | {
        "Contact": Contact.objects.visible_to(user, own=True).count()
    }


def settle() -> None:
    """As after a night: the tables are swept and PostgreSQL knows what is in them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _title(dice, number):
    return f"{' '.join(dice.sample(WORDS, 3))} {number}"


def _codes(dice, choices):
    return dice.sample(choices.values, dice.randint(1, 3))


def _days_ago(dice):
    return timezone.localdate() - datetime.timedelta(days=dice.randrange(1, DAYS))


def _organisations(dice, rows):
    missing = range(rows - Organisation.objects.count())
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Verein {_title(dice, number)}",
            kind=dice.choice(Organisation.Kind.values),
            street=f"Musterweg {number}",
            postcode="22880",
            city="Wedel",
            task=" ".join(dice.choices(WORDS, k=12)),
            languages=_codes(dice, Language),
            fields_of_action=_codes(dice, FieldOfAction),
        )
        for number in missing
    )


def _events(dice, rows):
    organisers = list(Organisation.objects.order_by("pk")[:100])
    numbers = count(1)
    events = Event.objects.bulk_create(
        Event(
            title=_title(dice, next(numbers)),
            day=_days_ago(dice) + datetime.timedelta(days=DAYS // 2),
            starts_at=datetime.time(dice.randint(9, 19)),
            place=f"Musterweg {dice.randint(1, 99)}",
            format=dice.choice(Event.Format.values),
            description=" ".join(dice.choices(WORDS, k=30)),
            languages=_codes(dice, Language),
            status=Event.Status.PUBLISHED,
        )
        for _number in range(rows - Event.objects.count())
    )
    through = Event.organisers.through
    through.objects.bulk_create(
        through(event=event, organisation=dice.choice(organisers)) for event in events
    )


def _contacts(dice, rows, user):
    contacts = []
    for _number in range(rows - Contact.objects.visible_to(user, own=True).count()):
        topics = _codes(dice, FieldOfAction)
        contact = Contact(
            counsellor=user,
            day=_days_ago(dice),
            time=datetime.time(dice.randint(9, 16)),
            topics=topics,
            main_topic=topics[0],
            language=dice.choice(Language.values),
        )
        for name in ("form", "channel", "duration"):
            setattr(contact, name, dice.choice(Contact._meta.get_field(name).choices)[0])
        contacts.append(contact)
    actions.log_contacts(contacts, by=user)
