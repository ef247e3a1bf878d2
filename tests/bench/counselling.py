"""Counselling of any size: a case with two hundred contacts, persons with names, and as many
contacts as are wanted, most of them copied inside the database.

So names are as frequent here as they are in a town: every hundredth person is called the same.
"""

import datetime
from itertools import count
from random import Random

from django.db import connection
from django.utils import timezone

from counselling import actions
from counselling.codes import CaseStatus
from counselling.models import Case, Contact, Person, PersonKey
from counselling.people import index
from integration_office.models import User


IN_THE_CASE = 200
FIRST_NAMES = 100
LAST_NAMES = 400
OWN = 25  # every so manieth case is one's own
BATCH = 2_000
FIRST_YEAR = 2000
DAYS = 500  # over which copies of a contact spread
A_YEAR = 9_000
YEARS_AGO = datetime.timedelta(days=365)
NOTE = "Unterlagen vollständig, Antrag gemeinsam ausgefüllt."


def write(user: User, persons: int) -> None:
    """A long case of `user`, and so many persons with a case each."""
    _long_case(user)
    people(user, persons)


def _long_case(user):
    today = timezone.localdate()
    case = actions.open_case(
        Case(responsible=user, opened_on=today - YEARS_AGO, concern=NOTE), by=user
    )
    actions.log_contacts(
        [
            Contact(
                counsellor=user,
                case=case,
                day=today - datetime.timedelta(days=number),
                form="begleit",
                channel="sprech",
                topics=["SPR"],
                main_topic="SPR",
                duration="d15",
                note=NOTE,
            )
            for number in range(IN_THE_CASE)
        ],
        by=user,
    )


def people(user: User, number: int) -> None:
    """Persons with a case each until there are so many; most cases are a colleague's."""
    dice, there = Random(22880), Person.objects.count()
    colleague = User.objects.filter(roles__overlap=["counselling"]).exclude(pk=user.pk).first()
    places = count(there)
    while (missing := number - Person.objects.count()) > 0:
        made = Person.objects.bulk_create(_person(dice) for _n in range(min(missing, BATCH)))
        PersonKey.objects.bulk_create(
            (
                PersonKey(person=person, digest=digest)
                for person in made
                for digest in index.digests_of(person)
            ),
            batch_size=BATCH,
        )
        Case.objects.bulk_create(
            _case(person, next(places), user, colleague or user) for person in made
        )


def _person(dice):
    return Person(
        first_name=f"Demo{_letters(dice.randrange(FIRST_NAMES))}",
        last_name=f"Muster{_letters(dice.randrange(LAST_NAMES))}",
        birth=str(dice.randint(1950, 2008)),
    )


def _letters(number: int) -> str:
    """Names sound different where their letters do: 0 is "ba", 25 "za", 26 "be"."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    syllables = []
    for _n in range(3):
        number, rest = divmod(number, len(consonants) * len(vowels))
        syllables.append(consonants[rest % len(consonants)] + vowels[rest // len(consonants)])
    return "".join(syllables)


def _case(person, place, user, colleague):
    year = FIRST_YEAR + place // A_YEAR
    return Case(
        person=person,
        number=f"{year}-{place % A_YEAR + 1:04}",
        responsible=colleague if place % OWN else user,
        opened_on=datetime.date(year, 1, 2),
        status=CaseStatus.COUNSELLING,
    )


def multiply(contacts: int) -> None:
    """Copies of the contacts without notes until there are so many, half of them in cases."""
    written = Contact.objects.filter(note="").count()
    copies = -(-(contacts - Contact.objects.count()) // written)
    columns = [field.column for field in Contact._meta.local_concrete_fields]
    columns = [name for name in columns if name != "id"]
    changed = {
        "row_key": "gen_random_uuid()",
        "case_id": "in_case.id",
        "day": f"contact.day - n %% {DAYS} - 1",
        "asked_on": "NULL",  # it would lie after the earlier day
    }
    values = [changed.get(name, f"contact.{name}") for name in columns]
    table = Contact._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
            f"FROM {table} contact CROSS JOIN generate_series(1, %s) n "
            f"LEFT JOIN (SELECT id, row_number() OVER (ORDER BY id DESC) AS place "
            f"FROM counselling_case WHERE closed_on IS NULL) in_case "
            f"ON in_case.place = 2 * (n * 1000 + contact.id) %% 100000 "
            f"WHERE contact.note = ''",
            [copies],
        )
