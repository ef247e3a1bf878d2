"""The facts of an offer as plain JSON: taken, put back, and two states of them in words.

Versions, proposed changes, copies and restoring share this one way. A row that is pointed at keeps
its name beside its key, so that an old state can be read when that row is gone.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from integration_office.lists import text
from integration_office.partial_dates import PartialDateField, spoken
from integration_office.records import RECORD_FIELDS
from offers.codes import Known
from offers.models import Course, Offer, Schedule
from offers.models.facts import FACTS, PERSONAL_FACTS
from offers.times import schedule_words


type Facts = dict[str, Any]

PARTNERS, SCHEDULES, COURSE = "cooperation_partners", "schedules", "course"
PARTS = (PARTNERS, SCHEDULES, COURSE)
# Providers read versions too: what the team notes for itself is no fact of the offer.
KEPT = (FACTS | {"confirm_every"}) - {"internal_note"}
NOTHING = "–"
# From this length on the words that differ are marked.
LONG = 60
ALIKE = 0.4


def _own(model: type[models.Model], left_out: set[str]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


OFFER_FIELDS = [field for field in Offer._meta.concrete_fields if field.name in KEPT]
SCHEDULE_FIELDS = _own(Schedule, {"id", "offer"})
NAMES = [*(field.name for field in OFFER_FIELDS), *PARTS]
COURSE_FIELDS = _own(Course, RECORD_FIELDS | {"offer"})


def facts_of(offer: Offer, *, personal: bool = False) -> Facts:
    """What stands in the database about `offer`, ready for JSON; with the contact data only when
    `personal` is asked for. The offer's own fields are taken from `offer` as it is in memory."""
    facts = {
        field.name: _plain(field, offer)
        for field in OFFER_FIELDS
        if personal or field.name not in PERSONAL_FACTS
    }
    facts[PARTNERS] = [_pointer(row) for row in offer.cooperation_partners.german_order()]
    facts[SCHEDULES] = [
        {field.name: _plain(field, row) for field in SCHEDULE_FIELDS}
        for row in offer.schedules.order_by("starts_on", "start_time", "pk")
    ]
    course = Course.objects.filter(offer=offer).first()
    facts[COURSE] = course and {field.name: _plain(field, course) for field in COURSE_FIELDS}
    return facts


def stored_facts(pk: int, *, personal: bool = False) -> Facts:
    """The facts of offer `pk` as the database has them now."""
    offer = Offer.objects.select_related("provider", "location").get(pk=pk)
    return facts_of(offer, personal=personal)


def _pointer(row):
    return {"pk": row.pk, "name": str(row)}


def _plain(field, row):
    if field.is_relation:
        target = getattr(row, field.name)
        return target and _pointer(target)
    return _json(field, getattr(row, field.attname))


def _json(field, value):
    if isinstance(value, list):
        return [_json(field.base_field, one) for one in value]
    if isinstance(field, models.DecimalField) and value is not None:
        return f"{Decimal(value):.{field.decimal_places}f}"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def _value(field, stored):
    """The other way round: what a row of this field holds for a value from JSON."""
    if field.is_relation:
        return stored and stored["pk"]
    if isinstance(field, ArrayField):
        return [_value(field.base_field, one) for one in stored or []]
    return None if stored is None else field.to_python(stored)


def fill(offer: Offer, facts: Facts) -> Offer:
    """Put the own fields named in `facts` into `offer`, in memory only. Refuses with a sentence
    when a row it points at is gone."""
    errors = {}
    for field in OFFER_FIELDS:
        if field.name in facts:
            value = _value(field, facts[field.name])
            if field.is_relation and value and not _exists(field.related_model, value):
                errors[field.name] = _("“%(name)s” is no longer there. Please choose anew.") % {
                    "name": facts[field.name]["name"]
                }
            else:
                setattr(offer, field.attname, value)
    if errors:
        raise ValidationError(errors)
    return offer


def _exists(model, pk):
    return model._default_manager.filter(pk=pk).exists()


def write_parts(offer: Offer, facts: Facts) -> None:
    """Write what belongs to a saved `offer` beside its own row, as far as `facts` name it:
    partners, schedules, course. What is the same already stays untouched."""
    now = facts_of(offer) if any(name in facts for name in PARTS) else {}
    if _differ(PARTNERS, now, facts):
        keys = [one["pk"] for one in facts[PARTNERS]]
        partners = Offer.cooperation_partners.rel.model.objects.filter(pk__in=keys)
        offer.cooperation_partners.set(partners)
    if _differ(SCHEDULES, now, facts):
        _write_schedules(offer, facts[SCHEDULES])
    if _differ(COURSE, now, facts):
        course = Course.objects.filter(offer=offer).first()
        if facts[COURSE] is not None:
            _save(course or Course(offer=offer), COURSE_FIELDS, facts[COURSE])
        elif course is not None:
            course.delete()


