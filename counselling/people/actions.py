"""Giving a case a name, and changing what is known of the person. No name without a consent."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.consents import giving
from counselling.models import NO_ATTRIBUTES, Case, Consent, Person
from counselling.parts import lock_open
from counselling.people import index
from counselling.people.facts import groups
from integration_office.audit import record
from integration_office.models import User


@transaction.atomic
def name_person(case: Case, person: Person, consent: Consent | None, *, by: User) -> Case:
    """Let `person`, new or known already, be the one this case is about."""
    locked = lock_open(case.pk)
    if locked.person_id is not None:
        raise ValidationError(_("This case has a name already."))
    if consent is None or not consent.is_for_file or not consent.is_in_force:
        raise ValidationError(
            _(
                "Without a consent no name is stored. You can go on counselling anonymously: the "
                "case keeps its number."
            )
        )
    if person.pk is None:
        person.save()
    index.write(person)
    locked.person = person
    _fill_groups(locked, {}, _facts(person))
    locked.save()
    consent.case = locked
    consent.signed_by = consent.signed_by or person.full_name
    giving.give(consent, by=by)
    record("named", locked, by=by)
    return locked


@transaction.atomic
def separate_person(case: Case, *, by: User) -> Case:
    """Take a wrong "the same person" back: the case gets a person of its own, who has the names and
    nothing else; groups that only said what was known of the other one are not collected again.
    The consent of the case stays with it."""
    locked = lock_open(case.pk)
    person = Person.objects.select_for_update().filter(cases=locked).first()
    if person is None or not person.cases.exclude(pk=locked.pk).exists():
        raise ValidationError(_("No other case is of this person."))
    for name, group in _facts(person).items():
        if getattr(locked, name) == group:
            setattr(locked, name, NO_ATTRIBUTES[name])
    names = ("last_name", "first_name", "other_names")
    own = Person(**{name: getattr(person, name) for name in names})
    own.save()
    index.write(own)
    locked.person = own
    locked.save()
    record("separated", locked, by=by)
    return locked


@transaction.atomic
def change_person(person: Person, case: Case, *, by: User) -> Person:
    """Save what was changed of the person of a case; the groups of the case follow, unless
    somebody has chosen others."""
    locked = lock_open(case.pk)
    before = _facts(Person.objects.get(pk=person.pk))
    person.save()
    index.write(person)
    if _fill_groups(locked, before, _facts(person)):
        locked.save()
    record("changed", person, by=by)
    return person


def _facts(person: Person) -> dict[str, str]:
    return groups(
        birth=person.birth,
        nationalities=person.nationalities,
        arrived_in=person.arrived_in,
        on=timezone.localdate(),
    )


def _fill_groups(case: Case, before: dict[str, str], after: dict[str, str]) -> bool:
    """Fill the groups nobody collected, and those that only said what the facts said before."""
    filled = {
        name: group
        for name, group in after.items()
        if getattr(case, name) in (NO_ATTRIBUTES[name], before.get(name))
        and getattr(case, name) != group
    }
    for name, group in filled.items():
        setattr(case, name, group)
    return bool(filled)
