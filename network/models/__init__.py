"""The network: organisations and their people, bodies and their meetings, the concept."""

from network.models.bodies import Body, Meeting, Seat
from network.models.concept import Concept, ConceptField, Goal, Measure
from network.models.organisations import ContactPerson, Membership, Organisation


__all__ = [
    "Body",
    "Concept",
    "ConceptField",
    "ContactPerson",
    "Goal",
    "Measure",
    "Meeting",
    "Membership",
    "Organisation",
    "Seat",
]
