"""One offer in a client's language: what can be said is translated, what cannot stays German."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from integration_office.codes import GermanLevel
from offers.codes import BarrierFree, Format, Interpreting, Known, Registration
from offers.models import Offer
from offers.paper.handout_labels import Labels, price
from offers.times.rhythms import Rhythm, Said, said_by
from offers.times.schedules import WEEKDAYS, Slot, dayparts


RHYTHMS = {
    Rhythm.WEEKLY: "every_week",
    Rhythm.FORTNIGHTLY: "every_two_weeks",
    Rhythm.MONTHLY: "every_month",
}
DAYPARTS = {"vm": "morning", "nm": "afternoon", "ab": "evening"}
FORMATS = {
    Format.ONLINE: "online",
    Format.HYBRID: "hybrid",
    Format.OUTREACH: "at_home",
    Format.PHONE: "by_phone",
}
REGISTRATIONS = {
    Registration.NEEDED: "registration_yes",
    Registration.NOT_NEEDED: "registration_no",
    Registration.WAITING_LIST: "registration_waiting",
}
BARRIERS = {
    BarrierFree.YES: "barrier_yes",
    BarrierFree.PARTLY: "barrier_partly",
    BarrierFree.NO: "barrier_no",
}
SOUGHT_FIRST = {"when", "where"}
# So long a number, an address or a few words stay in one line.
SHORT = 25
INTERPRETING = {Interpreting.YES: "interpreting_yes", Interpreting.ON_REQUEST: "interpreting_ask"}


@dataclass(frozen=True)
class Line:
    text: str
    is_german: bool = False

    @property
    def is_short(self) -> bool:
        return len(self.text) <= SHORT


@dataclass(frozen=True)
class Fact:
    label: str
    lines: list[Line]
    is_sought_first: bool = False

    @property
    def running(self) -> list[Line]:
        """The lines one after the other; German ones are read from the left as a whole."""
        found: list[Line] = []
        for line in self.lines:
            if found and found[-1].is_german == line.is_german:
                found[-1] = Line(f"{found[-1].text}, {line.text}", line.is_german)
            else:
                found.append(line)
        return found


def german(*texts: str) -> list[Line]:
    """Lines in the provider's own words; empty ones are left out."""
    return [Line(text, is_german=True) for text in texts if text]


def said(*texts: str) -> list[Line]:
    return [Line(text) for text in texts if text]


def marks(offer: Offer, labels: Labels) -> list[str]:
    """What one looks for first, in a word or two each."""
    keys = [
        "free" if offer.is_free == Known.YES else "",
        "costs" if offer.is_free == Known.NO and not offer.price else "",
        REGISTRATIONS.get(offer.registration, ""),
        "by_appointment" if offer.by_appointment else "",
        "women_only" if offer.women_only else "",
        "childcare" if offer.childcare == Known.YES else "",
        BARRIERS.get(barrier_of(offer), ""),
        FORMATS.get(offer.format, ""),
        INTERPRETING.get(offer.interpreting, ""),
    ]
    return [labels[key] for key in keys if key]


def barrier_of(offer: Offer) -> str:
    """What the offer says of itself, else what is known of its location."""
    if offer.barrier_free == BarrierFree.UNKNOWN and offer.location is not None:
        return offer.location.barrier_free
    return offer.barrier_free


def facts(
    offer: Offer,
    labels: Labels,
    *,
    today: datetime.date,
    dates: list[Slot],
    brief: bool,
    is_full: bool = False,
) -> list[Fact]:
    """Everything a client needs to go there, as label and lines; what is not known is left out.

    `brief`: without what the counsellor looked at before picking the offer. On a sheet that
    `is_full` of offers the next date is enough, and a map shows the way."""
    dates = dates[:1] if is_full else dates
    is_regular = any(said_by(one).rhythm in RHYTHMS for one in offer.schedules.all())
    pairs = [
        ("when", when(offer, labels, today, is_full=is_full)),
        ("next_dates", said(*coming_up(dates, labels, is_regular=is_regular))),
        ("where", german(offer.where)),
        ("way", german(offer.location.how_to_get_there if offer.location and not is_full else "")),
        ("cost", cost(offer)),
        ("registration", registering(offer, labels, today)),
        ("access", german(offer.access_for_clients)),
        ("bring", german(offer.what_to_bring)),
        ("phone", german(phone_of(offer))),
    ]
    if not brief or not phone_of(offer):
        pairs.append(("email", german(offer.contact_email)))
    if not brief:
        pairs += [
            ("website", german(shown(offer.website))),
            ("for_whom", for_whom(offer, labels)),
            ("level", said(level(offer, labels))),
            ("languages", said(spoken(offer, labels))),
        ]
    return [Fact(labels[key], lines, key in SOUGHT_FIRST) for key, lines in pairs if lines]


