"""The times of an offer inside its form: one row of questions per schedule, and an empty one.

People answer in their own words (which rhythm, which weekdays, from when to when); the rule is made
from that. A rule the questions have no words for is shown in words and kept as it is.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.digits import whole_number
from integration_office.forms import OfficeForm, OfficeModelForm, chips
from offers.codes import Weekday
from offers.models import Schedule
from offers.times.rhythms import Nth, Rhythm, Said, days_in, rule_of, said_by, written
from offers.times.schedules import WEEKDAYS, Closed, mistakes


MOST_ROWS = 20
ASKED = [choice for choice in Rhythm.choices if choice[0] != Rhythm.OTHER]
# What a person types; a row without any of it is the empty one at the end.
TYPED = ("weekdays", "nths", "starts_on", "until", "start_time", "end_time")
TYPED += ("days", "exception_days", "extra_days", "note")
# These stand behind "more": whoever changes a weekday and a time never needs them.
MORE = ("until", "except_school_holidays", "except_public_holidays")
MORE += ("exception_days", "extra_days", "note")
WITH_WEEKDAYS = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.MONTHLY)
SINGLE = (Rhythm.ONCE, Rhythm.DAYS)


class DaysField(forms.CharField):
    """Single days in one line: "24.12.2026, 31.12.2026"."""

    def prepare_value(self, value):
        return written(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else days_in(super().to_python(value))

    def validate(self, value):
        """Any number of days is right."""

    def run_validators(self, value):
        """The text is read; how long it was says nothing."""


class ScheduleForm(OfficeForm):
    """One time of an offer, as people say it."""

    mark_optional = False

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rhythm = forms.ChoiceField(label=gettext_lazy("how often"), choices=ASKED)
    weekdays = chips(gettext_lazy("weekdays"), Weekday)
    nths = chips(gettext_lazy("which of the month"), Nth)
    starts_on = forms.DateField(
        label=gettext_lazy("first or only day"),
        required=False,
        help_text=gettext_lazy("May stay empty when it takes place every week already."),
    )
    days = DaysField(
        label=gettext_lazy("on these days"),
        required=False,
        help_text=gettext_lazy("For example: 24.12.2026, 31.12.2026–02.01.2027"),
    )
    start_time = forms.TimeField(label=gettext_lazy("begins at"), required=False)
    end_time = forms.TimeField(label=gettext_lazy("ends at"), required=False)
    until = forms.DateField(label=gettext_lazy("last day"), required=False)
    except_school_holidays = forms.BooleanField(
        label=gettext_lazy("not in the school holidays"), required=False
    )
    except_public_holidays = forms.BooleanField(
        label=gettext_lazy("not on public holidays"), required=False, initial=True
    )
    exception_days = DaysField(
        label=gettext_lazy("does not take place on"),
        required=False,
        help_text=gettext_lazy("For example: 24.12.2026, 31.12.2026–02.01.2027"),
    )
    extra_days = DaysField(label=gettext_lazy("takes place besides on"), required=False)
    note = forms.CharField(label=gettext_lazy("remark"), max_length=200, required=False)
    remove = forms.BooleanField(label=gettext_lazy("remove this time"), required=False)

    def __init__(self, *args, stored: dict[int, Schedule], **kwargs):
        super().__init__(*args, **kwargs)
        sent = self.data.get(self.add_prefix("pk"), "") if self.is_bound else ""
        self.schedule = stored.get(whole_number(sent) or self.initial.get("pk"))
        # Said before the row takes up what was typed.
        self.stored_words = str(self.schedule or "")
        if self.schedule is not None and said_by(self.schedule).rhythm == Rhythm.OTHER:
            self.fields["rhythm"].choices = [*ASKED, (Rhythm.OTHER, Rhythm.OTHER.label)]

    @property
    def is_first(self) -> bool:
        """Whether the offer has no time yet."""
        return self.prefix.endswith("-0")

    @property
    def is_open(self) -> bool:
        """Whether the empty row is unfolded: it is the first one, or somebody wrote into it."""
        return self.is_first or (self.is_bound and self.has_changed())

    @property
    def shows_more(self) -> bool:
        """Whether the folded part must be seen: there is something in it, or wrong with it."""
        if any(name in self.errors for name in MORE):
            return True
        usual = {"except_public_holidays": True}
        values = {name: self[name].value() for name in MORE}
        return any(bool(value) != usual.get(name, False) for name, value in values.items())

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    def is_empty(self, facts: dict[str, Any]) -> bool:
        return self.schedule is None and not any(facts.get(name) for name in TYPED)

    def clean(self):
        facts = super().clean()
        if facts["remove"]:
            self.errors.clear()  # nobody mends what is to go
            return {"remove": True}
        if not self.errors and self.is_empty(facts):
            return facts
        for field, sentence in self._missing(facts.get("rhythm")):
            if not facts.get(field) and field not in self.errors:
                self.add_error(field, sentence)
        if not self.errors and self._leaves_the_week_open(facts):
            self.add_error(
                "starts_on",
                _(
                    "This is a %(day)s. Please write the first day on which it takes place: it "
                    "says which of the weeks is meant."
                )
                % {"day": list(Weekday)[facts["starts_on"].weekday()].label},
            )
        if not self.errors:
            facts["row"] = self._filled(facts)
            at = {"rule": "days" if facts["rhythm"] == Rhythm.DAYS else "rhythm"}
            for field, sentence in mistakes(facts["row"], Closed()):
                self.add_error(at.get(field, field), sentence)
        return facts

    def _missing(self, rhythm) -> Iterator[tuple[str, str]]:
        """What a rhythm cannot do without, and how to ask for it."""
        if rhythm in WITH_WEEKDAYS:
            yield "weekdays", _("Please choose the weekday.")
        if rhythm == Rhythm.MONTHLY:
            yield "nths", _("Please choose which one of the month.")
        if rhythm == Rhythm.FORTNIGHTLY:
            yield (
                "starts_on",
                _("Please write a first day: it says which of the weeks is meant."),
            )
        if rhythm == Rhythm.ONCE:
            yield "starts_on", _("Please write the day.")
        if rhythm == Rhythm.DAYS:
            yield "days", _("Please write the days.")

    def _leaves_the_week_open(self, facts) -> bool:
        """Whether it takes place every second week and the first day is on another weekday: half
        of those who write so mean the other week. What is stored so stays as it is."""
        first, weekdays = facts["starts_on"], tuple(facts["weekdays"])
        if facts["rhythm"] != Rhythm.FORTNIGHTLY or WEEKDAYS[first.weekday()] in weekdays:
            return False
        said = (first, rule_of(Said(Rhythm.FORTNIGHTLY, weekdays)))
        return self.schedule is None or said != (self.schedule.starts_on, self.schedule.rule)

    def _filled(self, facts) -> Schedule:
        """The row with what was said, not saved."""
        row = self.schedule or Schedule()
        for name in ("start_time", "end_time", "note", "exception_days"):
            setattr(row, name, facts[name])
        row.except_school_holidays = facts["except_school_holidays"]
        row.except_public_holidays = facts["except_public_holidays"]
        if facts["rhythm"] in SINGLE:
            said = facts["days"] if facts["rhythm"] == Rhythm.DAYS else [facts["starts_on"]]
            days = sorted({*said, *facts["extra_days"]})
            row.rule, row.until = "", None
            row.starts_on, row.extra_days = days[0], days[1:]
            return row
        if facts["rhythm"] != Rhythm.OTHER:
            nths = tuple(int(nth) for nth in facts["nths"])
            row.rule = rule_of(Said(Rhythm(facts["rhythm"]), tuple(facts["weekdays"]), nths))
        row.starts_on = facts["starts_on"] or row.starts_on or timezone.localdate()
        row.until, row.extra_days = facts["until"], facts["extra_days"]
        return row


def initial_of(schedule: Schedule) -> dict[str, Any]:
    """How the form says a stored schedule."""
    said = said_by(schedule)
    extra = list(schedule.extra_days)
    is_list = said.rhythm == Rhythm.DAYS
    return {
        "pk": schedule.pk,
        "rhythm": said.rhythm.value,
        "weekdays": list(said.weekdays),
        "nths": [str(nth) for nth in said.nths],
        "starts_on": None if is_list else schedule.starts_on,
        "until": schedule.until,
        "start_time": schedule.start_time,
        "end_time": schedule.end_time,
        "except_school_holidays": schedule.except_school_holidays,
        "except_public_holidays": schedule.except_public_holidays,
        "exception_days": list(schedule.exception_days),
        "days": [schedule.starts_on, *extra] if is_list else [],
        "extra_days": [] if is_list else extra,
        "note": schedule.note,
    }


class BaseScheduleRows(forms.BaseFormSet):
    def __init__(self, data=None, *, stored: list[Schedule], **kwargs):
        self.stored = stored
        by_pk = {schedule.pk: schedule for schedule in stored}
        super().__init__(
            data,
            initial=[initial_of(schedule) for schedule in stored],
            form_kwargs={"stored": by_pk},
            prefix="times",
            error_messages={
                "too_many_forms": _("An offer has at most %(number)s times. Please remove some.")
                % {"number": MOST_ROWS}
            },
            **kwargs,
        )

    def is_touched(self) -> bool:
        """Whether somebody wrote into the rows; a browser sends the empty one along as well."""
        return any(
            form.has_changed() and not (form.is_valid() and form.is_empty(form.cleaned_data))
            for form in self.forms
        )

    def rows(self) -> list[Schedule]:
        """What the offer's times are to be; rows that are not here any more are to go."""
        facts = (form.cleaned_data for form in self.forms)
        return [one["row"] for one in facts if "row" in one and not one["remove"]]


