"""Questions about many offers: what the catalogue shows, to whom, how fresh, and what fits."""

import datetime

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Left, Length

from integration_office.codes import GermanLevel
from integration_office.ordering import GermanOrder
from integration_office.permissions import coordinates, is_partner, is_staff
from network.models import Organisation
from offers import searching
from offers.codes import WITHOUT_PLACE, Kind, Status, Visibility
from offers.models.locations import Location
from offers.models.search_words import SearchWord
from offers.trust.freshness import DUE_SOON, GRACE, State


LEVELS = [level.value for level in GermanLevel]
CLOSED = [Status.ENDED, Status.ARCHIVED]
NOT_YET = [Status.DRAFT, Status.SUBMITTED]
# Drafts, also those that were put away: opening an offer again makes a draft of it (reopening.py).
_NOT_OUT = Q(status__in=NOT_YET) | Q(status=Status.ARCHIVED, published_on=None)
LONG_AGO = datetime.date(1900, 1, 1)
_CONFIRMED_OR_NEVER = Coalesce("confirmed_on", Value(LONG_AGO))
LINE = (
    *("pk", "title", "provider__name", "status", "visibility", "short_text", "description"),
    "line",
    *("confirmed_on", "due_on", "unanswered_since"),
)


def _empty(*names):
    return Q(**dict.fromkeys(names, ""))


_INCOMPLETE = (
    _empty("short_text", "description")
    | Q(fields_of_action=[])
    | (_empty("schedule_text") & Q(by_appointment=False, schedules=None))
    | (_empty("place") & Q(location=None) & ~Q(format__in=WITHOUT_PLACE))
    | _empty(
        *("contact_phone", "contact_email", "registration_contact", "website", "appointment_url"),
        *(f"provider__{name}" for name in ("phone", "email", "website", "street", "postcode")),
        "provider__city",
    )
)


class OfferQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def not_indexed_by(self, edition):
        """Those whose search words and facets another edition of the program has worked out, or
        none."""
        return self.exclude(indexed_by=edition)

    def public(self):
        """Published ones that may be printed and passed on to anybody."""
        return self.published().filter(visibility=Visibility.PUBLIC)

    def for_feed(self):
        """With what the open feed says of an offer, in the same number of questions for any
        number of them."""
        return self.select_related("provider", "location").prefetch_related("schedules")

    def modified_since(self, moment):
        """Those that were changed since, themselves or their provider or location."""
        providers = Organisation.objects.filter(changed_at__gte=moment).values("pk")
        locations = Location.objects.filter(changed_at__gte=moment).values("pk")
        return self.filter(
            Q(changed_at__gte=moment) | Q(provider__in=providers) | Q(location__in=locations)
        )

    def with_term(self, term):
        """Those to which a word of a choice list is given: ("zielgruppe", "frauen")."""
        facets = {"handlungsfeld": "field", "angebotsart": "kind", "zielgruppe": "group"}
        if term is None:
            return self.none()
        taxonomy, code = term
        return self.filter(facets__contains=[f"{facets[taxonomy]}:{code}"])

    def in_catalogue(self):
        """What the catalogue shows: published ones, and those that only pause."""
        return self.filter(status__in=[Status.PUBLISHED, Status.PAUSED])

    def to_hand_out(self):
        """What may be given to a client: in the catalogue, and public."""
        return self.in_catalogue().filter(visibility=Visibility.PUBLIC)

    def in_catalogue_on(self, day):
        """What the catalogue held at the end of that day, as far as is still known."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), published_on__lte=day)

    def of(self, user):
        """Those of the organisations this partner account speaks for."""
        return self.filter(provider__in=Organisation.objects.of(user))

    def visible_to(self, user):
        """What is not published yet, or was put away without that, is seen by the coordination and
        its provider, what is internal by the office and its provider; everything else by everybody
        with a login."""
        if coordinates(user):
            return self
        seen = ~_NOT_OUT
        if not is_staff(user):
            seen &= ~Q(visibility=Visibility.INTERNAL)
        if is_partner(user):
            seen |= Q(provider__in=Organisation.objects.of(user))
        return self.filter(seen)

    def in_directory(self, today):
        """What is printed and handed on: without those that have had no answer since two weeks,
        after three mails or for want of an address (clock.py)."""
        return self.public().filter(
            Q(unanswered_since=None) | Q(unanswered_since__gt=today - GRACE)
        )

    def in_state(self, state, today):
        """Each offer is in exactly one state (freshness.py says the same about a single one)."""
        return self.filter(_state(state, today))

    def overdue(self, today):
        return self.in_state(State.OVERDUE, today)

    def silent(self, today):
        return self.in_state(State.SILENT, today)

    def run_out(self, today):
        """Those whose last day, or that of their course, is over; a month or a year is over with
        its last day."""
        prefix = Left(Value(today.isoformat()), Length("valid_until"))
        by_itself = ~Q(valid_until="") & Q(valid_until__lt=prefix)
        return self.filter(by_itself | Q(kind=Kind.COURSE, course__ends_on__lt=today))

    def with_no_time_left(self, today):
        """Published ones with times of which none goes on, but for days added by hand, and without
        words that say more. One that pauses may be waiting for new times."""
        times = self.model.schedules.rel.related_model.objects.filter(offer=OuterRef("pk"))
        by_rule = ~Q(rule="") & (Q(until=None) | Q(until__gte=today))
        going_on = times.filter(by_rule | Q(rule="", starts_on__gte=today))
        told = self.published().filter(schedule_text="", by_appointment=False)
        return told.filter(Exists(times), ~Exists(going_on))

    def funded_until(self, first, last):
        """Those whose money ends between these days."""
        return self.filter(funding_until__range=(first, last))

    def fundings(self):
        """In which words they say who pays, each once: a programme is called the same everywhere
        without a list that somebody keeps."""
        said = self.exclude(funding="").values_list("funding", flat=True)
        return said.order_by("funding").distinct()

    def for_review(self):
        """What waits for the office: submitted ones, and those with a change of their provider;
        `proposal` is the key of the change, `waits_since` the moment."""
        changes = self.model.proposed_changes.rel.related_model.objects.waiting()
        waiting = changes.filter(offer=OuterRef("pk"))
        proposed_at = Subquery(waiting.values("proposed_at")[:1])
        return self.annotate(
            proposal=Subquery(waiting.values("pk")[:1]),
            waits_since=Coalesce(proposed_at, self._submitted_at(), "changed_at"),
        ).filter(Q(status=Status.SUBMITTED) | Q(proposal__isnull=False))

    def _submitted_at(self):
        """When an offer was submitted last, from the history: what its provider still mends does
        not put it behind the others."""
        history = self.model.events.rel.related_model.objects
        before = history.filter(pgh_obj=OuterRef("pgh_obj")).exclude(status=Status.SUBMITTED)
        last_before = Subquery(before.order_by("-pgh_id").values("pgh_id")[:1])
        submitted = history.filter(pgh_obj=OuterRef("pk"), pgh_id__gt=Coalesce(last_before, 0))
        return Subquery(submitted.order_by("pgh_id").values("pgh_created_at")[:1])

    def to_confirm(self, today):
        """Published ones whose provider should be asked: due soon, overdue or never confirmed."""
        return self.published().filter(Q(due_on=None) | Q(due_on__lte=today + DUE_SOON))

    def incomplete(self):
        """Those that lack something needed (completeness.py says the same about a single one)."""
        return self.filter(_INCOMPLETE)

    def for_level(self, level):
        """Those that name a range of German into which `level` falls."""
        return self.filter(facets__contains=[f"level:{level}"])

    def for_calendars(self):
        """Public ones with what an entry in a calendar says of them."""
        return self.public().select_related("provider", "location").prefetch_related("schedules")

    def open_at(self, now):
        """Those with a time that holds at this moment, among the dates of the next weeks."""
        dates = self.model.occurrences.rel.related_model.objects
        return self.filter(pk__in=dates.at(now).values("offer"))

    def with_times_that_ended(self, today):
        """Those with a time that came to its end within the last month: the weekdays they are
        found by may not be true any more."""
        days = [today - datetime.timedelta(days=number) for number in range(1, 32)]
        span = (days[-1], days[0])
        ended = Q(schedules__until__range=span) | Q(schedules__extra_days__overlap=days)
        once = Q(schedules__rule="", schedules__starts_on__range=span)
        return self.filter(ended | once).distinct()

    def counted(self, today, *states):
        """How many there are, and how many in each (of these) states of freshness, as a dict."""
        by_state = {
            state.name.lower(): Count("pk", filter=_state(state, today))
            for state in states or State
        }
        return self.aggregate(total=Count("pk"), **by_state)

    def matching(self, text):
        """Those found by `text`, the best first (`answer` says more about it)."""
        return self.answer(text).rows

    def answer(self, text):
        """What is found by `text`: to be asked last, of rows that all other filters have narrowed,
        for only the best five hundred are kept."""
        return searching.answer(self, text, lookup=SearchWord.objects.meanings)

    def called_like(self, offer):
        """The other offer of its provider that has its title already."""
        same = self.filter(provider=offer.provider_id).exclude(pk=offer.pk)
        return same.filter(title__german_order=GermanOrder(Value(offer.title)))

    def by_name(self):
        return self.order_by(GermanOrder("title"), "pk")

    def closed_last(self):
        return self.order_by(F("ended_on").asc(nulls_first=True), GermanOrder("title"), "pk")

    def with_people(self):
        """With what a line of the list says about provider and confirmation, and the day to sort
        by: those never confirmed come first."""
        people = self.select_related("provider", "confirmed_by", "location")
        return people.prefetch_related("schedules").annotate(confirmed_or_never=_CONFIRMED_OR_NEVER)

    def with_all_facts(self):
        """With everything that a file says of an offer; of its time and place what is kept in
        words, so that no schedule has to be asked."""
        partners = Prefetch("cooperation_partners", Organisation.objects.german_order())
        rows = self.with_people().prefetch_related(None).prefetch_related(partners)
        rows = rows.select_related("course")
        return rows.defer("search", "search_text", "tally", "facets", "internal_note")

    def with_what_there_is(self):
        """Says of the parts that few offers have whether there are any: `has_partners`,
        `has_documents`, `has_proposals`. So nobody asks for what is not there."""
        return self.annotate(
            has_partners=self._any("cooperation_partners", through=True),
            has_documents=self._any("documents"),
            has_proposals=self._any("proposed_changes"),
        )

    def _any(self, name, *, through=False):
        field = self.model._meta.get_field(name)
        rows = field.remote_field.through if through else field.related_model
        return Exists(rows.objects.filter(offer=OuterRef("pk")))

    def for_lines(self):
        """As plain lines of the catalogue: an offer is a long row, and most of it is not shown."""
        rows = self.annotate(confirmed_or_never=_CONFIRMED_OR_NEVER)
        return rows.values_list(*LINE, named=True)

    def with_next_date(self, now):
        """With the beginning of the next date, to sort by."""
        dates = self.model._meta.get_field("occurrences").related_model.objects
        coming = dates.filter(offer=OuterRef("pk"), starts_at__gte=now).order_by("starts_at")
        return self.annotate(next_date=Subquery(coming.values("starts_at")[:1]))


def _state(state, today):
    answered = Q(unanswered_since=None)
    return {
        State.FRESH: answered & Q(due_on__gt=today + DUE_SOON),
        State.DUE_SOON: answered & Q(due_on__range=(today, today + DUE_SOON)),
        State.OVERDUE: answered & Q(due_on__lt=today),
        State.NEVER: answered & Q(due_on=None),
        State.SILENT: Q(unanswered_since__isnull=False),
    }[state]
