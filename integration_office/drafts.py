"""A form somebody has begun: kept for this one person and page, sealed, until it is saved, thrown
away or a week old."""

import json

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from integration_office.encryption import (
    CannotDecrypt,
    EncryptedTextField,
    SealedQuerySet,
    SealedRecord,
)
from integration_office.records import RECORD_FIELDS


type Typed = dict[str, list[str]]

DAYS = 7
LONGEST = 100_000


class DraftQuerySet(SealedQuerySet):
    def of(self, user):
        """The only door: nobody reads what somebody else has begun."""
        return self.filter(user=user)


class Draft(SealedRecord):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("user"),
    )
    page = models.CharField(_("page"), max_length=120)
    content = EncryptedTextField(_("content"), max_length=LONGEST)

    objects = DraftQuerySet.as_manager()

    PERSONAL = {"content"}
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "user", "page"}

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="draft_one_per_page"),
        ]
        indexes = [models.Index(fields=["changed_at"], name="draft_by_age")]

    def __str__(self):
        return self.page

    @property
    def typed(self) -> Typed | None:
        """The fields by name; None when they cannot be read any more."""
        try:
            return json.loads(self.content)
        except CannotDecrypt:
            return None


@transaction.atomic
def keep(typed: Typed, *, page: str, user) -> bool:
    """Keep what was typed in place of what was kept for this page before; False when it is too
    long for that."""
    content = json.dumps(typed)
    if len(content) > LONGEST:
        return False
    draft, is_new = Draft.objects.get_or_create(user=user, page=page, defaults={"content": content})
    if not is_new:
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        draft.content = content
        draft.save()
    return True
