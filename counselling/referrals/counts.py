"""Counts over the referrals of the whole office: where people are sent, where there is no place.
They say nothing of whom, so that all who counsel may see them."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from counselling.models import Referral
from counselling.models.cases import same_day
from integration_office.codes import FieldOfAction


MOST = 50


def usual_targets(number: int) -> list[tuple[int, str]]:
    """Key and name of the bodies people were sent to most within a year."""
    today = timezone.localdate()
    top = Referral.objects.top_targets(same_day(today, years=-1), today)[:number]
    return [(target["organisation"], target["name"]) for target in top]


def targets(since: datetime.date, until: datetime.date) -> list[dict[str, Any]]:
    """A line for each body, the most used first, with the address of its page."""
    return [
        target | {"url": reverse("network:detail", args=[target["organisation"]])}
        for target in Referral.objects.top_targets(since, until)[:MOST]
    ]


def full(since: datetime.date, until: datetime.date) -> list[dict[str, Any]]:
    """A line for each place that was full, with the need that was reported for it."""
    return [
        place | {"topic": FieldOfAction(place["topic"]).label, "url": _need(place["need_reported"])}
        for place in Referral.objects.refused_as_full(since, until)[:MOST]
    ]


def _need(key):
    return reverse("offers:need_detail", args=[key]) if key else ""
