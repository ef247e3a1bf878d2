"""What is done with offers: taken up, changed, copied, submitted, published, paused, ended,
archived, confirmed."""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.audit import record
from integration_office.models import User
from integration_office.ordering import GermanOrder
from integration_office.permissions import coordinates
from network.models import Organisation
from offers import indexing
from offers.codes import KnownFrom, Status, Via
from offers.life import comparing, completeness, lasting, proposing, versioning
from offers.models import Offer, OfferVersion, ProposedChange, Schedule


# From which status a verb may start.
STARTS = {
    Status.DRAFT: {Status.SUBMITTED},
    Status.SUBMITTED: {Status.DRAFT, Status.ENDED},
    Status.PUBLISHED: {Status.DRAFT, Status.SUBMITTED, Status.PAUSED, Status.ENDED},
    Status.PAUSED: {Status.PUBLISHED},
    Status.ENDED: {Status.PUBLISHED, Status.PAUSED},
    Status.ARCHIVED: {Status.DRAFT, Status.SUBMITTED, Status.ENDED},
}
IN_CATALOGUE = {Status.PUBLISHED, Status.PAUSED}
# What does not go along into a copy: it holds for one round, not for the next. Contact data stays
# out as well, as in every kept version: somebody has to say again whom to call.
ONE_ROUND = {"registration_deadline", "free_places", "free_places_checked_on"}
ONE_ROUND_OF_A_COURSE = {"registered", "waiting", "counted_on", "status"}
MOVED_PAST_THE_OFFICE = gettext_lazy(
    "The office publishes the offers of this organisation. Please submit a new one, or ask the "
    "office to move this one."
)
MOST_LETTERS = Offer._meta.get_field("title").max_length or 0

type Write = Callable[[], object] | None


@transaction.atomic
def take_up(
    offer: Offer,
    *,
    by: User | None,
    partners: Iterable[Organisation] | None = None,
    schedules: Sequence[Schedule] | None = None,
    also: Write = None,
    via: str = "",
) -> Offer:
    """Save a new offer with its times, cooperation partners and what `also()` writes besides, as a
    draft that only the office and its provider see. Of what its provider writes the provider is
    the source."""
    if by is None or not coordinates(by):
        offer.known_from = KnownFrom.PROVIDER
    _save(offer, partners, schedules, also)
    versioning.keep(offer, by=by, via=via)
    record("taken up", offer, by=by, note=via)
    return offer


@transaction.atomic
def change(
    offer: Offer,
    *,
    by: User | None,
    via: Via,
    partners: Iterable[Organisation] | None = None,
    schedules: Sequence[Schedule] | None = None,
    also: Write = None,
    covers: Collection[str] | None = None,
    vouches: bool = True,
) -> Offer:
    """Save the changed facts, `partners` and `schedules` (they stay as they are when none are
    given) and what `also()` writes besides. Whoever changes the facts for the provider has looked
    at all of them: that counts as a confirmation, unless the page showed only a part (`vouches`). A
    colleague who mends a word confirms nothing.
    What a reviewed provider changes waits for the office instead; `covers` are the facts its form
    showed. Refuses to move an offer to a reviewed provider past the office, a reviewed provider who
    rewrites what has ended, and any that empties what an offer in the catalogue needs."""
    stored, parts = _locked(offer), (partners, schedules, also)
    theirs = via != Via.OFFICE and stored.status in IN_CATALOGUE
    _refuse_what_is_still_read(stored, via)
    if theirs and proposing.is_reviewed(stored.provider_id):
        return _propose(stored, offer, parts, covers, vouches=vouches, by=by, via=via)
    if theirs and proposing.is_reviewed(offer.provider_id):
        raise ValidationError({"provider": MOVED_PAST_THE_OFFICE})
    if stored.provider_id != offer.provider_id:
        proposing.settle(stored, by=by)
    versioning.keep_before(stored)
    offer.version = stored.version + 1
    if theirs and vouches:
        _vouch(offer, by=by, via=via)
    _save_whole(stored, offer, parts) if theirs else _save(offer, *parts)
    versioning.keep(offer, by=by, via=via)
    record("changed", offer, by=by, note=via)
    return offer


def _refuse_what_is_still_read(stored, via):
    if via != Via.OFFICE and stored.is_still_read and proposing.is_reviewed(stored.provider_id):
        raise ValidationError(
            _(
                "This offer has ended and can still be read. Please submit it first, or ask the "
                "office to open it again; then you can change it."
            )
        )


def _propose(stored, offer, parts, covers, *, vouches, by, via):
    """What would be saved is saved, looked at, and undone."""
    before = comparing.facts_of(stored, personal=True)
    with transaction.atomic():
        _save_whole(stored, offer, parts)
        after = comparing.stored_facts(offer.pk, personal=True)
        transaction.set_rollback(True)
    proposal = proposing.propose(stored, before, after, by=by, via=via, covers=covers)
    return confirm(stored, by=by, via=via) if vouches and not proposal else stored


