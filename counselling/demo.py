"""Counselling in the demo office: about a thousand contacts a year and sixty cases, through the
actions the pages call. Nobody in it exists."""

import datetime
from collections.abc import Iterator

import holidays

import counselling.inquiries.demo  # noqa: F401 - it adds a step
from counselling import actions
from counselling.casework import demo as casework
from counselling.codes import (
    CaseStatus,
    Channel,
    ClosingReason,
    Duration,
    Form,
    Interpreting,
    Place,
    Stay,
)
from counselling.language import demo as _of_language  # noqa: F401 - registers its own step
from counselling.models import ATTRIBUTES, Case, CaseDeputy, Contact
from counselling.people import demo as _names  # noqa: F401 - the step after this one
from counselling.referrals import demo as referral_demo  # noqa: F401 - it registers itself
from counselling.topics import BY_TOPIC
from integration_office import demo
from integration_office.codes import AgeGroup, CountryGroup, Gender, Language, StatusGroup
from integration_office.models import User


CASES = 60
# code: weight (domain/02, 2.1 and 2.4; domain/03, 3.5)
TOPICS = dict(
    zip(
        ["BEH", "SPR", "SOZ", "ARB", "WOH", "AUF", "BIL", "ANE", "EIN", "FAM", "GES", "TEI"],
        [22, 19, 14, 10, 9, 7, 6, 4, 4, 3, 2, 2],
        strict=True,
    )
) | {"EHR": 1, "DIS": 1, "SON": 1}
FORMS = {Form.BRIEF: 40, Form.SINGLE: 32, Form.FIRST: 14, Form.REFERRAL: 8, Form.EXPERT: 4}
FORMS |= {Form.GROUP: 2}
CHANNELS = {Channel.OPEN_HOUR: 38, Channel.APPOINTMENT: 24, Channel.PHONE: 17, Channel.MAIL: 11}
CHANNELS |= {Channel.OUTREACH: 5, Channel.CHAT: 3, Channel.VIDEO: 1, Channel.ESCORT: 1}
PLACES = {Place.OFFICE: 70, Place.VHS: 22, Place.PARTNER: 5, Place.EVENT: 3}
OUTSIDE = {Place.SHELTER: 6, Place.OUTREACH: 4}
DURATIONS = {Duration.TO_5: 14, Duration.TO_15: 34, Duration.TO_30: 28, Duration.TO_45: 13}
DURATIONS |= {Duration.TO_60: 8, Duration.OVER_60: 3}
LANGUAGES = {"deu": 36, "ara": 15, "ukr": 12, "rus": 9, "prs": 8, "pes": 5, "tur": 5, "eng": 5}
LANGUAGES |= {"kmr": 3, "som": 1, "tir": 1}
INTERPRETING = {Interpreting.NONE: 45, Interpreting.PRIVATE: 30, Interpreting.MEDIATOR: 13}
INTERPRETING |= {Interpreting.MACHINE: 8, Interpreting.PHONE: 4}
COUNTRIES = {
    "deu": {"": 4, CountryGroup.EU: 3, CountryGroup.EUROPE: 2, CountryGroup.SYR: 2},
    "ara": {CountryGroup.SYR: 8, CountryGroup.IRQ: 2, CountryGroup.AFRICA: 1},
    "ukr": {CountryGroup.UKR: 1},
    "rus": {CountryGroup.UKR: 5, CountryGroup.EUROPE: 3, CountryGroup.ASIA: 1},
    "prs": {CountryGroup.AFG: 1},
    "pes": {CountryGroup.IRN: 3, CountryGroup.AFG: 1},
    "tur": {CountryGroup.TUR: 1},
    "eng": {CountryGroup.AFRICA: 3, CountryGroup.ASIA: 2, CountryGroup.EU: 1},
    "kmr": {CountryGroup.SYR: 2, CountryGroup.IRQ: 2, CountryGroup.TUR: 1},
    "som": {CountryGroup.AFRICA: 1},
    "tir": {CountryGroup.AFRICA: 1},
}
STATUSES = {
    CountryGroup.UKR: {StatusGroup.UKRAINE: 1},
    CountryGroup.EU: {StatusGroup.EU: 9, StatusGroup.GERMAN: 1},
    CountryGroup.SYR: {StatusGroup.PROTECTED: 6, StatusGroup.FAMILY: 2, StatusGroup.GERMAN: 2},
    CountryGroup.AFG: {StatusGroup.PROTECTED: 4, StatusGroup.HUMANITARIAN: 3, "GES": 2, "DUL": 1},
}
OTHER_STATUSES = {"FAM": 3, "ERW": 3, "UNB": 2, "GES": 1, "DUL": 1, "HUM": 1, "FIK": 1}
AGES = {AgeGroup.TO_26: 16, AgeGroup.TO_44: 52, AgeGroup.TO_64: 25, AgeGroup.FROM_65: 7}
STAYS = {Stay.UNDER_1: 14, Stay.TO_3: 30, Stay.TO_5: 24, Stay.TO_8: 16, Stay.OVER_8: 16}
LEVELS = {"keine": 12, "A1": 22, "A2": 27, "B1": 24, "B2": 11, "C1": 4}
DISTRICTS = {"Altstadt": 3, "Schulau": 4, "Moorweg": 3, "anderer Ort": 1}
ACCESS = {"freund": 25, "jc": 14, "vhs": 13, "bekannt": 16, "ehren": 8, "mbe": 7, "netz": 7}
ACCESS |= {"rathaus": 6, "schule": 4}
RESULTS = {"info": 40, "formular": 22, "telefonat": 10, "verwiesen": 9, "termin": 7, "kurs": 5}
RESULTS |= {"schreiben": 4, "warteliste": 3, "arbeit": 2, "ausbildung": 1, "keine": 2}
NOTES = [
    "Unterlagen vollständig, Antrag gemeinsam ausgefüllt.",
    "Kursplatz besprochen, Warteliste angefragt.",
    "Termin beim Amt vorbereitet.",
    "Brief erklärt, Frist notiert.",
    "Nächster Schritt vereinbart.",
]
CONCERNS = [
    "Deutschkurs mit Kinderbetreuung finden.",
    "Berufsabschluss anerkennen lassen.",
    "Wohnung suchen, Unterlagen ordnen.",
    "Ausbildung vorbereiten.",
]


