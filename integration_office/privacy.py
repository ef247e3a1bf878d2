"""Retention that runs by itself, and everything held on one person (domain/07, 7.2)."""

import datetime
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context, Event

from integration_office import drafts
from integration_office.audit import record
from integration_office.lists import text
from integration_office.models import (
    AuditEntry,
    ImportRun,
    Link,
    OutgoingMail,
    ReadEntry,
    Submission,
    User,
)
from integration_office.registry import Registry


log = logging.getLogger("office.privacy")

BATCH = 500


@dataclass(frozen=True)
class RetentionRule:
    """One kind of data (Datenart): from when it counts, how long it stays, what erasing means."""

    key: str
    label: str | Promise
    model: type[models.Model]
    period_text: str | Promise
    due: Callable[[datetime.date], models.QuerySet]
    erase: Callable[[models.QuerySet], int]
    source: str | Promise


@dataclass(frozen=True)
class Holding:
    """A part of what is held on one person: a heading and label–value rows."""

    label: str
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """What the audit log tells of the last run: when it ended, how many rows each rule took on that
    day, and what failed in it or since."""

    at: datetime.datetime
    erased: dict[str, int]
    failed: dict[str, str]

    @property
    def total(self) -> int:
        return sum(self.erased.values())


rules: dict[str, RetentionRule] = {}
_holders: Registry[Callable[[User], Iterable[Holding]]] = Registry()
holdings = _holders.add()


def delete(queryset: models.QuerySet) -> int:
    """The usual erasure: the rows go. The number of rows of the model itself."""
    _total, by_model = queryset.model._default_manager.filter(pk__in=queryset.values("pk")).delete()
    return by_model.get(queryset.model._meta.label, 0)


def retention(
    key: str,
    label: str | Promise,
    model: type[models.Model],
    period_text: str | Promise,
    due: Callable[[datetime.date], models.QuerySet],
    *,
    source: str,
    erase: Callable[[models.QuerySet], int] = delete,
) -> None:
    """Register the rule of one kind of data. `due(today)` are the rows whose time is over,
    `erase(rows)` removes or anonymises them and says how many; `source` names law or chapter."""
    rules[key] = RetentionRule(key, label, model, period_text, due, erase, source)


def run_retention(today: datetime.date) -> dict[str, int]:
    """Erase what is due under every rule, in batches; how many rows per rule. A rule that fails
    is logged and does not keep the others from their work, whatever it fails of."""
    erased = {}
    for key, rule in rules.items():
        try:
            erased[key] = _run(rule, today)
        except Exception as error:  # only its kind is noted: its text may name a person
            log.exception("retention rule failed", extra={"purpose": key})
            note = f"{key} {type(error).__name__}"
            record("erasing failed", f"{rule.model._meta.label}:*", by=None, note=note)
    record("retention ran", "-", by=None)
    return erased


def last_run() -> Run | None:
    """The last run as data protection sees it; None when there was none."""
    runs = AuditEntry.objects.filter(verb="retention ran", by=None).order_by("-id")[:2]
    if not runs:
        return None
    last, *before = runs
    notes = AuditEntry.objects.filter(by=None, target__endswith=":*").values_list("note", flat=True)
    erased: Counter[str] = Counter()
    for note in notes.filter(verb="erased", at__date=timezone.localdate(last.at)):
        key, _space, count = note.rpartition(" ")
        erased[key] += int(count)
    failures = notes.filter(verb="erasing failed", id__gt=before[0].pk if before else 0).order_by(
        "id"
    )
    return Run(last.at, dict(erased), dict(note.split(" ", 1) for note in failures))


def _run(rule: RetentionRule, today: datetime.date) -> int:
    """Batch by batch in the order of the keys, each row once, whatever the rule makes of it."""
    erased, last = 0, None
    while True:
        with transaction.atomic():
            rows = rule.due(today).order_by("pk")
            rows = rows if last is None else rows.filter(pk__gt=last)
            batch = list(rows.values_list("pk", flat=True)[:BATCH])
            count = rule.erase(rule.model._default_manager.filter(pk__in=batch)) if batch else 0
            if count:
                record("erased", f"{rule.model._meta.label}:*", by=None, note=f"{rule.key} {count}")
        erased += count
        if len(batch) < BATCH:
            return erased
        last = batch[-1]


