"""The catalogue of the demo office: the list of Wedel, confirmed by its providers over the year."""

import datetime

from integration_office import demo
from network.models import Organisation
from offers import actions
from offers.codes import Status, Via
from offers.courses import actions as course_actions
from offers.demo import catalogue as invented
from offers.demo import needs as demo_needs
from offers.demo import review as demo_review
from offers.demo import silence as demo_silence
from offers.models import Course, Location, Offer, Schedule
from offers.times import school_holidays
from offers.trust import inquiring


PERIOD = 180


@demo.step(20)
def fill(office: demo.Office) -> None:
    """Offers and their confirmations"""
    school_holidays.begin_with_the_list()
    offers = Offer.objects.order_by("pk")
    # The office took in its list on its first day.
    offers.filter(status=Status.PUBLISHED).update(published_on=office.first_day)
    _give_addresses()
    for offer in offers.published():
        for days_ago in _confirmations(office):
            day = office.today - datetime.timedelta(days=days_ago)
            actions.confirm(offer, by=None, via=Via.LINK, on=max(day, office.first_day))
    _end_and_pause(office)
    _partners_offers(office)
    _full_offers(office)
    demo_silence.fill(office)
    demo_needs.fill(office)
    demo_review.fill(office)
    said = Offer.objects.in_catalogue().counted(office.today)
    office.say("  " + ", ".join(f"{word}: {count}" for word, count in said.items()))


def _give_addresses():
    """Demo addresses for the providers, whose real ones the list does not have."""
    for provider in Organisation.objects.filter(offers__isnull=False, email="").distinct():
        provider.email = f"anbieter{provider.pk}@demo.example"
        provider.save()


def _confirmations(office) -> list[int]:
    """How many days ago a provider confirmed an offer, the oldest first."""
    dice, chance = office.random, office.random.random()
    if chance < 0.07:
        return []
    if chance < 0.19:
        return [dice.randint(PERIOD + 5, 2 * PERIOD)]
    last = dice.randint(PERIOD - 13, PERIOD - 1) if chance < 0.31 else dice.randint(3, 150)
    return [last + PERIOD + dice.randint(-20, 10), last]


def _end_and_pause(office):
    """Old offers end, some pause: a catalogue that nobody touches would not be true."""
    koordination = office.users["koordination"]
    old = Offer.objects.published().filter(source_as_of__lt="2016").order_by("pk")
    for number, offer in enumerate(old[:9]):
        if number < 6:
            days = office.random.randint(20, (office.today - office.first_day).days - 1)
            actions.end(offer, by=None, on=office.today - datetime.timedelta(days=days))
        else:
            actions.pause(offer, by=koordination)


def _partners_offers(office):
    """The demo partner has something to do: an offer that is due, a draft, and a mail."""
    partner = office.users["partner"]
    own = Organisation.objects.of(partner).order_by("pk").first()
    if own is None:
        return
    offers = Offer.objects.published().filter(provider=own).order_by("pk")
    for offer, days_ago in zip(offers, (PERIOD - 6, PERIOD + 12), strict=False):
        day = office.today - datetime.timedelta(days=days_ago)
        actions.confirm(offer, by=partner, via=Via.LOGIN, on=day)
    draft = Offer(
        title="Elterncafé am Nachmittag",
        provider=own,
        kind="familie",
        fields_of_action=["FAM"],
        description="Eltern kommen ins Gespräch, Kinder spielen nebenan.",
        languages=["deu", "tur"],
    )
    thursdays = Schedule(
        starts_on=office.today,
        rule="FREQ=WEEKLY;BYDAY=TH",
        start_time=datetime.time(15),
        end_time=datetime.time(17),
        except_school_holidays=True,
    )
    actions.take_up(draft, by=partner, schedules=[thursdays])
    if offers.exists():
        inquiring.ask(own, partner.email, by=office.users["koordination"])


def _full_offers(office):
    """Invented providers whose offers say everything, published and confirmed by them."""
    providers, places = _invented_providers(), _invented_places()
    for number, facts in enumerate(invented.OFFERS):
        facts = dict(facts)
        schedules = [Schedule(starts_on=office.first_day, **one) for one in facts.pop("schedules")]
        course, interval = facts.pop("course", None), facts.pop("interval", 6)
        offer = Offer(
            **facts
            | {"provider": providers[facts["provider"]], "confirm_every": interval}
            | {"location": places.get(facts.get("location"))}
        )
        if offer.free_places is not None:
            offer.free_places_checked_on = office.today - datetime.timedelta(days=9)
        actions.take_up(offer, by=office.users["koordination"], schedules=schedules)
        if course:
            _give_course(office, offer, course)
        started = office.first_day + datetime.timedelta(days=20 + number)
        actions.publish(offer, by=office.users["koordination"], via=Via.OFFICE, on=started)
        told = office.today - datetime.timedelta(days=5 + 11 * number)
        actions.confirm(offer, by=None, via=Via.LINK, on=max(told, started))


def _invented_providers():
    made = {}
    for name, short_name, kind, street in invented.PROVIDERS:
        provider = Organisation(name=name, short_name=short_name, kind=kind, street=street)
        provider.postcode, provider.city = "22880", "Wedel"
        provider.email = f"erfunden{len(made) + 1}@demo.example"
        provider.full_clean()
        provider.save()
        made[name] = provider
    return made


def _invented_places():
    made = {}
    for facts in invented.LOCATIONS:
        place = Location(postcode="22880", city="Wedel", **facts)
        place.full_clean()
        place.save()
        made[place.name] = place
    return made


def _give_course(office, offer, facts):
    course = Course(offer=offer, counted_on=office.today - datetime.timedelta(days=4), **facts)
    course.starts_on = office.today - datetime.timedelta(days=60)
    course.ends_on = office.today + datetime.timedelta(days=200)
    course_actions.note(course, by=office.users["koordination"])