@transaction.atomic
def take_over(proposal: ProposedChange, *, seen: int, by: User) -> Offer:
    """Write a proposed change into the offer, over what stands there now, and confirm it in the
    name of who proposed it. `seen` is the version the colleague compared with: refuses when the
    offer has moved on since, or when the change is decided."""
    offer = _locked(proposal.offer)
    proposal = proposing.locked(proposal)
    if offer.version != seen:
        raise ValidationError(
            _("The offer has been changed while you were looking at it. Please compare again.")
        )
    versioning.keep_before(offer)
    offer.version += 1
    day = timezone.localdate(proposal.proposed_at)
    if offer.status in IN_CATALOGUE and (offer.confirmed_on is None or offer.confirmed_on <= day):
        _vouch(offer, by=proposal.proposed_by, via=proposal.via, on=day)
    comparing.apply(offer, proposing.wanted(proposal))
    indexing.refresh([offer])
    versioning.keep(offer, by=proposal.proposed_by, via=proposal.via)
    proposing.note_taken(proposal, by=by)
    return offer


@transaction.atomic
def restore(version: OfferVersion, *, by: User, via: Via) -> Offer:
    """Bring the facts of an earlier version back, as a change of its own; its provider and the
    contact data, which no version keeps, stay as they are. Refuses what is no longer valid."""
    offer = _locked(version.offer)
    facts = {name: fact for name, fact in version.facts.items() if name != "provider"}
    try:
        comparing.fill(offer, facts)
        return change(offer, also=lambda: comparing.write_parts(offer, facts), by=by, via=via)
    except ValidationError as refusal:
        sentence = _("This state cannot be had back as it was.")
        raise ValidationError([sentence, refusal]) from refusal


def free_title(offer: Offer) -> str:
    """A title for a copy that this provider does not have yet: "Nähen (Kopie)"."""
    numbered = (_("copy %(number)s") % {"number": number} for number in count(2))
    titles = (
        f"{offer.title[: MOST_LETTERS - len(word) - 3]} ({word})"
        for word in chain([_("copy")], numbered)
    )
    taken = Offer.objects.filter(provider=offer.provider_id)
    return next(
        title
        for title in titles
        if not taken.filter(title__german_order=GermanOrder(Value(title))).exists()
    )


@transaction.atomic
def copy(offer: Offer, title: str, *, by: User) -> Offer:
    """A draft with the facts of `offer` under another title, for the next round of a course or the
    same thing elsewhere."""
    facts = comparing.stored_facts(offer.pk)
    facts = {name: fact for name, fact in facts.items() if name not in ONE_ROUND}
    if course := facts.get(comparing.COURSE):
        facts[comparing.COURSE] = {
            n: v for n, v in course.items() if n not in ONE_ROUND_OF_A_COURSE
        }
    draft = comparing.fill(Offer(), facts)
    draft.title = title
    return take_up(draft, also=lambda: comparing.write_parts(draft, facts), by=by)


@transaction.atomic
def confirm(offer: Offer, *, by: User | None, via: Via, on=None, seen: int | None = None) -> Offer:
    """Note that the offer is true as it is written. Refuses for one outside the catalogue, and for
    one that is no longer what was read (version `seen`)."""
    offer = _locked(offer)
    _refuse_unread(offer, seen)
    if offer.status not in IN_CATALOGUE:
        raise ValidationError(
            _("“%(offer)s” is not in the catalogue. Please publish it first.") % {"offer": offer}
        )
    _vouch(offer, by=by, via=via, on=on)
    offer.save(update_fields=[*VOUCHED, "changed_at"])
    record("confirmed", offer, by=by, note=via)
    return offer


@transaction.atomic
def submit(offer: Offer, *, by: User, via: Via) -> Offer:
    """Hand an offer to the office for publishing. Refuses one that is incomplete or over, as
    publishing does; who submits it vouches for it."""
    offer = startable(offer, STARTS[Status.SUBMITTED])
    completeness.check(offer)
    lasting.refuse_what_is_over(offer)
    offer.published_on = None
    _vouch(offer, by=by, via=via)
    return move(offer, Status.SUBMITTED, by=by)


@transaction.atomic
def send_back(offer: Offer, remark: str, *, by: User) -> Offer:
    """Make a submitted offer a draft again; the provider reads in a mail what is to be done.
    Refuses to do so without a sentence."""
    offer = startable(offer, STARTS[Status.DRAFT])
    if not remark.strip():
        raise ValidationError({"remark": _("Please say in one sentence what is to be done.")})
    proposing.note_sent_back(offer, remark, by=by)
    return move(offer, Status.DRAFT, by=by)