def when(
    offer: Offer, labels: Labels, today: datetime.date, *, is_full: bool = False
) -> list[Line]:
    """The rhythms that can be said in every language, else what the provider wrote."""
    current = [one for one in offer.schedules.all() if one.until is None or one.until >= today]
    rhythms = [(one, said_by(one)) for one in current]
    lines = said(*(rhythm(one, found, labels, is_full=is_full) for one, found in rhythms))
    if not lines or any(found.nths for _schedule, found in rhythms):
        lines += german(offer.schedule_text)
    start, end = offer.first_valid_day, offer.last_valid_day
    if start and start > today:
        lines += said(labels.say("from", date=labels.date(start)))
    if end:
        lines += said(labels.say("until", date=labels.date(end)))
    return lines


def rhythm(schedule, found: Said, labels: Labels, *, is_full: bool) -> str:
    """ "Thursday, in the afternoon, 16:00 to 17:00, every week", "Saturday (1 + 3), every month";
    nothing for single dates. Where there is little room, the hours say which part of the day."""
    if found.rhythm not in RHYTHMS:
        return ""
    hours = labels.hours(schedule.start_time, schedule.end_time)
    parts = [] if is_full and hours else dayparts(schedule.start_time, schedule.end_time)
    numbers = "" if -1 in found.nths else " + ".join(str(nth) for nth in found.nths)
    numbers = numbers and f" ({numbers})"
    return labels.all_of(
        [
            *(labels.weekday(WEEKDAYS.index(day)) + numbers for day in found.weekdays),
            labels[DAYPARTS[parts[0]]] if len(parts) == 1 else "",
            hours,
            labels[RHYTHMS[found.rhythm]],
            labels["not_in_holidays"] if schedule.except_school_holidays else "",
        ]
    )


def coming_up(dates: list[Slot], labels: Labels, *, is_regular: bool) -> Iterator[str]:
    """A line for each date; a single one where a rhythm says weekdays and hours of all of them."""
    if is_regular and len({times(one) for one in dates}) == 1:
        yield " · ".join(labels.day_and_month(one.day) for one in dates)
    else:
        for one in dates:
            yield labels.all_of([labels.day(one.day), labels.hours(*times(one))])


def times(slot: Slot) -> tuple[datetime.time | None, datetime.time | None]:
    start = slot.starts_at.time() if slot.has_time else None
    return start, slot.ends_at.time() if slot.ends_at else None


def cost(offer: Offer) -> list[Line]:
    """What is more than the word "free of charge"."""
    lines = [price(offer.price) if offer.price else "", offer.cost_text, offer.exemption_note]
    return german(*lines)


def registering(offer: Offer, labels: Labels, today: datetime.date) -> list[Line]:
    lines = german(offer.registration_contact, shown(offer.appointment_url))
    last = offer.registration_deadline
    if last is None:
        return lines
    label = "until_over" if last < today else "until"
    return said(labels.say(label, date=labels.date(last))) + lines


def for_whom(offer: Offer, labels: Labels) -> list[Line]:
    """Target groups by their translated names; without any what the provider wrote."""
    groups = labels.all_of(labels[f"group_{code}"] for code in offer.target_groups)
    ages = reaching(offer.age_from, offer.age_to, "age", labels)
    lines = said(labels.all_of([groups, ages]))
    return lines if groups else lines + german(offer.target_group)


def level(offer: Offer, labels: Labels) -> str:
    low, high = offer.german_level_from, offer.german_level_to
    if low == GermanLevel.NONE:
        low = ""
        if not high:
            return labels["no_german"]
    return low if low and low == high else reaching(low, high, "level", labels)


def reaching(low, high, word: str, labels: Labels) -> str:
    """ "from 6 to 11", "from 6", "up to 11" in the words for age or level; zero is a number."""
    has_low, has_high = low not in (None, ""), high not in (None, "")
    if has_low and has_high:
        return labels.say(f"{word}_range", low=low, high=high)
    if has_low:
        return labels.say(f"{word}_from", low=low)
    return labels.say(f"{word}_to", high=high) if has_high else ""


def spoken(offer: Offer, labels: Labels) -> str:
    """In which languages it is held, and into which somebody interprets."""
    codes = dict.fromkeys([*offer.languages, *offer.interpreting_languages])
    return labels.all_of(labels.language(code) for code in codes)


def phone_of(offer: Offer) -> str:
    """That of the offer, else that of its provider: a client has to reach somebody."""
    return offer.contact_phone or offer.provider.phone


def shown(url: str) -> str:
    """An address as people type it."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
