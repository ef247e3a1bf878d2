"""Names in the demo office: invented people with consents, one of whom has changed her mind. All
surnames are made of "Muster" and "Beispiel", all addresses end in demo.example."""

import datetime

from counselling.actions import change_case
from counselling.codes import PreferredContact
from counselling.consents import giving, texts, withdrawing
from counselling.models import ATTRIBUTES, Case, Consent, ConsentForm, ConsentText, Person, Purpose
from counselling.people import actions
from integration_office import demo
from integration_office.codes import Language, StatusGroup
from network.models import Organisation


# First and last name, in the script of the passport, nationalities, born in, here since; and what
# of the case has to fit: gender, residence, language.
PEOPLE = [
    ("Amira", "Al-Muster", "أميرة المستر", "SY", 1991, 2016, "w", "SCH", "ara"),
    ("Oleksandr", "Musterenko", "Олександр Мустеренко", "UA", 1984, 2022, "m", "UKR", "ukr"),
    ("Reza", "Beispielzade", "رضا", "IR", 1979, 2014, "m", "SCH", "pes"),
    ("", "Şêrko", "شێرکۆ", "IQ,DE", None, 2012, "m", "D", "ckb"),
    ("Fatma", "Mustergil", "", "TR", 1968, 1995, "w", "UNB", "tur"),
    ("Natalia", "Beispielowa", "Наталія Бейспільова", "UA", 1995, 2022, "w", "UKR", "ukr"),
    ("Mohammad", "Musteri", "محمد", "AF", 1999, 2021, "m", "SCH", "prs"),
    ("Ioana", "Beispielescu", "", "RO", 1988, 2019, "w", "EU", "ron"),
    ("Yusuf", "Musterabdi", "", "SO", 2001, 2023, "m", "GES", "som"),
    ("Anna", "Musterska", "", "PL", 1975, 2010, "w", "EU", "pol"),
]


@demo.step(51)
def fill(office: demo.Office) -> None:
    """Counselling: names, consents, one withdrawal"""
    texts.load()
    users = [office.users["koordination"], office.users["beratung"]]
    recipient = Organisation.objects.current().order_by("pk").first()
    for user in users:
        cases = list(Case.objects.running().filter(responsible=user).order_by("-opened_on"))
        for number, case in enumerate(cases[:5]):
            said = PEOPLE[(number + 5 * users.index(user)) % len(PEOPLE)]
            case = _fitting(case, said, today=office.today, by=user)
            case = actions.name_person(case, _person(said), _consent(case, Purpose.FILE), by=user)
            groups = {name: getattr(case, name) for name in ATTRIBUTES}
            case.contacts.update(language=case.language, **groups)
            if number == 1 and recipient is not None:
                told = _consent(case, Purpose.DISCLOSURE)
                told.recipient, told.about = recipient, "Name, Deutschniveau, Kurswunsch"
                giving.give(told, by=user)
    last = Case.objects.filter(person__isnull=False, responsible=users[0]).order_by("pk").first()
    if last is not None:
        withdrawing.withdraw(last.consents.get(purpose=Purpose.FILE), by=users[0])


def _fitting(case, said, *, today, by):
    """What the case knows is of this person; what follows from that, the name brings along."""
    case.gender, case.status_group, case.language = said[6:]
    case.country_group = case.age_group = case.stay = ""
    if case.status_group == StatusGroup.UKRAINE:
        case.residence_until = today + datetime.timedelta(days=60)
    return change_case(case, by=by)


def _person(said):
    first, last, written, nationalities, born, arrived = said[:6]
    return Person(
        first_name=first,
        last_name=last,
        other_names=written,
        nationality_codes=nationalities,
        birth=str(born or ""),
        arrived_in=str(arrived),
        phone="0151 0000000",
        email=f"{last.lower().replace('ş', 's').replace('ê', 'e')}@demo.example",
        address="Musterweg 1, 22880 Wedel",
        preferred_contact=PreferredContact.PHONE,
    )


def _consent(case: Case, purpose: str) -> Consent:
    current = ConsentText.objects.current().filter(purpose=purpose)
    text = current.filter(language=case.language).first() or current.get(language=Language.DEU)
    given_on: datetime.date = case.opened_on
    return Consent(
        case=case, purpose=purpose, text=text, form=ConsentForm.WRITTEN, given_on=given_on
    )
