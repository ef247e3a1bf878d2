"""The calendar of the demo office: two years of events at real organisations, all invented, with
talk rounds, registrations and tests of demo people. Everything goes through the actions."""

import datetime
from dataclasses import dataclass

from events import actions, naturalisation
from events.demo_programme import FAMILY_NAMES, FIRST_NAMES, TALKS, Item, programme
from events.models import (
    Event,
    GroupSession,
    Registration,
    Series,
    TestRegistration,
    TestSession,
)
from events.models.registrations import sums_of
from integration_office import demo, privacy
from network.models import Organisation
from offers.models import Offer


SOURCE = "Demo-Büro (erfunden)"
INVENTED = "Erfunden für das Demo-Büro."
TEST_MONTHS = (1, 3, 5, 6, 9, 11)
DAY = datetime.timedelta(days=1)


@demo.step(30)
def fill(office: demo.Office) -> None:
    """Events, talk rounds and naturalisation tests"""
    organisations = list(Organisation.objects.current().order_by("pk"))
    if not organisations:
        return
    calendar = Calendar(office, organisations)
    for year in (office.today.year - 1, office.today.year):
        _year(calendar, year)
    _coming(calendar)
    _partners_events(calendar)
    _talks(office)
    _tests(office)
    for key in ("event_registrations", "test_registrations", "test_supervisors"):
        rule = privacy.rules[key]
        rule.erase(rule.due(office.today))


@dataclass
class Calendar:
    office: demo.Office
    organisations: list[Organisation]

    def organisers(self, item: Item) -> list[Organisation]:
        """The organisations whose names the programme gives, as far as they are in the list."""
        found = []
        for word in item.organisers:
            exact = [one for one in self.organisations if one.name == word]
            found += exact or [one for one in self.organisations if word in one.name]
        return list(dict.fromkeys(found))[:3]

    def keep(self, item: Item, day: datetime.date, series: Series | None = None) -> Event:
        """Put an item into the calendar; what lies behind us has taken place and was counted."""
        office, organisers = self.office, self.organisers(item)
        event = Event(
            title=item.title,
            series=series,
            day=day,
            starts_at=datetime.time.fromisoformat(item.start),
            ends_at=datetime.time.fromisoformat(item.end),
            rain_date=day + 7 * DAY if item.outdoors else None,
            place=item.place,
            format=item.format,
            office_role=item.office_role,
            target_group=item.target_group,
            languages=["deu", *item.languages],
            description=f"{item.text} {INVENTED}".strip(),
            cost=item.cost,
            registration_required=item.capacity is not None,
            capacity=item.capacity,
            registration_deadline=day - 3 * DAY if item.capacity else None,
            status=Event.Status.PUBLISHED,
            source=SOURCE,
        )
        actions.keep(event, organisers=organisers, by=office.users["koordination"])
        # Older registrations are erased anyway: a summer's worth shows how the sums stay.
        if item.capacity and abs(day - office.today) < 100 * DAY:
            _register_people(office, event)
        if day < office.today:
            self._finish(event, item)
        return event

    def _finish(self, event: Event, item: Item) -> None:
        office = self.office
        if office.random.random() < 0.04:
            actions.call_off(
                event,
                status=Event.Status.CANCELLED,
                reason="Die Leitung der Veranstaltung ist erkrankt.",
                by=office.users["koordination"],
            )
            return
        recent = event.day > office.today - 14 * DAY
        if recent and office.random.random() < 0.5:
            return  # still to be counted: something for the start page
        visitors = office.random.randint(*item.visitors)
        if item.capacity and event.registrations.exists():
            visitors = sums_of(event).attended
        actions.count_visitors(event, visitors=visitors, by=office.users["ehrenamt"])


def _year(calendar: Calendar, year: int) -> None:
    soon = calendar.office.today + 60 * DAY
    weeks = _weeks(calendar, year)
    for item in programme():
        series = weeks if item.kind == "weeks" else None
        for day in _days(item, year):
            if day <= soon and (series or item.kind != "weeks"):
                calendar.keep(item, day, series)


def _days(item: Item, year: int) -> list[datetime.date]:
    if item.kind == "monthly":
        weekday, nth, *months = item.when
        return [nth_weekday(year, month, weekday, nth) for month in months]
    if item.kind == "yearly":
        month, day = item.when
        return [datetime.date(year, month, day)]
    return [opening(year) + item.when[0] * DAY]


def opening(year: int) -> datetime.date:
    """The Interkulturelle Wochen open on the second Friday of September."""
    return nth_weekday(year, 9, 4, 2)


def _weeks(calendar: Calendar, year: int) -> Series | None:
    """The Interkulturelle Wochen of a year, as soon as their programme stands."""
    first = opening(year)
    if first > calendar.office.today + 60 * DAY:
        return None
    series = Series(
        title=f"Interkulturelle Wochen {year}",
        year=year,
        motto="Vielfalt verbindet" if year % 2 else "Raum für Begegnung",
        starts_on=first,
        ends_on=first + 23 * DAY,
        submission_deadline=datetime.date(year, 5, 15),
        source=SOURCE,
    )
    series.full_clean()
    series.save()
    return series


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    """The nth Monday (0) to Sunday (6) of a month."""
    first = datetime.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY


def _coming(calendar: Calendar) -> None:
    """Two ideas for next spring, not published yet."""
    office = calendar.office
    for days, title in ((95, "Stadtrundgang in einfacher Sprache"), (110, "Tauschbörse")):
        event = Event(
            title=title,
            day=office.today + days * DAY,
            office_role=Event.OfficeRole.ORGANISER,
            status=Event.Status.IDEA,
            source=SOURCE,
        )
        actions.keep(event, organisers=[], by=office.users["koordination"])


