"""Who works here, what happened, what is to be sent: the rows of the ground floor."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from integration_office.drafts import Draft as Draft
from integration_office.history import tracked


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def not_erased(self):
        """Without the accounts of which only the number is left (privacy.py)."""
        return self.exclude(name=User.ERASED)

    def with_role(self, role):
        return self.filter(roles__contains=[role])


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Django's and allauth's way in: an address is found whatever its capitals."""

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


@tracked
class User(AbstractBaseUser):
    class Role(models.TextChoices):
        COORDINATION = "coordination", _("coordination")
        COUNSELLING = "counselling", _("counselling")
        VOLUNTEER_COORDINATION = "volunteer_coordination", _("volunteer coordination")
        TEST_OFFICE = "test_office", _("test office")
        ADMINISTRATION = "administration", _("administration")
        PARTNER = "partner", _("partner organisation")
        VOLUNTEER = "volunteer", _("volunteer")
        DATA_PROTECTION = "data_protection", _("data protection")

    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    roles = ArrayField(
        models.CharField(max_length=30, choices=Role), default=list, verbose_name=_("roles")
    )
    is_active = models.BooleanField(_("may log in"), default=True)
    deactivated_at = models.DateTimeField(_("deactivated at"), null=True, blank=True)
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    ERASED = "–"

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    PERSONAL = {"email", "name", "password", "last_login"}
    NOT_PERSONAL = {
        "id",
        "roles",
        "is_active",
        "deactivated_at",
        "session_generation",
        "created_at",
        "version",
    }

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_(
                    "There is an account with this e-mail address already. Please open that one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at=None)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="user_deactivated_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    roles__contained_by=[
                        "coordination",
                        "counselling",
                        "volunteer_coordination",
                        "test_office",
                        "administration",
                        "partner",
                        "volunteer",
                        "data_protection",
                    ]
                ),
                name="user_has_known_roles",
            ),
        ]
        indexes = [GinIndex(fields=["roles"], name="user_roles")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("user_edit", args=[self.pk])

    @property
    def role_labels(self):
        return [self.Role(role).label for role in self.roles]

    def has(self, *roles):
        """Whether the person is active and holds at least one of these roles."""
        return self.is_active and not set(roles).isdisjoint(self.roles)

    def _get_session_auth_hash(self, secret=None):
        # The generation is part of it, so that a deactivation ends sessions for good: they do
        # not wake up again when the account is opened once more.
        return salted_hmac(
            "integration_office.models.User",
            f"{self.password}:{self.session_generation}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class AuditEntry(models.Model):
    """One line per verb that matters. It points at nothing and outlives what it tells of."""

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    target = models.CharField(max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)

    NOT_PERSONAL = {"id", "at", "verb", "target", "by", "note"}
    PERSONAL: set[str] = set()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["target", "-at"], name="audit_by_target"),
        ]

    def __str__(self):
        return f"{self.verb} {self.target}"


class ReadEntry(models.Model):
    """Somebody opened a confidential row. Written by the view helper that fetches the row."""

    at = models.DateTimeField(default=timezone.now)
    target = models.CharField(max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=120, blank=True)

    NOT_PERSONAL = {"id", "at", "target", "by", "purpose"}
    PERSONAL: set[str] = set()

    class Meta:
        verbose_name = _("read entry")
        verbose_name_plural = _("read entries")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="read_newest_first"),
            models.Index(fields=["target", "-at"], name="read_by_target"),
        ]

    def __str__(self):
        return self.target


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self, now):
        return self.filter(sent_at=None, given_up_at=None, next_try_at__lte=now)


class OutgoingMail(models.Model):
    """A mail that waits until the mail server has taken it."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    purpose = models.CharField(_("purpose"), max_length=40)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    PERSONAL = {"to", "subject", "body"}
    NOT_PERSONAL = {
        "id",
        "purpose",
        "created_at",
        "next_try_at",
        "tries",
        "last_error",
        "sent_at",
        "given_up_at",
    }

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="mail_waiting",
                condition=Q(sent_at=None, given_up_at=None),
            ),
        ]

    def __str__(self):
        return self.subject


class Link(models.Model):
    """A link from a mail: one purpose, one target, an end. Only a hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    target = models.CharField(max_length=120)
    recipient = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    PERSONAL = {"recipient"}
    NOT_PERSONAL = {
        "id",
        "token_hash",
        "purpose",
        "target",
        "created_at",
        "created_by",
        "expires_at",
        "used_at",
        "revoked_at",
    }

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [models.Index(fields=["purpose", "target"], name="link_by_target")]

    def __str__(self):
        return f"{self.purpose} {self.target}"

    @property
    def target_pk(self):
        return int(self.target.rpartition(":")[2])

    def use(self):
        """Close the link: it has served its purpose."""
        self.used_at = timezone.now()
        self.save(update_fields=["used_at"])


class SubmissionQuerySet(models.QuerySet):
    def claim(self, token: uuid.UUID, *, by: User) -> bool:
        """Whether a form with this token is sent for the first time. While one of the same token
        is being saved this waits: for its end if it is saved, for the token if it is refused."""
        with connection.cursor() as cursor:
            # In one statement; Django would ask, set a savepoint, insert and release it.
            cursor.execute(
                f"INSERT INTO {self.model._meta.db_table} (token, by_id, url, at) "
                "VALUES (%s, %s, '', %s) ON CONFLICT DO NOTHING RETURNING token",
                [token, by.pk, timezone.now()],
            )
            return cursor.fetchone() is not None


class Submission(models.Model):
    """A form that was sent: its token makes the second click find what the first one made."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SubmissionQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"token", "by", "url", "at"}

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self):
        return str(self.token)


class ImportRun(models.Model):
    """One import of lists, and the only place from which it can be taken back."""

    folder = models.CharField(max_length=300)
    started_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "folder", "started_at", "by", "taken_back_at"}

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at"]

    def __str__(self):
        return self.folder


class ImportedRow(models.Model):
    """What became of one row of a list."""

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken")
        MERGED = "merged", _("merged")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    list_name = models.CharField(max_length=80)
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    target = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    made = ArrayField(models.CharField(max_length=120), default=list)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "run", "list_name", "line", "outcome", "target", "note", "made"}

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["run", "list_name", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "list_name", "line"], name="imported_row_once_per_run"
            )
        ]

    def __str__(self):
        return f"{self.list_name}:{self.line}"
