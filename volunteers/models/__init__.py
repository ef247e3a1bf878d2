"""Volunteers: who helps, what is needed, who was placed where, and the hours given."""

from volunteers.models.needs import Need
from volunteers.models.placements import HourEntry, Placement
from volunteers.models.volunteers import Volunteer


__all__ = ["HourEntry", "Need", "Placement", "Volunteer"]
