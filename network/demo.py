"""The network of the demo office: accounts of partners, people to ask, meetings, measures."""

import datetime

from integration_office import demo
from integration_office.models import User
from network import actions
from network.models import (
    Body,
    ContactPerson,
    Goal,
    Measure,
    Meeting,
    Membership,
    Organisation,
    Seat,
)


PARTNER_OF = ["Volkshochschule Wedel", "Musikschule der Stadt Wedel"]
CIRCLE = "Arbeitskreis Integration"
COMMITTEE = "Ausschuss für Jugend und Soziales (Sozialausschuss)"
SITTING = [
    ("Stadt Wedel – Koordinierungsstelle Integration", Seat.Role.MINUTES),
    ("Volkshochschule Wedel", Seat.Role.MEMBER),
    ("Diakonieverein Migration e.V. – Außenstelle Wedel", Seat.Role.MEMBER),
    ("Caritas Migrationsdienst Wedel", Seat.Role.MEMBER),
    ("Türkischer Elternbund Wedel e.V.", Seat.Role.SPEAKER),
    ("Stadtbücherei Wedel", Seat.Role.MEMBER),
    ("Familienbildung Wedel e.V.", Seat.Role.MEMBER),
    ("Stadtteilzentrum mittendrin", Seat.Role.DEPUTY),
    ("Seniorenbeirat der Stadt Wedel", Seat.Role.ADVISER),
]
PERSONS = [
    ("Ada Muster (Demo)", "Leitung", "Stadtbücherei Wedel"),
    ("Ben Beispiel (Demo)", "Programm Deutsch", "Volkshochschule Wedel"),
    ("Cem Muster (Demo)", "Vorstand", "Türkischer Elternbund Wedel e.V."),
    ("Dana Beispiel (Demo)", "Migrationsberatung", "Caritas Migrationsdienst Wedel"),
    ("Eli Muster (Demo)", "Sprechstunde", "Diakonieverein Migration e.V. – Außenstelle Wedel"),
    ("Finn Beispiel (Demo)", "Familienzentrum", "Familienbildung Wedel e.V."),
    ("Gül Muster (Demo)", "Treffpunkt", "Stadtteilzentrum mittendrin"),
    ("Hanna Beispiel (Demo)", "Ausgabe", "Wedeler Tafel e.V."),
]
FUNCTIONS = ["Leitung", "Büro", "Integration", "Vertretung"]
FIRST_NAMES = [
    "Alma",
    "Bela",
    "Clara",
    "Deniz",
    "Emma",
    "Farid",
    "Greta",
    "Hugo",
    "Ida",
    "Jan",
    "Kaya",
    "Lea",
    "Mats",
    "Nele",
    "Ole",
    "Pia",
    "Quint",
    "Rosa",
    "Samir",
    "Tilda",
    "Ugo",
    "Vera",
    "Wim",
    "Yuna",
]
FAMILY_NAMES = [
    "Muster",
    "Beispiel",
    "Probe",
    "Mustermann",
    "Beispielsen",
    "Vorlage",
    "Entwurf",
    "Modell",
    "Versuch",
    "Schablone",
    "Blanko",
]
PROFILES = {
    "Volkshochschule Wedel": (["SPR", "BIL", "EIN"], ["deu", "eng"]),
    "Stadtbücherei Wedel": (["SPR", "BIL", "TEI"], ["deu", "eng"]),
    "Familienbildung Wedel e.V.": (["FAM", "BIL"], ["deu"]),
    "Stadtteilzentrum mittendrin": (["TEI", "BEH"], ["deu", "tur"]),
    "Die Villa – Kultur- und Beratungszentrum": (["SOZ", "ARB", "TEI"], ["deu"]),
    "Diakonieverein Migration e.V. – Außenstelle Wedel": (["AUF", "BEH"], ["deu", "ara", "rus"]),
    "DiakoMigra (Diakonieverein Migration)": (["AUF", "WOH"], ["deu", "ara", "prs"]),
    "Caritas Migrationsdienst Wedel": (["AUF", "SOZ", "ARB"], ["deu", "ukr", "pol"]),
    "Türkischer Elternbund Wedel e.V.": (["BIL", "FAM"], ["deu", "tur"]),
    "Sprachtreff Wedel": (["SPR", "EHR"], ["deu"]),
    "Freiwilligen Forum Wedel": (["EHR"], ["deu"]),
    "Wedeler Tafel e.V.": (["SOZ"], ["deu"]),
    "DRK Ortsverein Wedel": (["SOZ", "TEI", "GES"], ["deu"]),
    "Kreis Pinneberg – Ausländerbehörde": (["AUF", "EIN"], ["deu"]),
    "Jobcenter Kreis Pinneberg": (["ARB", "SOZ"], ["deu"]),
}
TOPICS = [
    "Wartezeiten für Deutschkurse",
    "Wohnungssuche und Mieterqualifizierung",
    "Programm der Interkulturellen Wochen",
    "Sprachmittlung in Arztpraxen",
    "Rückblick auf die Interkulturellen Wochen",
    "Übergang von der Schule in den Beruf",
    "Ehrenamtliche gewinnen und begleiten",
    "Begegnung in den Stadtteilen",
    "Kita-Plätze und Elternarbeit",
    "Fortschreibung des Integrationskonzepts",
]
MONTHS = [2, 4, 6, 9, 11]
WEDNESDAY = 2
MEASURES = [
    ("Information und Orientierung", "Wegweiser in leichter Sprache (Demo)", "in_umsetzung"),
    ("Ehrenamt in der Integrationsarbeit", "Jährlicher Dankabend (Demo)", "daueraufgabe"),
    ("Öffentlichkeitsarbeit", "Gemeinsamer Kalender der Träger (Demo)", "umgesetzt"),
    ("Interkulturelle Kompetenzen", "Fortbildung für die Verwaltung (Demo)", "in_planung"),
    ("Deutsch als Zweitsprache", "Abendkurs auf Stufe A1 (Demo)", "verzoegert"),
    ("Kultur der Anerkennung", "Willkommensfeier zur Einbürgerung (Demo)", "nicht_begonnen"),
]


