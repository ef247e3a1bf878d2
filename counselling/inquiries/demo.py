"""Inquiries in the demo office: about fifty a year, through the actions the pages call. Nobody in
them exists."""

import datetime
from collections.abc import Iterator
from random import Random

from django.utils import timezone

from counselling.codes import Channel
from counselling.inquiries import actions
from counselling.inquiries.codes import Asker
from counselling.models import Inquiry
from counselling.models.inquiries import ANSWER_WITHIN
from integration_office import demo
from network.models import Organisation


# How many days lie between two of them.
EVERY = (2, 8)
STILL_OPEN = 16  # days: what came later is mostly not answered yet
ASKERS = {
    Asker.CITIZEN: 22,
    Asker.TOWN: 17,
    Asker.SCHOOL: 14,
    Asker.VOLUNTEERS: 12,
    Asker.ASSOCIATION: 10,
    Asker.AUTHORITY: 9,
    Asker.BUSINESS: 6,
    Asker.PRESS: 5,
    Asker.POLITICS: 3,
    Asker.SCIENCE: 2,
}
WAYS = {Channel.MAIL: 55, Channel.PHONE: 30, Channel.OPEN_HOUR: 9, Channel.APPOINTMENT: 4}
WAYS |= {Channel.POST: 2}
# Who asks is one of these kinds of organisations, if it is an organisation.
KINDS = {
    Asker.SCHOOL: ["schule", "kita"],
    Asker.ASSOCIATION: ["verein", "initiative", "migranten"],
    Asker.AUTHORITY: ["behoerde"],
    Asker.BUSINESS: ["betrieb"],
    Asker.PRESS: ["presse"],
    Asker.TOWN: ["verwaltung"],
}
SUBJECTS = [
    ("SPR", "Deutschkurs mit Kinderbetreuung", "Gibt es vormittags Plätze, auch für Anfänger?"),
    ("SPR", "Sprachmittlung für ein Elterngespräch", "Wer dolmetscht, und was kostet das?"),
    ("ANE", "Anerkennung eines Pflegeabschlusses", "Wohin können wir Bewerberinnen schicken?"),
    ("ARB", "Praktikum für Menschen ohne Berufsabschluss", "Was ist erlaubt, wer berät uns?"),
    ("BIL", "Schulplatz mitten im Schuljahr", "An wen wenden sich neu zugezogene Familien?"),
    ("WOH", "Mieterqualifizierung, nächster Termin", "Können wir Interessierte anmelden?"),
    ("BEH", "Broschüre in einfacher Sprache", "Dürfen wir den Text übernehmen?"),
    ("TEI", "Stand bei den Interkulturellen Wochen", "Wie und bis wann melden wir uns an?"),
    ("TEI", "Raum für eine Elterngruppe", "Gibt es einen Raum, der nichts kostet?"),
    ("EHR", "Ehrenamtlich helfen", "Wo wird gerade jemand gebraucht?"),
    ("EHR", "Auslagen im Ehrenamt", "Werden Fahrtkosten erstattet?"),
    ("DIS", "Beratung nach einem Vorfall im Bus", "Welche Stelle ist dafür zuständig?"),
    ("GES", "Impftermin in der Unterkunft", "Wer kündigt ihn in welchen Sprachen an?"),
    ("SON", "Zahlen zur Zuwanderung", "Wir suchen Zahlen der letzten fünf Jahre."),
]
ANSWERS = [
    "Angebote aus dem Katalog geschickt.",
    "An die zuständige Stelle verwiesen, Kontakt genannt.",
    "Termin und Anmeldung mitgeteilt.",
    "Unterlagen zugeschickt.",
]


@demo.step(55)
def fill(office: demo.Office) -> None:
    """Inquiries of organisations and citizens"""
    # Dice of their own: what the steps after this one throw stays as it was.
    dice = Random(f"inquiries {office.today.year}")
    people = [office.users[key] for key in ("koordination", "koordination", "verwaltung")]
    places = list(Organisation.objects.current().order_by("pk"))
    for number, moment in enumerate(_moments(office, dice)):
        by = people[number % len(people)]
        inquiry = _inquiry(dice, moment, places)
        on_the_spot = inquiry.channel == Channel.PHONE and dice.random() < 0.5
        waits = (office.today - moment.date()).days < STILL_OPEN
        if not (waits and dice.random() < 0.4):
            inquiry.responsible = by
        inquiry = actions.receive(inquiry, on_the_spot=on_the_spot, by=by)
        if not (on_the_spot or waits):
            _work_on(dice, inquiry, places, by=by)


def _moments(office, dice) -> Iterator[datetime.datetime]:
    day = office.first_day
    while (day := day + datetime.timedelta(days=dice.randint(*EVERY))) < office.today:
        if day.weekday() < 5:
            clock = datetime.time(dice.randint(8, 16), dice.randrange(60))
            yield timezone.make_aware(datetime.datetime.combine(day, clock))


def _inquiry(dice, moment, places):
    asker = dice.choices(list(ASKERS), weights=list(ASKERS.values()))[0]
    topic, subject, text = dice.choice(SUBJECTS)
    asking = [place for place in places if place.kind in KINDS.get(asker, [])]
    day = timezone.localdate(moment)
    return Inquiry(
        received_at=moment,
        channel=dice.choices(list(WAYS), weights=list(WAYS.values()))[0],
        asker=asker,
        organisation=dice.choice(asking) if asking and dice.random() < 0.7 else None,
        subject=subject,
        text=text,
        contact="frage@demo.example" if dice.random() < 0.5 else "",
        field_of_action=topic,
        due=day + ANSWER_WITHIN if dice.random() < 0.8 else None,
        minutes=dice.choice([5, 5, 10, 15]),
    )


def _work_on(dice, inquiry, places, *, by):
    """Mostly answered within some days, some forwarded before; one in twenty is left lying."""
    if dice.random() < 0.25:
        actions.forward(
            inquiry, to=dice.choice(places), on=timezone.localdate(inquiry.received_at), by=by
        )
    if dice.random() < 0.95:
        after = datetime.timedelta(hours=dice.choice([2, 5, 24, 48, 72, 120, 216]))
        at = min(inquiry.received_at + after, timezone.now())
        actions.answer(
            inquiry,
            at=at,
            text=dice.choice(ANSWERS),
            minutes=dice.choice([10, 15, 20, 30, 45, 60]),
            by=by,
        )
