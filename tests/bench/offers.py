"""A catalogue of any size: a thousand offers written one by one after those of the demo office, and
then as many copies of them as are wanted, made inside the database.

So a word is as frequent here as it is in the town: "Deutsch" stands in every fifth offer or so.
"""

import datetime
import re
from itertools import chain, count
from random import Random

import pgtrigger
from django.db import connection
from django.utils import timezone

from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.models import User
from network.models import Organisation
from offers import indexing
from offers.codes import Format, Interval, Kind, Known, Status, TargetGroup, Via
from offers.models import Location, Occurrence, Offer, Schedule


DAYS = 500
PROVIDERS = 1000
PLACES = 40
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MARK = "bench"


def write(rows: int, user: User) -> None:
    """So many offers at least, each different from the others."""
    dice = Random(22880)
    texts = list(Offer.objects.published().values_list("title", "description"))
    words = re.findall(r"\w{3,}", " ".join(chain.from_iterable(texts)))
    providers = list(Organisation.objects.order_by("pk")[:PROVIDERS])
    places = Location.objects.bulk_create(
        Location(name=f"Haus {number}", street=f"Musterweg {number}", city="Wedel")
        for number in range(PLACES)
    )
    numbers = count(1)
    missing = rows - Offer.objects.count()
    offers = Offer.objects.bulk_create(
        _offer(dice, _text(dice, texts, words), next(numbers), dice.choice(providers), places, user)
        for _number in range(missing)
    )
    Schedule.objects.bulk_create(
        _schedule(dice, offer) for offer in offers for _number in range(dice.randint(0, 2))
    )
    indexing.refresh(offers)


def _text(dice, texts, words):
    """Title and description of one of the town's offers, and a few words of others."""
    title, description = dice.choice(texts)
    return title, f"{description} {' '.join(dice.choices(words, k=8))}"


def _some(dice, choices, most=3):
    return dice.sample(choices.values, dice.randint(1, most))


def _offer(dice, text, number, provider, places, user):
    today, (title, description) = timezone.localdate(), text
    low = dice.randrange(len(GermanLevel.values) - 2)
    return Offer(
        title=f"{title[:140]} {number}",
        provider=provider,
        location=dice.choice(places) if dice.random() < 0.7 else None,
        kind=dice.choice(Kind.values),
        description=description[:2000],
        fields_of_action=_some(dice, FieldOfAction),
        target_groups=_some(dice, TargetGroup),
        # German is spoken nearly everywhere, the others by some.
        languages=list(dict.fromkeys(["deu", *_some(dice, Language)]))[dice.random() < 0.1 :],
        german_level_from=GermanLevel.values[low],
        german_level_to=GermanLevel.values[low + dice.randint(0, 2)],
        format=dice.choice(["", *Format.values]),
        is_free=dice.choice(Known.values),
        childcare=dice.choice(Known.values),
        women_only=dice.random() < 0.1,
        capacity=20,
        free_places=dice.randint(0, 5),
        source=MARK,
        status=Status.PUBLISHED,
        published_on=today - datetime.timedelta(days=DAYS),
        confirmed_on=today - datetime.timedelta(days=dice.randrange(DAYS)),
        confirmed_by=user,
        confirmed_via=Via.OFFICE,
        confirm_every=dice.choice(Interval.values),
    )


def _schedule(dice, offer):
    day = dice.randrange(7)
    start = datetime.time(dice.randint(8, 19))
    return Schedule(
        offer=offer,
        starts_on=timezone.localdate() - datetime.timedelta(days=day),
        start_time=start,
        end_time=start.replace(hour=start.hour + 2),
        rule=f"FREQ=WEEKLY;BYDAY={CODES[day]}",
    )


def multiply(rows: int) -> None:
    """Copies of the written offers, with their schedules, dates, words and codes, until there are
    so many. A copy has another number and another provider; its history is not kept."""
    written = Offer.objects.filter(source=MARK).count()
    copies = -(-(rows - Offer.objects.count()) // written)
    providers = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:PROVIDERS])
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copy AS SELECT o.id AS old, "
            "nextval(pg_get_serial_sequence('offers_offer', 'id')) AS new, n "
            "FROM offers_offer o CROSS JOIN generate_series(1, %s) n WHERE o.source = %s "
            "ORDER BY n, o.id",
            [copies, MARK],
        )
        cursor.execute("CREATE INDEX ON copy (old)")
        changed = {"id": "copy.new", "title": "title || ' ' || n", "source": "'copy'"}
        changed["provider_id"] = "(%s::bigint[])[1 + (provider_id * 7 + n) %% %s]"
        cursor.execute(_copy(Offer, changed, "source.id"), [providers, len(providers)])
        cursor.execute(
            "CREATE TEMPORARY TABLE schedule_copy AS SELECT s.id AS old, copy.new AS offer, "
            "nextval(pg_get_serial_sequence('offers_schedule', 'id')) AS new "
            "FROM offers_schedule s JOIN copy ON copy.old = s.offer_id"
        )
        for_schedule = {"id": "copy.new", "offer_id": "copy.offer"}
        cursor.execute(_copy(Schedule, for_schedule, "source.id", "schedule_copy"))
        for_date = {"id": None, "offer_id": "copy.offer", "schedule_id": "copy.new"}
        cursor.execute(_copy(Occurrence, for_date, "source.schedule_id", "schedule_copy"))
        cursor.execute("DROP TABLE copy, schedule_copy")


def _copy(model, changed, key, copy="copy"):
    """The statement that copies rows of a table; computed columns compute themselves."""
    columns = [field.column for field in model._meta.local_concrete_fields if not field.generated]
    columns = [name for name in columns if changed.get(name, name)]
    values = [changed.get(name, f"source.{name}") for name in columns]
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM {table} source JOIN {copy} copy ON copy.old = {key}"
    )
