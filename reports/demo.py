"""The annual reports of the demo office: last year's approved in January, this year's begun."""

import datetime as dt

from django.utils import timezone

from counselling.actions import log_contacts
from counselling.models import Contact
from integration_office import demo
from network.models import Body, Goal, Measure, Organisation
from reports import actions
from reports.demo_texts import BEGUN, COMMITTEES, SUMMARY, TEXTS
from reports.indicators import Chapter, Year, indicators
from reports.models import AnnualReport, ChapterText


LATE_CONTACTS = 7


@demo.step(60)
def fill(office: demo.Office) -> None:
    """Annual reports: last year approved, this year begun"""
    writer, last = office.users["koordination"], office.today.year - 1
    approved_at = noon(dt.date(office.today.year, 1, 12))
    write_down_in_time(Year(last))
    report = write(last, TEXTS, by=writer)
    report.submission_number = f"MV/{office.today.year}/007"
    report.file_reference = f"KI / JB {last}"
    report.submitted_on = approved_at.date()
    report.committees = COMMITTEES % {"year": office.today.year}
    report.summary = joined(SUMMARY)
    report.financial_effects = "Keine."
    actions.describe(report, by=writer)
    actions.approve(report, by=writer, at=approved_at)
    enter_late(office, dt.date(last, 12, 18))
    write(office.today.year, BEGUN, by=writer)


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def write_down_in_time(year: Year) -> None:
    """The demo office is made in a minute; its rows of last year were written then."""
    first, last = noon(year.first), noon(year.last)
    for model in (Organisation, Body, Goal, Measure):
        model.objects.update(created_at=first)
    for indicator in indicators():
        rows = indicator.rows(year)
        late = list(rows.filter(created_at__gt=last).values_list("pk", flat=True))
        rows.model.objects.filter(pk__in=late).update(created_at=last)


def joined(text: str) -> str:
    """Paragraphs as people type them, without breaks inside."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def write(year: int, texts: dict[str, tuple[str, str]], *, by) -> AnnualReport:
    report = actions.open_report(year)
    for chapter in Chapter.values:
        if chapter in texts:
            lede, text = texts[chapter]
            draft = ChapterText(report=report, chapter=chapter, lede=lede, text=joined(text))
            actions.write_chapter(draft, by=by)
    report.refresh_from_db()
    return report


def enter_late(office: demo.Office, day: dt.date) -> None:
    """A tally sheet that turned up when the report was approved."""
    counsellor = office.users["beratung"]
    contacts = [
        Contact(
            counsellor=counsellor,
            day=day,
            form="kurz",
            channel="tel",
            topics=["BEH"],
            main_topic="BEH",
            duration="d05",
        )
        for _ in range(LATE_CONTACTS)
    ]
    log_contacts(contacts, by=counsellor)