ScheduleRows = forms.formset_factory(
    ScheduleForm,
    formset=BaseScheduleRows,
    extra=1,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 1,
    validate_max=True,
)


class WithSchedules(OfficeModelForm):
    """A form of an offer that owns the rows for its times: valid only together with them. Where
    the rows were not sent at all, the times stay as they are."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        stored = list(self.instance.schedules.all()) if self.instance.pk else []
        sent = data is not None and "times-TOTAL_FORMS" in data
        self.times = ScheduleRows(data if sent else None, stored=stored)
        # Said before the rows take up what was typed.
        self._words_before = "; ".join(str(schedule) for schedule in stored)

    @property
    def parts(self) -> Iterator[forms.Form]:
        """Forms inside this one: their sentences stand in its list of errors as well."""
        yield from self.times.forms

    def clean(self):
        if self.times.is_bound and not self.times.is_valid():
            self.add_error(None, _("Please check the times below."))
        return super().clean()

    def schedules(self) -> list[Schedule] | None:
        """The times to keep, or None when they were not part of the page."""
        return self.times.rows() if self.times.is_bound else None

    def _refuse_overwriting(self):
        super()._refuse_overwriting()
        if self.times.is_bound and self.times.is_touched():
            stored = self._words_before or "–"
            self.add_error(None, _("Times saved now: “%(stored)s”.") % {"stored": stored})
            if (own := self._words_typed()) != stored:
                self.collisions = [*self.collisions, ("schedules", stored, own)]

    def _words_typed(self):
        if not self.times.is_valid():
            return _("not readable yet, see below")
        return "; ".join(str(row) for row in self.times.rows()) or "–"
