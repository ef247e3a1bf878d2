"""An offer in words: the sentences that list, page, mail and export share."""

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from integration_office.codes import FieldOfAction, GermanLevel, Language, StatusGroup
from integration_office.partial_dates import spoken
from offers.codes import BarrierFree, Interpreting, Known, Registration, TargetGroup, Via


FIRST_WORDS = 20


def beginning(text):
    """The first words of a text."""
    words = text.split(maxsplit=FIRST_WORDS)
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")


def line_words():
    """What the facts of a line are called."""
    return (_("German level"), _("When"), _("Where"), _("Cost"))


class InWords:
    """Mixed into Offer; each property is one fact as people say it, empty when it is not known."""

    @property
    def in_short(self):
        """One or two sentences; the beginning of the description where nobody wrote them."""
        return self.short_text or beginning(self.description)

    @property
    def when(self):
        """The times in words, then what no rule can say."""
        times = [str(one) for one in self.schedules.all()] if self.pk else []
        said = "; ".join(part for part in (*times, self.schedule_text) if part)
        appointment = _("by appointment") if self.by_appointment else ""
        return ", ".join(part for part in (said, appointment) if part)

    @property
    def where(self):
        """The location with its address, and what the provider adds in words."""
        known = self.location.whole if self.location else ""
        return ", ".join(part for part in (known, self.place) if part)

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
            said = [_("free of charge"), self.cost_text]
        elif self.price:
            said = [_("%(price)s euros") % {"price": number_format(self.price)}, self.cost_text]
        else:
            said = [self.cost_text or (_("costs something") if self.is_free == Known.NO else "")]
        return ", ".join(part for part in (*said, self.exemption_note) if part)

    @property
    def _deadline(self):
        last = self.registration_deadline
        if last is None:
            return ""
        is_over = last < timezone.localdate()
        said = _("by %(day)s (over)") if is_over else _("by %(day)s")
        return said % {"day": date_format(last)}

    @property
    def registering(self):
        known = self.registration != Registration.UNKNOWN
        said = [
            str(self.get_registration_display()) if known else "",
            self.registration_contact,
            self._deadline,
        ]
        return ", ".join(part for part in said if part)

    @property
    def target_group_labels(self):
        return [TargetGroup(code).label for code in self.target_groups]

    @property
    def ages(self):
        """ "from 6 to 12 years", one of both, or nothing."""
        if self.age_from is not None and self.age_to is not None:
            ages = {"low": self.age_from, "high": self.age_to}
            return _("from %(low)s to %(high)s years") % ages
        if self.age_from is not None:
            return _("from %(low)s years") % {"low": self.age_from}
        return _("up to %(high)s years") % {"high": self.age_to} if self.age_to is not None else ""

    @property
    def for_whom(self):
        """What the provider wrote, else the groups; women only and ages where they add to it."""
        said = self.target_group or ", ".join(str(label) for label in self.target_group_labels)
        women = _("for women only") if self.women_only and "frau" not in said.lower() else ""
        return ", ".join(part for part in (said, women, self.ages) if part)

    @property
    def residence_in_words(self):
        return ", ".join(str(StatusGroup(code).label) for code in self.residence_statuses)

    @property
    def interpreted(self):
        if self.interpreting == Interpreting.UNKNOWN:
            return ""
        languages = ", ".join(str(Language(code).label) for code in self.interpreting_languages)
        said = [str(self.get_interpreting_display()), languages]
        return ": ".join(part for part in said if part)

    @property
    def contact(self):
        said = [self.contact_name, self.contact_phone, self.contact_email]
        return ", ".join(part for part in said if part)

    @property
    def funded(self):
        until = self.funding_until and date_format(self.funding_until)
        said = [self.funding, _("until %(end)s") % {"end": until} if until else ""]
        return ", ".join(part for part in said if part)

    @property
    def places(self):
        """ "12, 3 of them free (on 2 March 2026)": a number of free places is as old as its day."""
        if self.free_places is None:
            return "" if self.capacity is None else str(self.capacity)
        if self.capacity is None:
            said = _("%(free)s free") % {"free": self.free_places}
        else:
            numbers = {"all": self.capacity, "free": self.free_places}
            said = _("%(all)s, %(free)s of them free") % numbers
        if not self.free_places_checked_on:
            return said
        day = date_format(self.free_places_checked_on, "SHORT_DATE_FORMAT")
        return _("%(places)s (as of %(day)s)") % {"places": said, "day": day}

    @property
    def period(self):
        start, end = spoken(self.valid_from), spoken(self.valid_until)
        if start and end:
            return _("%(start)s to %(end)s") % {"start": start, "end": end}
        if start and self.first_valid_day > timezone.localdate():
            return _("from %(day)s on") % {"day": start}
        if start:
            return _("since %(start)s") % {"start": start}
        return _("until %(end)s") % {"end": end} if end else ""

    @property
    def barriers(self):
        """What is said of the offer itself, else of its location."""
        known = self.barrier_free != BarrierFree.UNKNOWN
        about = self if known or self.barrier_note or not self.location else self.location
        word = ""
        if about.barrier_free != BarrierFree.UNKNOWN:
            word = str(about.get_barrier_free_display())
        return ", ".join(part for part in (word, about.barrier_note) if part)

    @property
    def caring(self):
        return self.get_childcare_display() if self.childcare != Known.UNKNOWN else ""

    @property
    def origin(self):
        """Where the facts come from, and how old the source was."""
        as_of = spoken(self.source_as_of) and _("as of %(date)s") % {
            "date": spoken(self.source_as_of)
        }
        said = (str(self.get_known_from_display()), self.source, as_of)
        return " – ".join(part for part in said if part)

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
    def partners_in_words(self):
        if not self.has_partners:
            return ""
        return ", ".join(str(partner) for partner in self.cooperation_partners.german_order())

    @property
    def next_confirmation(self):
        return date_format(self.due_on, "DATE_FORMAT") if self.due_on else ""

    def in_a_line(self):
        """The facts of a line of the catalogue, to be kept in `line`: to put them into words takes
        longer than all the rest of a page."""
        return [self.level, self.when, self.where, self.cost]

    @property
    def short_facts(self):
        """The four facts of a line, each with its word."""
        return list(zip(line_words(), self.in_a_line(), strict=True))

    @property
    def asked_facts(self):
        """What a provider looks at before saying that it is still true: word, value, and whether
        the value is missed. Without time and place nobody can come; the rest may be unknown."""
        needed = [
            (_("When"), self.when, _("no time written down yet")),
            (_("Where"), self.where, _("no place written down yet")),
        ]
        others = [
            (_("For whom"), self.for_whom),
            (_("Languages"), self.languages_in_words),
            (_("German level"), self.level),
            (_("Cost"), self.cost),
            (_("Registration"), self.registering),
            (_("Places"), self.places),
        ]
        return [(word, value or gap, not value) for word, value, gap in needed] + [
            (word, value, False) for word, value in others if value
        ]

    @property
    def facts(self):
        """Everything known, for the offer's own page."""
        return [
            (_("When"), self.when),
            (_("Where"), self.where),
            (_("In cooperation with"), self.partners_in_words),
            (_("Format"), self.get_format_display()),
            (_("Barrier-free"), self.barriers),
            (_("How to get there"), self.location.how_to_get_there if self.location else ""),
            (_("For whom"), self.for_whom),
            (_("Who may take part"), self.admission_conditions),
            (_("Residence status (hint)"), self.residence_in_words),
            (_("German level"), self.level),
            (_("Languages"), self.languages_in_words),
            (_("Interpreting"), self.interpreted),
            (_("Cost"), self.cost),
            (_("Registration"), self.registering),
            (_("Places"), self.places),
            (_("How to get in"), self.access_for_clients),
            (_("What to bring"), self.what_to_bring),
            (_("Childcare"), self.caring),
            (_("Contact"), self.contact),
            (_("Period"), self.period),
            (_("Funded by"), self.funded),
            (_("Fields of action"), self.fields_in_words),
            (_("Source"), self.origin),
        ]
