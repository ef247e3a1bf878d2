"""What an offer looked like before: one kept state of its facts for each change of them."""

from dataclasses import dataclass
from itertools import pairwise

from offers.life import comparing
from offers.models import Offer, OfferVersion


def keep(offer: Offer, *, by, via: str) -> None:
    """Keep the facts of `offer` as they are stored now, under its version. A change that touched
    none of them (the team's own note, a waiting proposal) leaves no version."""
    facts, last = comparing.stored_facts(offer.pk), offer.versions.first()
    if last is None or comparing.changed(last.facts, facts):
        OfferVersion.objects.create(
            offer=offer, number=offer.version, facts=facts, made_by=by, via=via
        )


def keep_before(stored: Offer) -> None:
    """Before a change: keep what a list or the years before brought, so that it can be had back.
    The last version learns what has become of it without a new one: the day of a confirmation, and
    what stands in a field that came with an update of the program."""
    facts, last = comparing.facts_of(stored), stored.versions.first()
    differing = comparing.changed(last.facts, facts) if last else set()
    if last is None or (differing and last.number < stored.version):
        OfferVersion.objects.create(
            offer=stored, number=stored.version, facts=facts, made_at=stored.changed_at
        )
    elif learns := differing | (facts.keys() - last.facts.keys()):
        last.facts |= {name: facts[name] for name in learns}
        last.save(update_fields=["facts"])


@dataclass(frozen=True)
class Step:
    """A kept version, and what it changed in the one before it."""

    version: OfferVersion
    differences: list[comparing.Difference]

    @property
    def labels(self) -> list[str]:
        """What changed, by name only."""
        return [difference.label for difference in self.differences]


def steps(offer: Offer, *, most: int) -> dict[int, Step]:
    """The last kept versions by their number, without the first of all."""
    versions = list(offer.versions.select_related("made_by", "offer__provider")[: most + 1])
    return {
        new.number: Step(new, comparing.differences(old.facts, new.facts))
        for new, old in pairwise(versions)
    }