def _partners_events(calendar: Calendar) -> None:
    """What the demo partner proposes and what is published of theirs."""
    office = calendar.office
    partner = office.users["partner"]
    own = list(Organisation.objects.of(partner).order_by("pk"))[:1]
    if not own:
        return
    for days, title, start in (
        (5, "Offener Nachmittag", "15:00"),
        (24, "Winterfest für Familien", "16:00"),
        (47, "Spieleabend für alle", "18:00"),
    ):
        event = Event(
            title=title,
            day=office.today + days * DAY,
            starts_at=datetime.time.fromisoformat(start),
            place=own[0].address or own[0].name,
            description=INVENTED,
            cost="kostenlos",
            source=SOURCE,
        )
        actions.keep_contribution(event, organisers=own, by=partner)
        if days < 30:
            event.status = Event.Status.PUBLISHED
            actions.keep(event, organisers=own, by=office.users["koordination"])


# People


def demo_name(office: demo.Office) -> tuple[str, str]:
    return office.random.choice(FIRST_NAMES), f"{office.random.choice(FAMILY_NAMES)} (Demo)"


def _register_people(office: demo.Office, event: Event) -> None:
    """Some people register; the last ones may find themselves on the waiting list."""
    full = event.day >= office.today
    wanted = event.capacity if full else round(event.capacity * office.random.uniform(0.5, 0.9))
    by = office.users["ehrenamt"]
    registered_on = min(event.registration_deadline, office.today)
    status = Registration.Status
    for number in range(wanted):
        first_name, family_name = demo_name(office)
        registration = Registration(
            event=event,
            name=f"{first_name} {family_name}",
            contact=f"gast{event.pk}-{number}@demo.example",
            persons=office.random.choice((1, 1, 1, 2)),
        )
        actions.register(registration, by=by, today=registered_on)
        if event.day < office.today and registration.status == status.REGISTERED:
            came = office.random.random() < 0.88
            actions.check_in(registration, came=came, by=by)


# Talk rounds


def _talks(office: demo.Office) -> None:
    sessions = []
    for title, weekday, every, low, high in TALKS:
        offer = Offer.objects.filter(title__iexact=title).order_by("pk").first()
        day = office.first_day + ((weekday - office.first_day.weekday()) % 7) * DAY
        while day <= office.today:
            if not _in_holidays(day):
                sessions.append(_talk(office, title, offer, day, (low, high)))
            day += every * DAY
    actions.count_talks(sessions, by=office.users["ehrenamt"], today=office.today)


def _in_holidays(day: datetime.date) -> bool:
    """Roughly the school holidays of summer and Christmas."""
    return (7, 6) <= (day.month, day.day) <= (8, 15) or (day.month, day.day) >= (12, 21)


def _talk(
    office: demo.Office,
    title: str,
    offer: Offer | None,
    day: datetime.date,
    size: tuple[int, int],
) -> GroupSession:
    held, total = office.random.random() > 0.04, office.random.randint(*size)
    return GroupSession(
        title=title,
        offer=offer,
        day=day,
        took_place=held,
        cancel_reason="" if held else "Moderation erkrankt",
        n_total=total if held else 0,
        n_women=round(total * office.random.uniform(0.45, 0.75)) if held else None,
        new_faces=office.random.choice((0, 0, 0, 1, 1, 2)) if held else None,
    )


# Einbürgerungstests


def _tests(office: demo.Office) -> None:
    """Six a year, on the second Saturday, and three to come."""
    days = [
        nth_weekday(year, month, 5, 2)
        for year in (office.today.year - 1, office.today.year)
        for month in TEST_MONTHS
    ]
    saturday = office.today + ((5 - office.today.weekday()) % 7) * DAY
    days = [day for day in days if day <= office.today]
    for day in [*days, saturday + 14 * DAY, saturday + 49 * DAY, saturday + 105 * DAY]:
        _test(office, day)


def _test(office: demo.Office, day: datetime.date) -> None:
    by, status = office.users["pruefstelle"], TestSession.Status
    session = TestSession(
        day=day,
        room="VHS, Raum 205",
        seats=20,
        supervisors="Toni Test (Demo), Chris Aufsicht (Demo)",
        status=status.OPEN,
    )
    naturalisation.keep_session(session, by=by)
    far = session.registration_closes > office.today + 28 * DAY
    number = office.random.randint(3, 6) if far else office.random.randint(15, 20)
    signed_up = min(session.registration_closes, office.today)
    people = naturalisation.register_list(
        session,
        [_test_person(office, session, signed_up) for _number in range(number)],
        by=by,
        today=signed_up,
    )
    session.refresh_from_db()
    if day < office.today:
        missing = [one.pk for one in people if office.random.random() < 0.08]
        naturalisation.everybody_came(session, missing=missing, by=by)
        session.status = status.DONE
    elif session.registration_closes < office.today:
        session.status = status.REPORTED
    else:
        return
    naturalisation.keep_session(session, by=by)


def _test_person(
    office: demo.Office, session: TestSession, last_day: datetime.date
) -> TestRegistration:
    first_name, family_name = demo_name(office)
    born, paid_on = office.random.randint(1962, 2006), last_day - office.random.randint(0, 25) * DAY
    paid = office.random.random() > 0.05 or session.day < office.today
    return TestRegistration(
        family_name=family_name,
        first_names=first_name,
        birth_date=f"{born}-{office.random.randint(1, 12):02}-{office.random.randint(1, 28):02}",
        birth_place="Beispielstadt",
        street=f"Musterweg {office.random.randint(1, 80)}",
        postcode="22880",
        city="Wedel",
        id_checked=paid,
        fee_paid_at=paid_on if paid else None,
        receipt_no=f"{paid_on.year}-{office.random.randint(1000, 9999)}" if paid else "",
    )
