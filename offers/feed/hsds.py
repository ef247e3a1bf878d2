"""The catalogue as open data: an offer and its provider in the words of HSDS 3.0 (Human Services
Data Specification, openreferral.org), as plain dictionaries.

Nothing personal leaves the house: no contact person, no number or address to register at; phone
and e-mail are those of the organisation. Fields without a value are left out, as the schema wants.
"""

import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.codes import Language
from network.models import Organisation
from offers.codes import BarrierFree, Interpreting, Known, Registration, Status, Via
from offers.feed.hsds_ids import Json, Publisher, part_id, term, term_id
from offers.feed.hsds_rules import clock, offset_hours, rule_fields
from offers.models import Location, Offer, Schedule
from offers.times.schedule_words import in_words


def filled(fields: Json) -> Json:
    """Without what says nothing: the schema knows no null, and an empty text is no fact."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


def moment(at: datetime.datetime) -> str:
    """ "2026-03-15T10:30:45.123Z" """
    return at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Organisations


def organisation(provider: Organisation, publisher: Publisher) -> Json:
    """The fields of one row of the list of organisations."""
    return filled(
        {
            "id": publisher.id_of("organisation", provider.pk),
            "name": provider.name,
            "alternate_name": provider.short_name,
            "email": provider.email,
            "website": provider.website,
        }
    ) | {"description": provider.task or provider.name}


def full_organisation(
    provider: Organisation, offers: Iterable[Offer], publisher: Publisher
) -> Json:
    """The organisation with phone, address and the names of its published `offers`."""
    whole = organisation(provider, publisher)
    location = filled(
        {
            "id": part_id(whole["id"], "address"),
            "location_type": "physical",
            "name": provider.name,
            "addresses": _addresses(part_id(whole["id"], "address"), provider, publisher),
        }
    )
    services = [
        {"id": publisher.id_of("offer", offer.pk), "name": offer.title, "status": _status(offer)}
        for offer in offers
    ]
    return whole | filled(
        {
            "phones": _phones(provider, whole["id"]),
            "locations": [location] if "addresses" in location else [],
            "services": services,
        }
    )


def _phones(provider: Organisation, organisation_id: str) -> list[Json]:
    if not provider.phone:
        return []
    number = {"number": provider.phone, "type": "voice", "organization_id": organisation_id}
    return [{"id": part_id(organisation_id, "phone")} | number]


def _addresses(
    location_id: str, place: Organisation | Location, publisher: Publisher
) -> list[Json]:
    """A postal address; only where the street is known. Outside the town the Land is not known."""
    if not place.street:
        return []
    city = place.city or publisher.town
    return [
        {
            "id": part_id(location_id, "postal"),
            "location_id": location_id,
            "address_1": place.street,
            "city": city,
            "state_province": publisher.land if city == publisher.town else "",
            "postal_code": place.postcode,
            "country": "DE",
            "address_type": "physical",
        }
    ]


# Services


STATUSES = {Status.PUBLISHED: "active", Status.PAUSED: "temporarily closed"}


def _status(offer: Offer) -> str:
    return STATUSES.get(Status(offer.status), "inactive")


def service(offer: Offer, publisher: Publisher) -> Json:
    """The one-to-one fields of an offer, as the list of services has them."""
    provider = organisation(offer.provider, publisher)
    return filled(
        {
            "id": publisher.id_of("offer", offer.pk),
            "organization_id": provider["id"],
            "name": offer.title,
            "description": offer.description or offer.short_text,
            "url": offer.website,
            "email": offer.provider.email,
            "status": _status(offer),
            "interpretation_services": _interpreting(offer),
            "application_process": _way_in(offer),
            "fees_description": offer.cost,
            "eligibility_description": _eligibility(offer),
            "minimum_age": offer.age_from,
            "maximum_age": offer.age_to,
            "assured_date": offer.confirmed_on and offer.confirmed_on.isoformat(),
            "assurer_email": _assurer(offer, publisher),
            "last_modified": moment(last_modified(offer)),
            "organization": provider,
        }
    )


def last_modified(offer: Offer) -> datetime.datetime:
    """When the offer or what belongs to it (provider, place) was changed last."""
    related = [offer.provider, *([offer.location] if offer.location else [])]
    return max(row.changed_at for row in (offer, *related))


def _assurer(offer: Offer, publisher: Publisher) -> str:
    if not offer.confirmed_on:
        return ""
    by_office = offer.confirmed_via == Via.OFFICE
    return publisher.email if by_office else offer.provider.email


def _interpreting(offer: Offer) -> str:
    if offer.interpreting in (Interpreting.UNKNOWN, Interpreting.NO):
        return ""
    names = [str(Language(code).label) for code in offer.interpreting_languages]
    return ": ".join(filter(None, [offer.get_interpreting_display(), ", ".join(names)]))


def _way_in(offer: Offer) -> str:
    """How clients get in. Where to register is a person's number often enough: it stays here."""
    word = "" if offer.registration == Registration.UNKNOWN else offer.get_registration_display()
    registering = _("Registration: %(word)s.") % {"word": word} if word else ""
    return "\n".join(filter(None, [registering, offer.access_for_clients]))


