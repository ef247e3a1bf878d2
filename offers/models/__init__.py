"""The catalogue: offers of the town, and the questions to their providers whether they are true."""

from offers.models.addresses import WebAddress
from offers.models.arrangements import Arrangement
from offers.models.courses import Course
from offers.models.documents import Document
from offers.models.doubles import NotDouble
from offers.models.inquiries import AskedOffer, Inquiry
from offers.models.locations import Location
from offers.models.needs import UnmetNeed
from offers.models.neighbours import Neighbour, NeighbourOffer
from offers.models.offers import Offer
from offers.models.schedules import Occurrence, Schedule, SchoolHoliday
from offers.models.search_words import SearchWord
from offers.models.versions import OfferVersion, ProposedChange


__all__ = [
    "Arrangement",
    "AskedOffer",
    "Course",
    "Document",
    "Inquiry",
    "Location",
    "Neighbour",
    "NeighbourOffer",
    "NotDouble",
    "Occurrence",
    "Offer",
    "OfferVersion",
    "ProposedChange",
    "Schedule",
    "SchoolHoliday",
    "SearchWord",
    "UnmetNeed",
    "WebAddress",
]
