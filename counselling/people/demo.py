"""Names in the demo office: invented people with consents, one of whom has changed her mind. All
surnames are made of "Muster" and "Beispiel", all addresses end in demo.example."""

import datetime

from counselling.consents import giving, texts, withdrawing
from counselling.models import Case, Consent, ConsentForm, ConsentText, Person, Purpose
from counselling.people import actions
from integration_office import demo
from integration_office.codes import Language
from network.models import Organisation


# First and last name, in the script of the passport, nationalities, born in, here since.
PEOPLE = [
    ("Amira", "Al-Muster", "أميرة المستر", "SY", 1991, 2016),
    ("Oleksandr", "Musterenko", "Олександр Мустеренко", "UA", 1984, 2022),
    ("Reza", "Beispielzade", "رضا", "IR", 1979, 2014),
    ("", "Şêrko", "شێرکۆ", "IQ,DE", None, 2012),
    ("Fatma", "Mustergil", "", "TR", 1968, 1995),
    ("Natalia", "Beispielowa", "Наталія Бейспільова", "UA", 1995, 2022),
    ("Mohammad", "Musteri", "محمد", "AF", 1999, 2021),
    ("Ioana", "Beispielescu", "", "RO", 1988, 2019),
    ("Yusuf", "Musterabdi", "", "SO", 2001, 2023),
    ("Anna", "Musterska", "", "PL", 1975, 2010),
]


@demo.step(52)
def fill(office: demo.Office) -> None:
    """Counselling: names, consents, one withdrawal"""
    texts.load()
    users = [office.users["koordination"], office.users["beratung"]]
    recipient = Organisation.objects.current().order_by("pk").first()
    for user in users:
        cases = list(Case.objects.running().filter(responsible=user).order_by("-opened_on"))
        for number, case in enumerate(cases[:5]):
            person = _person(PEOPLE[(number + 5 * users.index(user)) % len(PEOPLE)])
            case = actions.name_person(case, person, _consent(case, Purpose.FILE), by=user)
            if number == 1 and recipient is not None:
                told = _consent(case, Purpose.DISCLOSURE)
                told.recipient, told.about = recipient, "Name, Deutschniveau, Kurswunsch"
                giving.give(told, by=user)
    last = Case.objects.filter(person__isnull=False, responsible=users[0]).order_by("pk").first()
    if last is not None:
        withdrawing.withdraw(last.consents.get(purpose=Purpose.FILE), by=users[0])


def _person(said):
    first, last, written, nationalities, born, arrived = said
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
    )


def _consent(case: Case, purpose: str) -> Consent:
    current = ConsentText.objects.current().filter(purpose=purpose)
    text = current.filter(language=case.language).first() or current.get(language=Language.DEU)
    given_on: datetime.date = case.opened_on
    return Consent(
        case=case, purpose=purpose, text=text, form=ConsentForm.WRITTEN, given_on=given_on
    )
