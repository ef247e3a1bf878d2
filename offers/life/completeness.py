"""What an offer still lacks before people can be sent there (domain/01, B1).

Little is needed, so that a small association can publish in two minutes: what it is, its field of
action, when, where, and a way to get in touch. Everything else is only advised.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from offers.codes import WITHOUT_PLACE, Kind, Known, Registration
from offers.models import Offer


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: the field of the form where it is entered, what to do, and
    whether the offer can be published without it."""

    field: str
    sentence: str
    needed: bool


def missing(offer: Offer) -> list[Gap]:
    """What `offer` lacks, the needed first, each with its form field."""
    return [
        *(Gap(field, sentence, needed=True) for field, sentence in _needed(offer)),
        *(Gap(field, sentence, needed=False) for field, sentence in _advised(offer)),
    ]


def check(offer: Offer) -> None:
    """Refuse an offer that lacks something needed, with a sentence for each."""
    sentences = [sentence for _field, sentence in _needed(offer)]
    if sentences:
        raise ValidationError([_("This is still missing:"), *sentences])


def needed_of(pk: int) -> dict[str, str]:
    """What offer `pk` lacks of the needed as it is stored: form fields and their sentences."""
    return dict(_needed(Offer.objects.select_related("provider").get(pk=pk)))


def check_kept(pk: int, before: Collection[str]) -> None:
    """Refuse a change that took from an offer in the catalogue what it needs there, at the field
    where it stood. What was missing `before`, of a list taken in, is nobody's fault now."""
    if taken := {field: said for field, said in needed_of(pk).items() if field not in before}:
        raise ValidationError(taken)


def _needed(offer: Offer) -> Iterator[tuple[str, str]]:
    if not (offer.short_text or offer.description):
        yield "description", _("Say in one or two sentences what it is.")
    if not offer.fields_of_action:
        yield "fields_of_action", _("Choose at least one field of action.")
    if not _says_when(offer):
        yield (
            "schedule_text",
            _("Say when it takes place: times, a few words, or “by appointment”."),
        )
    if not (offer.location_id or offer.place or offer.format in WITHOUT_PLACE):
        yield "place", _("Say where it takes place, or that it is online or by telephone.")
    if not _says_whom_to_ask(offer):
        yield "contact_phone", _("Say how to get in touch: phone, e-mail, website or an address.")


def _advised(offer: Offer) -> Iterator[tuple[str, str]]:
    if offer.kind == Kind.OTHER:
        yield "kind", _("Choose the kind, if one fits.")
    if not (offer.target_groups or offer.target_group):
        yield "target_groups", _("Say for whom it is.")
    if not offer.languages:
        yield "languages", _("Say in which languages it is held.")
    if offer.is_free == Known.UNKNOWN and not offer.cost_text and offer.price is None:
        yield "is_free", _("Say what it costs.")
    if offer.registration == Registration.UNKNOWN:
        yield "registration", _("Say whether one has to register.")


def _says_when(offer):
    return offer.schedule_text or offer.by_appointment or offer.schedules.exists()


def _says_whom_to_ask(offer):
    own = (offer.contact_phone, offer.contact_email, offer.registration_contact)
    web = (offer.website, offer.appointment_url)
    provider = offer.provider
    return any((*own, *web, provider.phone, provider.email, provider.website, provider.address))
