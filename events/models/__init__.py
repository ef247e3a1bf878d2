"""What takes place: events and their series, registrations, talk rounds, Einbürgerungstests."""

from events.models.calendar import Event, Series
from events.models.naturalisation import TestRegistration, TestSession
from events.models.registrations import Registration
from events.models.talks import GroupSession


__all__ = ["Event", "GroupSession", "Registration", "Series", "TestRegistration", "TestSession"]