@demo.step(10)
def fill(office: demo.Office) -> None:
    """Network: partners, contact persons, meetings, measures"""
    coordinator = office.users["koordination"]
    _fill_profiles(by=coordinator)
    _add_partners(office, by=coordinator)
    _add_persons(office, by=coordinator)
    _add_more_persons(by=coordinator)
    _add_circle(office, by=coordinator)
    _report_measures(by=coordinator)


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def _fill_profiles(*, by: User) -> None:
    """What the list does not say: fields of action and languages."""
    for name, (fields, languages) in PROFILES.items():
        organisation = _organisation(name)
        organisation.fields_of_action, organisation.languages = fields, languages
        actions.save_organisation(organisation, by=by)


def _add_partners(office: demo.Office, *, by: User) -> None:
    for name in PARTNER_OF:
        membership = Membership(
            user=office.users["partner"], organisation=_organisation(name), since=office.first_day
        )
        actions.add_member(membership, by=by)


def _add_persons(office: demo.Office, *, by: User) -> None:
    for number, (name, function, organisation) in enumerate(PERSONS):
        person = ContactPerson(
            name=name,
            function=function,
            organisation=_organisation(organisation),
            email=f"kontakt{number + 1}@demo.example",
            mailing_consent_on=office.first_day if number % 2 else None,
        )
        actions.save_person(person, by=by)


def _add_more_persons(*, by: User) -> None:
    """Three people to ask in every other place: an office knows some 200 (domain/03, 3.5)."""
    known = {organisation for _name, _function, organisation in PERSONS}
    number = len(PERSONS)
    for organisation in Organisation.objects.exclude(name__in=known).order_by("pk"):
        for function in FUNCTIONS:
            name = f"{FIRST_NAMES[number % 24]} {FAMILY_NAMES[number // 24]} (Demo)"
            number += 1
            person = ContactPerson(
                name=name,
                function=function,
                organisation=organisation,
                email=f"kontakt{number}@demo.example",
            )
            actions.save_person(person, by=by)


def _add_circle(office: demo.Office, *, by: User) -> None:
    circle = Body.objects.get(name=CIRCLE)
    circle.office_writes_minutes = True
    circle.rhythm = circle.rhythm or "etwa alle zwei Monate, mittwochs um 18 Uhr"
    actions.save_body(circle, by=by)
    for name, role in SITTING:
        seat = Seat(
            body=circle, organisation=_organisation(name), role=role, since=office.first_day
        )
        actions.add_seat(seat, by=by)
    past = [day for day in _days_of(office) if day < office.today]
    late = [day for day in past if day < office.today - datetime.timedelta(days=21)][-1:]
    for number, day in enumerate(past):
        actions.save_meeting(_held(office, circle, day, TOPICS[number % len(TOPICS)], late), by=by)
    soon = office.today + datetime.timedelta(days=(WEDNESDAY - office.today.weekday()) % 7 or 7)
    _invite(circle, soon, "Planung für das nächste Jahr", by=by)
    committee = Body.objects.get(name=COMMITTEE)
    _invite(committee, soon - datetime.timedelta(days=1), "Bericht zur Integration", by=by)


def _days_of(office: demo.Office) -> list[datetime.date]:
    """The second Wednesday of five months, last year and this year."""
    days = []
    for year in (office.today.year - 1, office.today.year):
        for month in MONTHS:
            first = datetime.date(year, month, 1)
            days.append(first + datetime.timedelta(days=(WEDNESDAY - first.weekday()) % 7 + 7))
    return days


def _held(
    office: demo.Office, body: Body, day: datetime.date, topic: str, late: list[datetime.date]
) -> Meeting:
    is_late = day in late
    return Meeting(
        body=body,
        day=day,
        start=datetime.time(18),
        place="VHS Wedel, ABC-Straße 3",
        status=Meeting.Status.MINUTES_OPEN if is_late else Meeting.Status.MINUTES_SENT,
        attendance=office.random.randint(11, 24),
        topic=topic,
        minutes=""
        if is_late
        else f"Schwerpunkt: {topic}. Die Runde sammelt Beispiele und gibt "
        "der Verwaltung eine Empfehlung mit. Nächste Schritte stehen im Verteiler.",
    )


def _invite(body: Body, day: datetime.date, topic: str, *, by: User) -> None:
    meeting = Meeting(
        body=body,
        day=day,
        start=datetime.time(18),
        place="VHS Wedel, ABC-Straße 3" if body.office_writes_minutes else "Rathaus, Ratssaal",
        status=Meeting.Status.INVITED,
        topic=topic,
    )
    actions.save_meeting(meeting, by=by)


def _report_measures(*, by: User) -> None:
    office = _organisation("Stadt Wedel – Koordinierungsstelle Integration")
    for goal, title, status in MEASURES:
        measure = Measure(
            goal=Goal.objects.get(title=goal),
            title=title,
            status=status,
            lead=office,
            period_text="2025–2026",
        )
        actions.save_measure(measure, by=by)
