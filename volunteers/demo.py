"""Invented volunteers, needs, placements and hours over last year and this year."""

import datetime
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from integration_office import demo
from network.models import Organisation
from volunteers import actions
from volunteers.codes import SLOTS, EndReason, FoundUs, PlacementStatus, Rhythm, Task, Urgency
from volunteers.matching import candidates
from volunteers.models import HourEntry, Need, Placement, Volunteer


FIRST = (
    "Ada",
    "Ben",
    "Clara",
    "David",
    "Elif",
    "Finn",
    "Greta",
    "Hamid",
    "Ida",
    "Jonas",
    "Katja",
    "Leon",
    "Mona",
    "Nils",
    "Olga",
    "Paul",
    "Rana",
    "Samir",
    "Tilda",
    "Uwe",
    "Vera",
    "Willi",
    "Yara",
    "Zoe",
)
LAST = ("Muster", "Beispiel", "Probe")
DISTRICTS = ("Altstadt", "Schulau", "Spitzerdorf", "Elbhochufer", "Moorwegsiedlung", "")
SPOKEN = ("ara", "ukr", "rus", "prs", "tur", "eng", "fra", "spa", "pol", "kmr")
WITH_CHILDREN = {Task.HOMEWORK, Task.CHILDREN, Task.FAMILY}
KINDS = ["schule", "kita", "verein", "wohlfahrt", "begegnung", "initiative", "bildung"]

NEEDS = (
    ("Lesezeit für Grundschulkinder", Task.HOMEWORK, "Mit zwei bis drei Kindern lesen."),
    ("Sprachcafé am Donnerstag", Task.CAFE, "Gäste begrüßen, Gespräche in Gang bringen."),
    ("Begleitung zum Bürgeramt", Task.AUTHORITIES, "Zum Termin begleiten, Wege erklären."),
    ("Hausaufgaben nach der Schule", Task.HOMEWORK, "Zwei Nachmittage in der Woche."),
    ("Fahrradwerkstatt", Task.WORKSHOP, "Räder gemeinsam instand setzen."),
    ("Deutsch im Alltag", Task.GERMAN, "Kleine Gruppe, Anfängerinnen und Anfänger."),
    ("Sprachpartnerschaft", Task.TANDEM, "Einmal in der Woche zusammen Deutsch sprechen."),
    ("Patenschaft für eine Familie", Task.FAMILY, "Im ersten Jahr zur Seite stehen."),
    ("Spielkreis in der Kita", Task.CHILDREN, "Beim Spielkreis der Eltern mithelfen."),
    ("Formulare ausfüllen", Task.FORMS, "Sprechstunde im Rathaus unterstützen."),
    ("Gemeinsam kochen", Task.CULTURE, "Einmal im Monat einkaufen und kochen."),
    ("Sprachmittlung beim Elternabend", Task.INTERPRETING, "Elternabende begleiten."),
    ("Fußball für alle", Task.SPORT, "Training am Samstag begleiten."),
    ("Wohnungssuche", Task.HOUSING, "Anzeigen lesen, Anrufe üben."),
    ("Smartphone-Sprechstunde", Task.TECHNOLOGY, "Fragen rund um Telefon und Internet."),
    ("Helfende beim Sommerfest", Task.EVENTS, "Auf- und Abbau, Getränke, Spiele."),
)


@demo.step(40)
def fill(office):
    """Volunteers, needs, placements, hours"""
    for number in range(78):
        _volunteer(office, number)
    needs = [_need(office, number) for number in range(48)]
    _helper_with_a_login(office, needs[6])
    placements = [placement for need in needs if (placement := _place(office, need))]
    more = [placement for need in needs[:14] if (placement := _place(office, need))]
    for number, placement in enumerate([*placements, *more]):
        _go_on(office, placement, number)
    _leave(office)
    begun = Placement.objects.begun().select_related("volunteer__user").order_by("pk")
    for number, placement in enumerate(begun):
        if number % 3 or placement.volunteer.user:
            _enter_hours(office, placement)
    office.say(
        f"  {Volunteer.objects.count()} volunteers, {Placement.objects.count()} placements, "
        f"{HourEntry.objects.count()} months of hours"
    )


def _day(office, first, last):
    return first + datetime.timedelta(days=office.random.randint(0, max((last - first).days, 0)))