def _eligibility(offer: Offer) -> str:
    level = offer.level and _("German level: %(level)s.") % {"level": offer.level}
    status = offer.residence_in_words
    hint = status and _("Residence status (hint): %(status)s.") % {"status": status}
    parts = [offer.for_whom, level, offer.admission_conditions, hint]
    return "\n".join(filter(None, parts))


def full_service(offer: Offer, publisher: Publisher) -> Json:
    """The offer with everything that belongs to it: place, times, languages, costs, papers."""
    whole = service(offer, publisher)
    key = whole["id"]
    schedules = _schedules(offer, key)
    return whole | filled(
        {
            "phones": _phones(offer.provider, whole["organization_id"]),
            "schedules": schedules,
            "service_at_locations": _at_locations(offer, key, schedules, publisher),
            "languages": _languages(offer.languages, key),
            "funding": _texts(key, "funding", "source", offer.funding),
            "cost_options": _costs(offer, key),
            "required_documents": _texts(key, "papers", "document", offer.what_to_bring),
            "attributes": _attributes(offer, key),
        }
    )


def _texts(key: str, part: str, field: str, text: str) -> list[Json]:
    return [{"id": part_id(key, part), "service_id": key, field: text}] if text else []


def _languages(codes: Iterable[str], key: str) -> list[Json]:
    return [
        {
            "id": part_id(key, f"language {code}"),
            "service_id": key,
            "name": str(Language(code).label),
            "code": code,
        }
        for code in codes
    ]


def _costs(offer: Offer, key: str) -> list[Json]:
    cost: Json = {"id": part_id(key, "cost"), "service_id": key, "currency": "EUR"}
    note = {"amount_description": "; ".join(filter(None, [offer.cost_text, offer.exemption_note]))}
    if offer.is_free == Known.YES:
        return [filled(cost | {"option": _("free of charge")} | note) | {"amount": 0}]
    if offer.price is not None:
        return [filled(cost | note) | {"amount": float(offer.price)}]
    return []


def _attributes(offer: Offer, key: str) -> list[Json]:
    codes = [("handlungsfeld", code) for code in offer.fields_of_action]
    codes.append(("angebotsart", offer.kind))
    codes += [("zielgruppe", code) for code in offer.target_groups]
    return [
        {
            "id": part_id(key, f"{taxonomy} {code}"),
            "link_id": key,
            "link_entity": "service",
            "link_type": taxonomy,
            "taxonomy_term_id": term_id(taxonomy, code),
            "taxonomy_term": term(taxonomy, code),
        }
        for taxonomy, code in codes
    ]


# Times and places


def _schedules(offer: Offer, key: str) -> list[Json]:
    """A schedule for each rule and each extra day, with its words; then what no rule can say."""
    today = timezone.localdate()
    by_rule = [
        entry
        for row in offer.schedules.all()
        for entry in _schedule(row, key, in_words(row, today))
    ]
    words = [offer.schedule_text, _("by appointment") if offer.by_appointment else ""]
    in_words_only = [
        {"id": part_id(key, f"words {said}"), "service_id": key, "description": said}
        for said in dict.fromkeys(filter(None, words))
    ]
    return list(filter(None, (_within(offer, one) for one in by_rule + in_words_only)))