@demo.step(50)
def fill(office: demo.Office) -> None:
    """Counselling: contacts, cases, deputies, follow-ups"""
    counsellors = [office.users["koordination"], office.users["beratung"]]
    days = list(_working_days(office))
    cases = _open_cases(office, counsellors, days)
    contacts = {user: [] for user in counsellors}
    for day in days:
        for _number in range(_how_many(office, day)):
            user = _weighted(office, {0: 11, 1: 9})
            contacts[counsellors[user]].append(_contact(office, counsellors[user], day))
    for user in counsellors:
        contacts[user] += _case_contacts(office, user, cases[user], days)
        contacts[user].sort(key=lambda contact: (contact.day, contact.time))
        _ask_for_appointments(contacts[user])
        actions.log_contacts(contacts[user], by=user)
    _settle_old_follow_ups(office, contacts)
    _close_some(office, cases, days)
    _let_deputies_in(office, cases, counsellors)
    casework.fill(office, cases)


def _ask_for_appointments(contacts):
    """Some days before the talk, without a throw."""
    for contact in contacts:
        if contact.channel == Channel.APPOINTMENT:
            wait = contact.day.toordinal() * 5 % 17
            contact.asked_on = contact.day - datetime.timedelta(days=wait)


def _weighted(office, weights):
    return office.random.choices(list(weights), weights=list(weights.values()))[0]


def _code(office, weights):
    return str(_weighted(office, weights))


def _working_days(office) -> Iterator[datetime.date]:
    free = holidays.country_holidays(
        "DE", subdiv="SH", years=[office.today.year - 1, office.today.year]
    )
    day = office.first_day
    while day < office.today:  # nothing is logged before it was said
        closed = (day.month, day.day) >= (12, 23) or (day.month == 7 and day.day > 20)
        if day.weekday() < 5 and day not in free and not (closed and day.weekday() != 2):
            yield day
        day += datetime.timedelta(days=1)


def _how_many(office, day):
    """Wednesday is the open consultation hour; spring and autumn are busier than summer."""
    busy = 7 if day.weekday() == 2 else 3
    return office.random.randint(busy - 2 + (day.month in (1, 2, 9, 10, 11)), busy + 1)


def _clock(office):
    return datetime.time(
        office.random.choice([9, 9, 10, 10, 11, 11, 14, 15]), office.random.randrange(60)
    )


def _contact(office, user, day):
    dice = office.random
    topics = [_code(office, TOPICS)]
    if dice.random() < 0.3:
        topics += [code for code in [_code(office, TOPICS)] if code not in topics]
    language = _code(office, LANGUAGES)
    contact = Contact(
        counsellor=user,
        day=day,
        time=_clock(office),
        form=_code(office, FORMS),
        channel=_code(office, CHANNELS),
        topics=topics,
        main_topic=topics[0],
        duration=_code(office, DURATIONS),
        language=language,
        interpreting=Interpreting.NONE if language == "deu" else _code(office, INTERPRETING),
        relatives=dice.choices([0, 1, 2, 3, 4], weights=[74, 13, 7, 4, 2])[0],
        results=[_code(office, RESULTS)] if dice.random() < 0.7 else [],
    )
    _details(office, contact)
    if dice.random() < 0.62:
        contact.first_contact = dice.random() < 0.38
    if dice.random() < 0.55:
        contact.access_path = _code(office, ACCESS)
    for name, value in _groups(office, language).items():
        setattr(contact, name, value)
    if dice.random() < 0.08:
        contact.follow_up = day + datetime.timedelta(days=dice.choice([7, 14, 21]))
    if dice.random() < 0.04:
        contact.note = dice.choice(NOTES)
    return contact


