"""The chapters of the report; importing them registers their indicators, in this order."""

from reports.chapters import (
    counselling,
    events,
    network,
    network_inquiries,
    offers,
    referrals,
    volunteers,
)
from reports.indicators import Chapter


__all__ = [
    "Chapter",
    "counselling",
    "events",
    "network",
    "network_inquiries",
    "offers",
    "referrals",
    "volunteers",
]
