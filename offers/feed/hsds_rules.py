"""When an offer takes place, in the fields of HSDS 3.0: a recurrence rule taken apart.

HSDS knows weekly and monthly rules (its `freq`). What does not fit into them is not bent: such a
schedule goes out with its words alone.
"""

import datetime
import re
from typing import Any

from integration_office.digits import whole_number
from offers.times.schedules import BERLIN, CODES


TAKEN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "COUNT", "UNTIL", "WKST"}

type Fields = dict[str, Any]


def rule_fields(rule: str, starts_on: datetime.date) -> Fields | None:
    """`freq`, `interval`, `byday` … of an RFC 5545 rule; an empty one is a single day. None for
    what HSDS has no words for (daily with gaps, yearly, hours, certain months)."""
    if not rule:
        return {"freq": "WEEKLY", "count": 1, "byday": CODES[starts_on.weekday()]}
    parts = dict(part.split("=", 1) for part in _bare(rule).split(";") if "=" in part)
    if not parts.keys() <= TAKEN:
        return None
    fields = _frequency(parts, starts_on)
    if fields is None:
        return None
    if parts.get("BYMONTHDAY"):
        fields["bymonthday"] = parts["BYMONTHDAY"]
    if count := whole_number(parts.get("COUNT", "")):
        fields["count"] = count
    if parts.get("WKST") in CODES:
        fields["wkst"] = parts["WKST"]
    if until := _day(parts.get("UNTIL", "")):
        fields["until"] = until
    return fields


def _bare(rule: str) -> str:
    return rule.strip().upper().removeprefix("RRULE:")


def _frequency(parts: dict[str, str], starts_on: datetime.date) -> Fields | None:
    interval = whole_number(parts.get("INTERVAL", "")) or 1
    days, positions = parts.get("BYDAY", ""), parts.get("BYSETPOS", "")
    match parts.get("FREQ"):
        case "DAILY" if interval == 1 and not positions and "BYMONTHDAY" not in parts:
            return {"freq": "WEEKLY", "interval": 1, "byday": days or ",".join(CODES)}
        case "WEEKLY" if not positions and "BYMONTHDAY" not in parts:
            days = days or CODES[starts_on.weekday()]
            return {"freq": "WEEKLY", "interval": interval, "byday": days}
        case "MONTHLY":
            return _monthly(interval, days, positions, starts_on, parts)
    return None


def _monthly(interval, days, positions, starts_on, parts) -> Fields | None:
    fields: Fields = {"freq": "MONTHLY", "interval": interval}
    if positions:
        # "the first and third of all Mondays" is "1MO,3MO"; of several weekdays it is not.
        if not re.fullmatch("[A-Z]{2}", days) or "BYMONTHDAY" in parts:
            return None
        days = ",".join(f"{position}{days}" for position in positions.split(","))
    if days:
        fields["byday"] = days
    elif "BYMONTHDAY" not in parts:
        fields["bymonthday"] = str(starts_on.day)
    return fields


def _day(text: str) -> str:
    """ "20261224T220000Z" → "2026-12-24"."""
    found = re.match(r"(\d{4})(\d{2})(\d{2})", text)
    return "-".join(found.groups()) if found else ""


def clock(day: datetime.date, time: datetime.time) -> str:
    """ "16:00+01:00": the time on the wall with the distance from UTC on that day."""
    return _offset(day, time).isoformat(timespec="minutes").partition("T")[2]


def offset_hours(day: datetime.date, time: datetime.time | None) -> float:
    """How far our clocks are from UTC on that day, in hours."""
    distance = _offset(day, time or datetime.time(12)).utcoffset() or datetime.timedelta()
    hours = distance.total_seconds() / 3600
    return int(hours) if hours == int(hours) else hours


def _offset(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time, tzinfo=BERLIN)


def rule_of(schedule: Fields) -> str:
    """The other way: the RFC 5545 rule of a schedule of HSDS, without DTSTART; empty when it says
    no frequency. Refuses nothing: fields that are not text or numbers are left out."""
    freq = schedule.get("freq")
    if freq not in ("WEEKLY", "MONTHLY"):
        return ""
    parts = [f"FREQ={freq}"]
    for name in ("interval", "count", "byday", "bymonthday", "wkst"):
        value = schedule.get(name)
        if isinstance(value, (str, int)) and value and value != 1:
            parts.append(f"{name.upper()}={value}")
        elif value == 1 and name == "count":
            parts.append("COUNT=1")
    if until := _compact(schedule.get("until")):
        parts.append(f"UNTIL={until}T235959")
    return ";".join(parts)


def _compact(day: object) -> str:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", day) if isinstance(day, str) else None
    return "".join(found.groups()) if found else ""