def _volunteer(office, number):
    dice, today = office.random, office.today
    since = _day(office, office.first_day - relativedelta(years=3), today - relativedelta(days=20))
    tasks = dice.sample(list(Task.values), dice.randint(2, 5))
    stage = ("interessent", "erstgespraech", "profil", "formalien", "pausiert")
    status = stage[number // 7 % len(stage)] if number % 7 == 6 else "einsatzbereit"
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    volunteer = Volunteer(
        name=f"{first} {last} (Demo)",
        email=f"{first}.{last}@demo.example".lower(),
        phone=f"04103 0000{number:02}",
        birth_year=dice.randint(today.year - 78, today.year - 18),
        postcode="22880",
        district=dice.choice(DISTRICTS),
        languages=["deu", *dice.sample(SPOKEN, dice.randint(0, 2))],
        tasks=tasks,
        availability=sorted(dice.sample(SLOTS, dice.randint(2, 6)), key=SLOTS.index),
        hours_per_week=dice.randint(1, 6),
        status=status,
        since=since,
        found_us=dice.choice(FoundUs.values),
    )
    if status in ("einsatzbereit", "pausiert"):
        volunteer.secrecy_signed_on = volunteer.agreement_on = since + datetime.timedelta(days=14)
        if WITH_CHILDREN & set(tasks) or number % 3 == 0:
            _show_certificate(office, volunteer, number)
    volunteer.save()


def _show_certificate(office, volunteer, number):
    """Most were seen soon after the beginning; two must be asked for a new one these days."""
    day = volunteer.since + datetime.timedelta(days=7)
    if number in (9, 21):
        day = office.today - relativedelta(years=4, months=9) + datetime.timedelta(days=number - 15)
        volunteer.since = min(volunteer.since, day)
    volunteer.certificate_date = day
    volunteer.certificate_seen_on = min(day + datetime.timedelta(days=10), office.today)
    volunteer.relevant_conviction = False


def _need(office, number):
    dice, today = office.random, office.today
    title, task, description = NEEDS[number % len(NEEDS)]
    partner = office.users["partner"]
    own = Organisation.objects.of(partner).first()
    hosts = Organisation.objects.current().filter(kind__in=KINDS)
    host = own if own and number % 9 == 1 else dice.choice(list(hosts.order_by("pk")[:40]))
    family = f"F-{number + 3}" if task in (Task.FAMILY, Task.TANDEM, Task.AUTHORITIES) else ""
    need = Need(
        title=title,
        organisation=None if family else host,
        family_ref=family,
        task=task,
        description=description,
        languages=[dice.choice(SPOKEN[:6])] if task in (Task.INTERPRETING, Task.FAMILY) else [],
        place=dice.choice(DISTRICTS),
        rhythm=dice.choice(Rhythm.values),
        times=sorted(dice.sample(SLOTS, 3), key=SLOTS.index),
        starts_on=_day(office, office.first_day, today),
        ends_on=today + datetime.timedelta(days=5) if number == 10 else None,
        wanted=dice.randint(2, 3) if number < 14 else 1,
        certificate_needed=task in WITH_CHILDREN,
        urgency=dice.choice(Urgency.values),
        reported_by=partner if host == own and not family else office.users["ehrenamt"],
    )
    need.save()
    if number % 12 != 11:
        actions.check_need(need, by=office.users["ehrenamt"])
    return need


def _helper_with_a_login(office, need):
    """freiwillig@ has helped since spring of last year and owes the hours of last month."""
    user, by = office.users["freiwillig"], office.users["ehrenamt"]
    began = office.first_day + datetime.timedelta(days=75)
    volunteer = Volunteer(
        name=user.name,
        email=user.email,
        languages=["deu", "ara", "fra"],
        tasks=[Task.TANDEM, Task.FORMS],
        availability=["mo-n", "do-a"],
        hours_per_week=3,
        status="einsatzbereit",
        since=began - datetime.timedelta(days=30),
        secrecy_signed_on=began - datetime.timedelta(days=20),
    )
    volunteer.save()
    actions.give_login(volunteer, by=by)
    placement = actions.propose(volunteer, need, by=by, on=began - datetime.timedelta(days=14))
    _begin(office, placement, began)


def _place(office, need):
    """Propose the best fitting person who has nothing to do yet."""
    need.refresh_from_db()
    if not need.is_searching or need.placements.open().count() >= need.wanted:
        return None
    free = Volunteer.objects.looking().exclude(placements__in=Placement.objects.open())
    fits = candidates(need, free.order_by("pk"), office.today)
    found = next((v for v, fit in fits if not fit.certificate_missing), None)
    if found is None:
        return None
    earliest = max(found.since + datetime.timedelta(days=30), office.first_day)
    day = min(_day(office, earliest, office.today), office.today)
    return actions.propose(found, need, by=office.users["ehrenamt"], on=day)


def _go_on(office, placement, number):
    """Most begin; some wait, some are declined, some end again."""
    by, today = office.users["ehrenamt"], office.today
    if number % 11 == 10:
        actions.advance(placement, PlacementStatus.DECLINED, by=by)
        return
    if number % 9 == 8:
        actions.advance(placement, PlacementStatus.ASKED, by=by)
        return
    began = min(placement.proposed_on + datetime.timedelta(days=14), today)
    _begin(office, placement, began, trial_only=number % 13 == 12)
    if number % 6 == 5 and began + datetime.timedelta(days=60) < today:
        reason = office.random.choice(EndReason.values)
        last = _day(office, began + datetime.timedelta(days=50), today)
        actions.end_placement(placement, on=last, reason=reason, by=by)


def _begin(office, placement, day, *, trial_only=False):
    by = office.users["ehrenamt"]
    for status in (PlacementStatus.ASKED, PlacementStatus.MEETING, PlacementStatus.TRIAL):
        actions.advance(placement, status, by=by, on=day)
    if not trial_only:
        actions.advance(placement, PlacementStatus.ACTIVE, by=by)


def _leave(office):
    """A few have left, the latest this month."""
    free = list(Volunteer.objects.looking().filter(user=None).order_by("pk"))
    for number, volunteer in enumerate(free[::4][:6]):
        last = max(office.today - relativedelta(months=2 * number), volunteer.since)
        ended = volunteer.placements.order_by("-ended_on").filter(ended_on__isnull=False).first()
        last = max(last, ended.ended_on) if ended else last
        actions.end_volunteer(volunteer, on=last, by=office.users["ehrenamt"])


def _enter_hours(office, placement):
    """Month by month, the helper with a login by the own hand."""
    own = placement.volunteer.user
    month = max(placement.started_on, office.first_day).replace(day=1)
    last = placement.ended_on or office.today - relativedelta(months=2 if own else 1)
    while month <= last:
        entry = HourEntry(
            volunteer=placement.volunteer,
            placement=placement,
            month=month,
            hours=Decimal(office.random.randint(4, 40)) / 2,
            kilometres=office.random.choice([None, None, 12, 30]),
        )
        actions.save_hours(entry, by=own or office.users["ehrenamt"])
        month += relativedelta(months=1)