def _write_schedules(offer, wanted):
    """Times that stay the same, or only change, stay the same rows: a calendar that somebody has
    subscribed to keeps its entries."""
    rows, wanted = list(offer.schedules.all()), list(wanted)
    for row in list(rows):
        facts = {field.name: _plain(field, row) for field in SCHEDULE_FIELDS}
        if facts in wanted:
            wanted.remove(facts)
            rows.remove(row)
    for row, stored in zip_longest(rows, wanted):
        if stored is None:
            row.delete()
        else:
            _save(row or Schedule(offer=offer), SCHEDULE_FIELDS, stored)


def _differ(name, now, facts):
    return name in facts and not _same(now[name], facts[name])


def _save(row, fields, stored):
    for field in fields:
        if field.name in stored:
            setattr(row, field.attname, _value(field, stored[field.name]))
    row.full_clean()
    row.save()


@transaction.atomic
def apply(offer: Offer, facts: Facts) -> Offer:
    """Write `facts` over those of `offer`; what they do not name stays. Refuses what is no longer
    valid, each with a sentence."""
    fill(offer, facts)
    offer.full_clean()
    offer.save()
    write_parts(offer, facts)
    return offer


@contextmanager
def as_if(offer: Offer, facts: Facts) -> Iterator[Offer]:
    """Inside, the database looks as if `offer` had these facts; afterwards nothing has happened."""
    with transaction.atomic():
        yield apply(Offer.objects.get(pk=offer.pk), facts)
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Difference:
    """One fact that differs, in words: its name, its label, what it was and what it is; `stood` is
    a third text, where two people have changed it."""

    name: str
    label: str
    before: str
    after: str
    stood: str = ""

    @property
    def pieces_before(self) -> list[tuple[str, bool]]:
        """The text in pieces, with whether a piece is only in this one."""
        return _pieces(self.before, self.after)

    @property
    def pieces_after(self) -> list[tuple[str, bool]]:
        return _pieces(self.after, self.before)


def _pieces(this, other):
    if max(len(this), len(other)) < LONG or NOTHING in (this, other):
        return [(this, False)]
    mine, theirs = this.split(" "), other.split(" ")
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    if matcher.ratio() < ALIKE:  # marks in every line help nobody
        return [(this, False)]
    return [
        (" ".join(mine[start:end]), tag != "equal")
        for tag, start, end, _from, _to in matcher.get_opcodes()
        if end > start
    ]


def differences(before: Facts, after: Facts) -> list[Difference]:
    """What differs between two states, in the order of the form and in words; only facts that both
    name are compared."""
    return [
        Difference(name, label(name), in_words(name, before[name]), in_words(name, after[name]))
        for name in NAMES
        if name in before and name in after and not _same(before[name], after[name])
    ]


def changed(before: Facts, after: Facts) -> set[str]:
    """The names of the facts that differ."""
    return {name for name in before.keys() & after.keys() if not _same(before[name], after[name])}


def _same(one, other):
    """Whether two facts are the same; a row that only got another name is, and so are the same
    codes in another order."""
    return _bare(one) == _bare(other)


def _bare(value):
    if isinstance(value, list):
        parts = [_bare(one) for one in value]
        return sorted(parts) if all(isinstance(one, (str, int)) for one in parts) else parts
    if isinstance(value, dict) and value.keys() == {"pk", "name"}:
        return value["pk"]
    return value


def label(name: str) -> str:
    """What a fact is called."""
    if name == SCHEDULES:
        return _("When")
    named = Course._meta if name == COURSE else Offer._meta.get_field(name)
    return capfirst(str(named.verbose_name))


def says(value: Any) -> bool:
    """Whether a fact says anything; that something is not known says nothing."""
    return value not in (None, "", [], False, Known.UNKNOWN.value)


def in_words(name: str, value: Any) -> str:
    """A fact as people say it; a dash for nothing."""
    if name == PARTNERS:
        return ", ".join(one["name"] for one in value) or NOTHING
    if name == SCHEDULES:
        return "\n".join(_schedule(stored) for stored in value) or NOTHING
    if name == COURSE:
        return _course(value) or NOTHING
    return _say(Offer._meta.get_field(name), value) or NOTHING


def _say(field, value):
    if value in (None, "", []):
        return ""
    if field.is_relation:
        return value["name"]
    if isinstance(field, ArrayField):
        return ", ".join(_say(field.base_field, one) for one in value)
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, PartialDateField):
        return spoken(value)
    return text(field.to_python(value))


def _schedule(stored):
    values = {field.attname: _value(field, stored.get(field.name)) for field in SCHEDULE_FIELDS}
    # As of its first day: exceptions that are over by now differ as well.
    said = schedule_words.in_words(Schedule(**values), values["starts_on"])
    return ", ".join(part for part in (said, values["note"]) if part)


def _course(stored):
    if not stored:
        return ""
    said = ((capfirst(str(f.verbose_name)), _say(f, stored.get(f.name))) for f in COURSE_FIELDS)
    return "\n".join(f"{name}: {words}" for name, words in said if words)
