"""The catalogue as one client needs it: what a talk or a case knows, put into its facets.

Nothing of it stands in an address until the counsellor changes a choice, and then only codes; what
was prefilled is worked out anew each time and kept nowhere.
"""

from collections.abc import Mapping

from counselling.models import ATTRIBUTES, NO_ATTRIBUTES, Case, Contact
from integration_office.codes import AgeGroup, FieldOfAction, Gender, GermanLevel, Language
from integration_office.models import User
from offers.codes import TargetGroup
from offers.models import Offer
from offers.panel import Catalogue


# Says that the choices of the address count, also when there is none of them.
OWN = "own"
# What is given up first when nothing has all of it. The topic stays.
GIVEN_UP = ("group", "language", "level")
AGES = {
    AgeGroup.TO_5: TargetGroup.TODDLERS,
    AgeGroup.TO_11: TargetGroup.CHILDREN,
    AgeGroup.TO_17: TargetGroup.TEENAGERS,
}


class FittingCatalogue(Catalogue):
    """The panel of the catalogue on another page: its links say that somebody chose."""

    def address(self, **changes):
        chosen = super().address(**changes)
        return f"{OWN}=1&{chosen}" if chosen else f"{OWN}=1"


def wishes(contact: Contact | None, case: Case | None) -> dict[str, str]:
    """What to look for, by the names of the catalogue's facets. A course asks for German, all other
    help for the language of the client."""
    known = {name: _known(name, contact, case) for name in ATTRIBUTES}
    topic, language = topic_of(contact, case), _language(contact, case)
    wanted = {"field": topic, "group": _group(known)}
    if topic == FieldOfAction.SPR:
        wanted["level"] = known["german_level"]
    elif language != Language.DEU and known["german_level"] in ("", GermanLevel.NONE, "A1"):
        wanted["language"] = language
    return {key: str(value) for key, value in wanted.items() if value}


def _known(name, contact, case):
    """What the talk says, else what its case does."""
    rows = [row for row in (contact, case) if row is not None]
    said = (getattr(row, name) for row in rows)
    return next((value for value in said if value != NO_ATTRIBUTES[name]), "")


def topic_of(contact, case):
    """That of the talk, or of the last one in the case."""
    if contact is None:
        contact = case.contacts.newest_first().without_note().first()
    return contact.main_topic if contact else ""


def _language(contact, case):
    spoken = case.language if case is not None else ""
    return spoken or (contact.language if contact is not None else "")


def _group(known):
    if known["age_group"] in AGES:
        return AGES[known["age_group"]]
    if known["gender"] == Gender.FEMALE:
        return TargetGroup.WOMEN
    return TargetGroup.SENIORS if known["age_group"] == AgeGroup.FROM_65 else ""


def fitting(
    user: User, wanted: Mapping[str, str], query: Mapping[str, str]
) -> tuple[FittingCatalogue, list[str]]:
    """The offers that fit, and the wishes that were given up because nothing had all of them. Once
    the counsellor chooses, the choices of the address are taken as they are."""
    offers = Offer.objects.visible_to(user).by_name()

    def found(data):
        return FittingCatalogue(data, offers, shape=lambda rows: rows.for_lines())

    if OWN in query:
        return found(query), []
    left, given_up = dict(wanted), []
    for key in GIVEN_UP:
        if key in left and not found(left).qs.exists():
            del left[key]
            given_up.append(key)
    return found(left), given_up