@transaction.atomic
def publish(offer: Offer, *, by: User, via: Via, on=None, seen: int | None = None) -> Offer:
    """Show the offer in the catalogue. Who publishes it vouches for it, unless its provider has
    done so by submitting it. Refuses one that is incomplete or over, those whose provider is
    reviewed and has to submit them, and one that is no longer what was read (version `seen`); one
    that only paused goes on as it is."""
    offer = startable(offer, STARTS[Status.PUBLISHED])
    _refuse_unread(offer, seen)
    if not offer.is_paused:
        if via != Via.OFFICE and proposing.is_reviewed(offer.provider_id):
            raise ValidationError(
                _("The office publishes the offers of this organisation. Please submit it.")
            )
        completeness.check(offer)
    lasting.refuse_what_is_over(offer)
    offer.published_on = offer.published_on or on or timezone.localdate()
    if not (offer.is_submitted and offer.confirmed_on):
        _vouch(offer, by=by, via=via, on=on)
    return move(offer, Status.PUBLISHED, by=by)


def _refuse_unread(offer, seen):
    if seen is not None and seen != offer.version:
        raise ValidationError(
            _("The offer has been changed while you were looking at it. Please read it again.")
        )


@transaction.atomic
def pause(offer: Offer, *, by: User) -> Offer:
    """Keep the offer in the catalogue, with the word that it pauses."""
    return move(startable(offer, STARTS[Status.PAUSED]), Status.PAUSED, by=by)


@transaction.atomic
def end(offer: Offer, *, by: User | None, on=None) -> Offer:
    """Take the offer out of the catalogue: it is no longer there."""
    return move(startable(offer, STARTS[Status.ENDED]), Status.ENDED, by=by, on=on)


def end_what_ran_out(today: datetime.date) -> int:
    """End every offer in the catalogue whose last day is over, as of the day after; how many."""
    shown = Offer.objects.in_catalogue().select_related("course")
    out = [*shown.run_out(today), *shown.with_no_time_left(today).prefetch_related("schedules")]
    ends = {offer: day for offer in out if (day := lasting.last_day_of(offer)) and day < today}
    for offer, day in ends.items():
        end(offer, by=None, on=day + datetime.timedelta(days=1))
    return len(ends)


@transaction.atomic
def archive(offer: Offer, *, by: User) -> Offer:
    """Put an ended offer, or a draft that came to nothing, away."""
    return move(startable(offer, STARTS[Status.ARCHIVED]), Status.ARCHIVED, by=by)


def startable(offer: Offer, starts: Collection[Status]) -> Offer:
    """The locked offer. Refuses one whose status is none of those from which a verb `starts`."""
    offer = _locked(offer)
    if offer.status not in starts:
        raise ValidationError(
            _("This does not go from here: “%(offer)s” is %(status)s.")
            % {"offer": offer, "status": offer.get_status_display()}
        )
    return offer


def move(
    offer: Offer,
    status: Status,
    *,
    by: User | None,
    on: datetime.date | None = None,
    verb: str = "",
) -> Offer:
    """Give a locked offer another status; `verb` is what the log says of it, if not the status."""
    closed = status in (Status.ENDED, Status.ARCHIVED)
    offer.ended_on = (offer.ended_on or on or timezone.localdate()) if closed else None
    offer.status = status
    offer.save()
    indexing.refresh([offer])
    record(verb or str(status.value), offer, by=by)
    return offer


def _save(offer, partners, schedules, also):
    offer.full_clean()
    offer.save()
    if partners is not None:
        offer.cooperation_partners.set(partners)
    if schedules is not None:
        _keep_times(offer, schedules)
    if also is not None:
        also()
    indexing.refresh([offer])


def _save_whole(stored, offer, parts):
    before = completeness.needed_of(stored.pk)
    _save(offer, *parts)
    completeness.check_kept(offer.pk, before)


def _keep_times(offer, schedules):
    """Exactly these times: rows that are known stay the same rows, so that a calendar which
    somebody has subscribed to keeps its entries."""
    kept = [schedule.pk for schedule in schedules if schedule.pk]
    offer.schedules.exclude(pk__in=kept).delete()
    for schedule in schedules:
        schedule.offer = offer
        schedule.full_clean()
        schedule.save()


def _locked(offer):
    # Without joins: only the offer's own row is locked.
    return Offer.objects.select_for_update().get(pk=offer.pk)


VOUCHED = ["confirmed_on", "confirmed_by", "confirmed_via", "unanswered_since"]
VOUCHED += ["free_places_checked_on"]


def _vouch(offer, *, by, via, on=None):
    """Whoever says that all is true says so of the free places too, if no course counts them."""
    offer.confirmed_on = on or timezone.localdate()
    offer.confirmed_via = via
    offer.confirmed_by = None if via == Via.LINK else by
    offer.unanswered_since = None
    if offer.free_places is not None and not offer.counts_seats:
        checked = offer.free_places_checked_on or offer.confirmed_on
        offer.free_places_checked_on = max(checked, offer.confirmed_on)