def held_on(user: User) -> list[Holding]:
    """Everything the office holds on the person behind this account (Art. 15 DSGVO)."""
    return [holding for held in _holders for holding in held(user)]


@holdings
def account(user: User) -> Iterable[Holding]:
    """The account itself."""
    yield Holding(
        str(_("Account")),
        [
            (str(_("name")), user.name),
            (str(_("e-mail address")), user.email),
            (str(_("roles")), ", ".join(str(label) for label in user.role_labels)),
            (
                str(_("created at")),
                text(timezone.localdate(user.created_at)),
            ),
        ],
    )


def _older_than(
    model: type[models.Model], column: str, days: int
) -> Callable[[datetime.date], models.QuerySet]:
    def due(today: datetime.date) -> models.QuerySet:
        end = today - datetime.timedelta(days=days)
        return model._default_manager.filter(**{f"{column}__date__lt": end})

    return due


def _forget_contexts(contexts: models.QuerySet) -> int:
    """The changes stay in the history, without who made them and where."""
    keys = list(contexts.values_list("pk", flat=True))
    histories: list[type[models.Model]] = [
        model for model in apps.get_models() if issubclass(model, Event)
    ]
    for history in histories:
        history._default_manager.filter(pgh_context__in=keys).update(pgh_context=None)
    return delete(contexts)


def _closed_accounts(today: datetime.date) -> models.QuerySet:
    end = today - datetime.timedelta(days=365)
    return User.objects.filter(deactivated_at__date__lt=end).not_erased()


def _anonymise_accounts(accounts: models.QuerySet) -> int:
    count = 0
    for user in accounts.select_for_update():
        user.email, user.name = f"closed-{user.pk}@account.invalid", User.ERASED
        user.last_login = None
        user.set_unusable_password()
        user.save()
        # What the login keeps besides: addresses, second factors, the town's own login.
        for model in (EmailAddress, Authenticator, SocialAccount):
            model.objects.filter(user=user).delete()
        count += 1
    return count


retention(
    "audit",
    _("audit log"),
    AuditEntry,
    _("12 months"),
    _older_than(AuditEntry, "at", 365),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "reads",
    _("read log"),
    ReadEntry,
    _("12 months"),
    _older_than(ReadEntry, "at", 365),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "history",
    _("who made a change, in the change history"),
    Context,
    _("12 months"),
    _older_than(Context, "created_at", 365),
    erase=_forget_contexts,
    source="Art. 5 (1) e DSGVO",
)
retention(
    "mail",
    _("sent mail"),
    OutgoingMail,
    _("30 days"),
    _older_than(OutgoingMail, "created_at", 30),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "links",
    _("links from mails"),
    Link,
    _("90 days after their end"),
    _older_than(Link, "expires_at", 90),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "submissions",
    _("tokens of sent forms"),
    Submission,
    _("2 days"),
    _older_than(Submission, "at", 2),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "drafts",
    _("drafts of forms"),
    drafts.Draft,
    _("7 days after the last word"),
    _older_than(drafts.Draft, "changed_at", drafts.DAYS),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "sessions",
    _("sessions that have ended"),
    Session,
    _("1 day after their end"),
    _older_than(Session, "expire_date", 1),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "imports",
    _("logs of imports"),
    ImportRun,
    _("5 years"),
    _older_than(ImportRun, "started_at", 5 * 365),
    source="Art. 5 (1) e DSGVO",
)
retention(
    "accounts",
    _("closed accounts"),
    User,
    _("12 months after the account was closed"),
    _closed_accounts,
    erase=_anonymise_accounts,
    source="Art. 5 (1) e DSGVO",
)