def _within(offer: Offer, schedule: Json) -> Json:
    """The same schedule as long as the offer itself is valid; nothing where none of it is left."""
    first, last = offer.first_valid_day, offer.last_valid_day
    days = [schedule.get("valid_from"), first and first.isoformat()]
    begins = max(filter(None, days), default="")
    days = [schedule.get("valid_to"), last and last.isoformat()]
    ends = min(filter(None, days), default="")
    is_single_day = schedule.get("count") == 1
    if (ends and ends < begins) or (is_single_day and schedule["dtstart"] < begins):
        return {}
    has_rule = "freq" in schedule and "count" not in schedule
    until = {"until": ends} if has_rule else {}
    return schedule | filled({"valid_from": begins, "valid_to": ends} | until)


def _schedule(row: Schedule, key: str, description: str) -> list[Json]:
    said = _days(row, row.starts_on, rule_fields(row.rule, row.starts_on) or {})
    if row.until:
        said |= {"valid_to": row.until.isoformat(), "until": row.until.isoformat()}
    words = {"service_id": key, "description": description}
    extra = [
        {"id": part_id(key, f"schedule {row.pk} {day}")}
        | words
        | _days(row, day, rule_fields("", day) or {})
        for day in row.extra_days
    ]
    own = {"id": part_id(key, f"schedule {row.pk}")} | words | said
    return [own | filled({"notes": _exceptions(row)}), *extra]


def _days(row: Schedule, day: datetime.date, rule: Json) -> Json:
    times = {
        "opens_at": row.start_time and clock(day, row.start_time),
        "closes_at": row.end_time and clock(day, row.end_time),
    }
    first = {"valid_from": day.isoformat(), "dtstart": day.isoformat()}
    return first | {"timezone": offset_hours(day, row.start_time)} | filled(times) | rule


def _exceptions(row: Schedule) -> str:
    """What HSDS has no field for."""
    said = [
        _("not in the school holidays") if row.except_school_holidays else "",
        _("not on public holidays") if row.except_public_holidays else "",
        *[_("not on %(day)s") % {"day": f"{day:%d.%m.%Y}"} for day in row.exception_days],
        row.note,
    ]
    return "; ".join(filter(None, said))


def _at_locations(
    offer: Offer, key: str, schedules: list[Json], publisher: Publisher
) -> list[Json]:
    location = _location(offer, key, publisher)
    if not location:
        return []
    at = part_id(key, "place")
    here = [
        schedule | {"id": part_id(at, schedule["id"]), "service_at_location_id": at}
        for schedule in schedules
    ]
    return [
        filled(
            {
                "id": at,
                "service_id": key,
                "location_id": location["id"],
                "description": offer.where,
                "location": location,
                "schedules": here,
            }
        )
    ]


def _location(offer: Offer, key: str, publisher: Publisher) -> Json:
    """A place of the list with address and coordinates, or one that is known in words only."""
    if offer.location is None:
        if not offer.place:
            return {}
        return {"id": part_id(key, "room"), "location_type": "physical", "name": offer.place}
    place = offer.location
    location_id = publisher.id_of("location", place.pk)
    return filled(
        {
            "id": location_id,
            "location_type": "physical",
            "name": place.name,
            "transportation": place.how_to_get_there,
            "latitude": None if place.latitude is None else float(place.latitude),
            "longitude": None if place.longitude is None else float(place.longitude),
            "addresses": _addresses(location_id, place, publisher),
            "accessibility": _accessibility(offer, place, location_id),
        }
    )


def _accessibility(offer: Offer, place: Location, location_id: str) -> list[Json]:
    """What the offer says about barriers; where it says nothing, what the place says."""
    said = offer if offer.barrier_free != BarrierFree.UNKNOWN or offer.barrier_note else place
    if said.barrier_free == BarrierFree.UNKNOWN and not said.barrier_note:
        return []
    known = said.barrier_free != BarrierFree.UNKNOWN
    word = _("Barrier-free: %(word)s") % {"word": said.get_barrier_free_display()} if known else ""
    fields = {
        "description": word or said.barrier_note,
        "details": said.barrier_note if word else "",
    }
    own = {"id": part_id(location_id, "accessibility"), "location_id": location_id}
    return [own | filled(fields)]