def _details(office, contact):
    """Where it was, what exactly it was about, and how many of the relatives were children."""
    dice = office.random
    contact.place = _code(office, OUTSIDE if contact.channel == Channel.OUTREACH else PLACES)
    if contact.main_topic in BY_TOPIC and dice.random() < 0.35:
        contact.subtopics = [dice.choice(BY_TOPIC[contact.main_topic]).value]
    if contact.relatives and dice.random() < 0.8:
        contact.children = dice.randint(0, contact.relatives)
    if contact.form == Form.GROUP:
        contact.persons_present = dice.randint(4, 14)


def _groups(office, language) -> dict[str, str]:
    """Groups as they come up in a talk: often none, seldom all."""
    dice = office.random
    country = _code(office, COUNTRIES[language])
    all_of_them = {
        "gender": _code(office, {Gender.FEMALE: 55, Gender.MALE: 44, Gender.DIVERSE: 1}),
        "age_group": _code(office, AGES),
        "country_group": country,
        "status_group": _code(office, STATUSES.get(country, OTHER_STATUSES)),
        "german_level": _code(office, LEVELS),
        "stay": _code(office, STAYS),
        "district": _code(office, DISTRICTS),
    }
    known = {"gender": 0.8, "age_group": 0.65, "country_group": 0.6, "german_level": 0.4}
    return {
        name: value for name, value in all_of_them.items() if dice.random() < known.get(name, 0.3)
    }


def _open_cases(office, counsellors, days) -> dict[User, list[Case]]:
    """Sixty cases over the whole time, taken in turns."""
    cases: dict[User, list[Case]] = {user: [] for user in counsellors}
    for number, day in enumerate(sorted(office.random.sample(days[:-8], CASES))):
        user = counsellors[number % len(counsellors)]
        language = _code(office, LANGUAGES)
        case = Case(
            responsible=user,
            opened_on=day,
            status=CaseStatus.COUNSELLING,
            language=language,
            concern=office.random.choice(CONCERNS),
            **_groups(office, language),
        )
        cases[user].append(actions.open_case(case, by=user))
    return cases


def _case_contacts(office, user, cases, days) -> list[Contact]:
    dice, contacts = office.random, []
    for number, case in enumerate(cases):
        end = case.opened_on + datetime.timedelta(days=dice.randint(60, 420))
        later = [day for day in days if case.opened_on < day <= end]
        # One old case is forgotten, so that the agenda asks about it.
        count = 0 if number == 0 else min(dice.randint(2, 9), len(later))
        for place, day in enumerate([case.opened_on, *sorted(dice.sample(later, count))]):
            contact = _contact(office, user, day)
            contact.case, contact.language = case, case.language or Language.DEU
            for name in ATTRIBUTES:  # not those of somebody else
                setattr(contact, name, getattr(case, name))
            contact.form = Form.ACCOMPANY if place else Form.FIRST
            contact.first_contact = not place
            contact.channel = _code(office, {"termin": 6, "tel": 2, "mail": 1, "begl": 1})
            if dice.random() < 0.3:
                contact.note = dice.choice(NOTES)
            contacts.append(contact)
    return contacts


def _settle_old_follow_ups(office, contacts):
    """All but the latest ones are done; a few wait and some of them are overdue."""
    border = office.today - datetime.timedelta(days=18)
    for user, logged in contacts.items():
        for contact in logged:
            if contact.waits_for_follow_up and contact.follow_up < border:
                actions.finish_follow_up(contact, by=user)


def _close_some(office, cases, days):
    dice = office.random
    for user, own in cases.items():
        for case in own[1 : len(own) // 3]:
            last = case.contacts.newest_first().first()
            day = max(case.opened_on, last.day) + datetime.timedelta(days=dice.randint(5, 40))
            if day <= office.today and dice.random() < 0.93:
                actions.close_case(case, on=day, reason=_reason(office), by=user)
        for case in own[len(own) // 3 :]:
            case.refresh_from_db()
            case.status = _code(
                office,
                {"in_beratung": 5, "wartet_kurs": 2, "wartet_behoerde": 2, "wartet_klient": 1},
            )
            actions.change_case(case, by=user)


def _reason(office):
    reasons = {ClosingReason.REACHED: 5, ClosingReason.PARTLY: 2, ClosingReason.PASSED_ON: 2}
    return _code(office, reasons | {ClosingReason.MOVED: 1, ClosingReason.LOST: 1})


def _let_deputies_in(office, cases, counsellors):
    """Each lets the other into the cases of the last weeks, one for good and some for a holiday."""
    for user, colleague in (counsellors, counsellors[::-1]):
        for number, case in enumerate(cases[user][-4:]):
            since = max(case.opened_on, office.today - datetime.timedelta(days=3))
            until = None if number == 0 else since + datetime.timedelta(days=21)
            deputy = CaseDeputy(case=case, user=colleague, since=since, until=until)
            actions.add_deputy(deputy, by=user)
