"""Objects of the catalogue for the table of access."""

from offers.codes import Status
from offers.feed import hsds_views
from offers.life import versioning
from tests.network.factories import make_membership, make_organisation
from tests.offers.factories import (
    make_holiday,
    make_inquiry,
    make_offer,
    make_proposal,
    make_search_word,
)
from tests.offers.feed import make_document, make_location, make_neighbour
from tests.offers.gap_objects import GAPS


PROPOSALS = {
    f"offers:{page}" for page in ("proposal", "take_over", "proposal_edit", "refuse", "withdraw")
}


# Objects that belong to nobody's organisation.
ALONE = {
    "neighbour": make_neighbour,
    "location": make_location,
    "word": make_search_word,
    "holiday": make_holiday,
}


def make(page, word, user):
    """ "any" is an object that belongs to nobody's organisation."""
    subject = page.removeprefix("offers:").partition("_")[0]
    if word == "any" and subject in ALONE:
        return {"pk": ALONE[subject]().pk}
    return of_an_offer(page, word, user)


def of_an_offer(page, word, user):
    """ "own" and "foreign" are published offers, "own-draft" and "foreign-draft" are not yet;
    "open" is a link that works, "unknown" one that never was."""
    provider = make_organisation()
    if word.startswith("own"):
        make_membership(user=user, organisation=provider)
    if page in GAPS:
        return GAPS[page](page, word, user, provider)
    status = Status.DRAFT if word.endswith("draft") else Status.PUBLISHED
    offer = make_offer(provider=provider, status=status)
    if page.startswith("offers:hsds_"):
        one = page == "offers:hsds_service"
        kind, pk = ("offer", offer.pk) if one else ("organisation", provider.pk)
        return {"uuid": hsds_views.publisher().id_of(kind, pk)}
    if page in ("offers:ask", "offers:arrangement", "offers:provider_calendar"):
        return {"pk": provider.pk}
    if page in ("offers:version", "offers:restore"):
        versioning.keep(offer, by=None, via="")
        return {"pk": offer.pk, "number": offer.version}
    if page in ("offers:document", "offers:document_remove"):
        return {"pk": offer.pk, "number": make_document(offer).pk}
    if page in PROPOSALS:
        return {"pk": make_proposal(offer).pk}
    return _answer(page, word, offer) if page.startswith("offers:answer") else {"pk": offer.pk}


def _answer(page, word, offer):
    token = make_inquiry(offer)[0] if word == "open" else "nobody-knows-this"
    if page in ("offers:answer", "offers:answer_missing"):
        return {"token": token}
    return {"token": token, "pk": offer.pk}
