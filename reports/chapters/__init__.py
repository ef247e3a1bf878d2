"""The chapters of the report; importing them registers their indicators, in this order."""

from reports.chapters import network
from reports.indicators import Chapter


__all__ = ["Chapter", "network"]
