"""An offer in words: the sentences that list, page, mail and export share."""

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.partial_dates import spoken
from offers.codes import BarrierFree, Known, Via, Weekday


class InWords:
    """Mixed into Offer; each property is one fact as people say it, empty when it is not known."""

    @property
    def when(self):
        """ "freitags, 16:00–17:00"; the weekdays where no rhythm is written down."""
        days = self.schedule_text or ", ".join(str(Weekday(day).label) for day in self.weekdays)
        return ", ".join(part for part in (days, self.hours) if part)

    @property
    def hours(self):
        start, end = _time(self.start_time), _time(self.end_time)
        if start and end:
            return f"{start}–{end}"
        if start:
            return _("from %(time)s") % {"time": start}
        return _("until %(time)s") % {"time": end} if end else ""

    @property
    def level(self):
        """ "A1 to B1", "from A2", "up to B1", or what the list said."""
        low, high = self.german_level_from, self.german_level_to
        if low == GermanLevel.NONE and not high:
            named = _("no German needed")
        elif low and low == high:
            named = str(GermanLevel(low).label)
        elif low and high:
            labels = {"low": GermanLevel(low).label, "high": GermanLevel(high).label}
            named = _("%(low)s to %(high)s") % labels
        elif low:
            named = _("from %(low)s") % {"low": GermanLevel(low).label}
        else:
            named = _("up to %(high)s") % {"high": GermanLevel(high).label} if high else ""
        return " – ".join(part for part in (named, self.level_text) if part)

    @property
    def language_labels(self):
        return [Language(code).label for code in self.languages]

    @property
    def languages_in_words(self):
        return ", ".join(str(label) for label in self.language_labels)

    @property
    def field_labels(self):
        return [FieldOfAction(code).label for code in self.fields_of_action]

    @property
    def fields_in_words(self):
        return ", ".join(str(label) for label in self.field_labels)

    @property
    def cost(self):
        if self.is_free == Known.YES:
            return ", ".join(part for part in (_("free of charge"), self.cost_text) if part)
        return self.cost_text or (_("costs something") if self.is_free == Known.NO else "")

    @property
    def registering(self):
        word = {Known.YES: _("needed"), Known.NO: _("not needed")}.get(self.registration, "")
        return ", ".join(part for part in (word, self.registration_contact) if part)

    @property
    def for_whom(self):
        said = "frau" in self.target_group.lower()
        women = _("for women only") if self.women_only and not said else ""
        return ", ".join(part for part in (self.target_group, women) if part)

    @property
    def places(self):
        if self.capacity is None and self.free_places is None:
            return ""
        if self.capacity is None:
            return _("%(free)s free") % {"free": self.free_places}
        if self.free_places is None:
            return str(self.capacity)
        return _("%(all)s, %(free)s of them free") % {
            "all": self.capacity,
            "free": self.free_places,
        }

    @property
    def period(self):
        start, end = spoken(self.valid_from), spoken(self.valid_until)
        if start and end:
            return _("%(start)s to %(end)s") % {"start": start, "end": end}
        if start:
            return _("since %(start)s") % {"start": start}
        return _("until %(end)s") % {"end": end} if end else ""

    @property
    def barriers(self):
        known = self.barrier_free != BarrierFree.UNKNOWN
        return self.get_barrier_free_display() if known else ""

    @property
    def caring(self):
        return self.get_childcare_display() if self.childcare != Known.UNKNOWN else ""

    @property
    def origin(self):
        """Where the facts come from, and how old the source was."""
        as_of = spoken(self.source_as_of)
        return " – ".join(
            part for part in (self.source, as_of and _("as of %(date)s") % {"date": as_of}) if part
        )

    @property
    def confirmed_by_whom(self):
        """Who vouches for it: the provider or the office, never a person's name."""
        if self.confirmed_via == Via.LINK:
            return _("%(provider)s, by e-mail link") % {"provider": self.provider}
        if self.confirmed_via == Via.LOGIN:
            return str(self.provider)
        return _("the office") if self.confirmed_via else ""

    @property
    def last_confirmed(self):
        return date_format(self.confirmed_on, "DATE_FORMAT") if self.confirmed_on else ""

    @property
    def next_confirmation(self):
        return date_format(self.due_on, "DATE_FORMAT") if self.due_on else ""

    @property
    def short_facts(self):
        """The four facts of a line in the catalogue."""
        return [
            (_("German level"), self.level),
            (_("When"), self.when),
            (_("Where"), self.place),
            (_("Cost"), self.cost),
        ]

    @property
    def asked_facts(self):
        """What a provider looks at before saying that it is still true."""
        return [
            (_("When"), self.when or _("no time written down yet")),
            (_("Where"), self.place),
            (_("For whom"), self.for_whom),
            (_("Languages"), self.languages_in_words),
            (_("German level"), self.level),
            (_("Cost"), self.cost),
            (_("Registration"), self.registering),
        ]

    @property
    def facts(self):
        """Everything known, for the offer's own page."""
        return [
            (_("When"), self.when),
            (_("Where"), self.place),
            (_("Barrier-free"), self.barriers),
            (_("For whom"), self.for_whom),
            (_("German level"), self.level),
            (_("Languages"), self.languages_in_words),
            (_("Cost"), self.cost),
            (_("Registration"), self.registering),
            (_("Places"), self.places),
            (_("Childcare"), self.caring),
            (_("Period"), self.period),
            (_("Fields of action"), self.fields_in_words),
            (_("Source"), self.origin),
        ]


def _time(value):
    return time_format(value, "H:i") if value else ""
