"""Choice lists of work on a case (domain/13). The codes are stable; labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GoalState(models.TextChoices):
    OPEN = "offen", pgettext_lazy("goal", "open")
    REACHED = "erreicht", pgettext_lazy("goal", "reached")
    GIVEN_UP = "aufgegeben", pgettext_lazy("goal", "given up")


class ToDoState(models.TextChoices):
    OPEN = "offen", pgettext_lazy("step", "open")
    DONE = "erledigt", pgettext_lazy("step", "done")
    DROPPED = "entfallen", pgettext_lazy("step", "dropped")


class Who(models.TextChoices):
    """Who does an agreed step."""

    CLIENT = "rs", _("client")
    COUNSELLOR = "beratung", pgettext_lazy("step", "counselling")
    TOGETHER = "gemeinsam", _("together")
    OTHERS = "andere", _("another office")


class Relation(models.TextChoices):
    """What the other case is to this one."""

    PARTNER = "partner", _("spouse or partner")
    CHILD = "kind", _("child")
    PARENT = "elternteil", _("parent")
    SIBLING = "geschwister", _("brother or sister")
    OTHER = "sonstige", _("other person of the household")


SEEN_FROM_THERE = {Relation.CHILD: Relation.PARENT, Relation.PARENT: Relation.CHILD}


class LevelSource(models.TextChoices):
    """How it is known (domain/13, ger_quelle)."""

    SELF = "selbst", _("own estimate")
    TALK = "gespr", _("talk")
    TEST = "test", _("placement test")
    CERTIFICATE = "zert", _("certificate")


class Literacy(models.TextChoices):
    """Latin script (domain/13, schrift)."""

    LATIN = "lat", _("reads and writes Latin script")
    SECOND = "zweit", _("learns Latin as a second script")
    NONE = "alpha", _("cannot read or write yet")
    UNKNOWN = "unb", pgettext_lazy("script", "unknown")


class FileKind(models.TextChoices):
    """What a paper of the client is."""

    IDENTITY = "ausweis", _("identity card, passport, residence permit")
    CERTIFICATE = "zeugnis", _("school or professional certificate")
    NOTICE = "bescheid", _("official notice")
    ENTITLEMENT = "berechtigung", _("course entitlement")
    CONSENT = "einwilligung", _("signed consent")
    TRANSLATION = "uebersetzung", pgettext_lazy("file", "translation")
    CV = "lebenslauf", _("curriculum vitae")
    LETTER = "schreiben", pgettext_lazy("file", "letter")
    OTHER = "sonstiges", pgettext_lazy("file", "other paper")


class TakeOverReason(models.TextChoices):
    """Why the coordination lets itself into a colleague's cases. A list, not a text: it stands in
    the audit log, which must hold nothing personal, of a colleague neither."""

    LEFT = "ausgeschieden", _("the colleague has left")
    AWAY = "abwesend", _("the colleague is away, and the cases cannot wait")
    NOBODY = "niemand_sonst", _("nobody else can counsel them")


class ChangeKind(models.TextChoices):
    """What happened to a case itself."""

    OPENED = "eroeffnet", pgettext_lazy("case", "opened")
    STATUS = "status", _("status changed")
    CLOSED = "abgeschlossen", pgettext_lazy("case", "closed")
    REOPENED = "wieder_offen", _("opened again")
    HANDED_OVER = "uebergeben", _("handed over")
