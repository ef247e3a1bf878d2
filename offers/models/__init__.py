"""The catalogue: offers of the town, and the questions to their providers whether they are true."""

from offers.models.inquiries import AskedOffer, Inquiry
from offers.models.offers import Offer


__all__ = ["AskedOffer", "Inquiry", "Offer"]
