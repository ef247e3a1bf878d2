"""What people missed in the demo office: some needs are new, some read, some answered."""

import datetime

from network.models import Organisation
from offers.codes import NeedSource
from offers.coverage import need_actions
from offers.models import Offer, UnmetNeed


EVENING = {"dayparts": ["ab"]}
# Who saw it, what was missing, for how many, and how long ago.
NEEDS = [
    (
        "beratung",
        "Deutschkurs A1 am Abend mit Kinderbetreuung",
        {"german_level": "A1", "target_groups": ["frauen", "kleinkind"], "childcare": "ja"}
        | {"people": 9, "field_of_action": "SPR", "weekdays": ["di", "do"], **EVENING},
        70,
    ),
    (
        "beratung",
        "B1-Kurs am Abend für Menschen in Schichtarbeit",
        {"german_level": "B1", "target_groups": ["alle"], "people": 14, **EVENING}
        | {"field_of_action": "SPR"},
        45,
    ),
    (
        "koordination",
        "Schwimmkurs für Frauen ohne Vorkenntnisse",
        {"target_groups": ["frauen"], "people": 7, "field_of_action": "TEI", "source": "ak"}
        | {"weekdays": ["sa"], "dayparts": ["vm"]},
        120,
    ),
    (
        "beratung",
        "Hilfe bei der Wohnungssuche auf Dari oder Farsi",
        {"target_groups": ["gefluechtet"], "languages": ["prs", "pes"], "people": 5}
        | {"field_of_action": "WOH"},
        20,
    ),
    (
        "koordination",
        "Alphabetisierung am Nachmittag, solange die Kinder im Hort sind",
        {"target_groups": ["alpha"], "people": 6, "field_of_action": "SPR", "dayparts": ["nm"]},
        200,
    ),
    (
        "koordination",
        "Fahrdienst zum Kurs im Nachbarort",
        {"target_groups": ["senioren"], "people": 3, "field_of_action": "SON"},
        150,
    ),
    (
        "partner",
        "Nachhilfe in Mathematik vor den Abschlussprüfungen",
        {"target_groups": ["jugend"], "people": 4, "field_of_action": "BIL", "dayparts": ["nm"]},
        6,
    ),
]


def fill(office):
    """Report, read and answer them as the office would."""
    koordination = office.users["koordination"]
    needs = [_reported(office, *said) for said in NEEDS]
    for need in needs[:-2]:
        need_actions.check(need, by=koordination)
    offer = Offer.objects.published().filter(facets__contains=["field:TEI"]).order_by("pk").first()
    if offer:
        need_actions.answer_with_offer(needs[2], offer, by=koordination)
    need_actions.answer_with_measure(
        needs[4], None, remark="Die vhs prüft einen Kurs ab Frühjahr.", by=koordination
    )
    need_actions.give_up(
        needs[5], remark="Dafür gibt es kein Fahrzeug und kein Geld.", by=koordination
    )


def _reported(office, who, text, facts, days_ago):
    user = office.users[who]
    source = NeedSource.CONTACT if who == "beratung" else NeedSource.OFFICE
    need = UnmetNeed(text=text, source=source)
    if who == "partner":
        need.organisation = Organisation.objects.of(user).order_by("pk").first()
        need.source = NeedSource.PARTNER
    for name, value in facts.items():
        setattr(need, name, value)
    need.reported_on = office.today - datetime.timedelta(days=days_ago)
    return need_actions.report(need, by=user)
