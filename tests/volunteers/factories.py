"""Volunteers, needs, placements and hours for tests. Name only what the test is about."""

import datetime
from decimal import Decimal
from itertools import count

from tests.factories import make_user
from tests.network.factories import make_organisation
from volunteers.codes import PlacementStatus, Task
from volunteers.models import HourEntry, Need, Placement, Volunteer


numbers = count(1)
A_DAY = datetime.date(2026, 3, 2)
BEGUN = {
    PlacementStatus.TRIAL,
    PlacementStatus.ACTIVE,
    PlacementStatus.PAUSED,
    PlacementStatus.ENDED,
}


def make_volunteer(**fields):
    """Somebody ready to be placed: secrecy signed, no certificate."""
    return Volunteer.objects.create(
        **{
            "name": f"Freiwillig {next(numbers)} (Demo)",
            "status": "einsatzbereit",
            "since": A_DAY,
            "secrecy_signed_on": A_DAY,
        }
        | fields
    )


def make_need(**fields):
    """A checked need of an organisation, or of a family when `family_ref` is given."""
    if not {"organisation", "family_ref"} & fields.keys():
        fields["organisation"] = make_organisation()
    reported_by = fields.pop("reported_by", None) or make_user("volunteer_coordination")
    return Need.objects.create(
        **{
            "title": f"Bedarf {next(numbers)}",
            "task": Task.TANDEM,
            "status": "in_suche",
            "reported_by": reported_by,
        }
        | fields
    )


def make_placement(*, volunteer=None, need=None, status="vorgeschlagen", **fields):
    if status in BEGUN:
        fields.setdefault("started_on", A_DAY)
    if status == PlacementStatus.ENDED:
        fields = {"ended_on": A_DAY, "end_reason": "zeit"} | fields
    return Placement.objects.create(
        volunteer=volunteer or make_volunteer(),
        need=need or make_need(),
        status=status,
        proposed_by=fields.pop("proposed_by", None) or make_user("volunteer_coordination"),
        **{"proposed_on": A_DAY} | fields,
    )


def make_hours(*, volunteer=None, placement=None, **fields):
    volunteer = volunteer or (placement.volunteer if placement else make_volunteer())
    return HourEntry.objects.create(
        volunteer=volunteer,
        placement=placement,
        entered_by=fields.pop("entered_by", None) or make_user("volunteer_coordination"),
        **{"month": datetime.date(2026, 3, 1), "hours": Decimal(8)} | fields,
    )
