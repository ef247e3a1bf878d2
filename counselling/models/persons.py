"""A person with a name: only where somebody agreed in writing that the office keeps a file.

Everything that tells who it is stands sealed; it is found again through `PersonKey` rows, keyed
hashes of the normalised names, never by opening the table.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case
from integration_office.encryption import EncryptedTextField, SealedQuerySet, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS


class PersonQuerySet(SealedQuerySet):
    def visible_to(self, user):
        """The only door: the persons of the cases one may see."""
        return self.filter(Exists(Case.objects.visible_to(user).filter(person=OuterRef("pk"))))


@tracked
class Person(SealedRecord):
    """What of a client is kept beside the groups of the case. Only the name is asked for; a person
    with one name has it as last name."""

    last_name = EncryptedTextField(_("last name"), max_length=120)
    first_name = EncryptedTextField(_("first name"), max_length=120, blank=True)
    other_names = EncryptedTextField(
        _("other names"),
        max_length=240,
        blank=True,
        help_text=_("Former names, other spellings, the name in its own script."),
    )
    birth = EncryptedTextField(
        _("born"),
        max_length=10,
        blank=True,
        help_text=_("A day (24.12.1990), a month (12.1990) or only the year."),
    )
    phone = EncryptedTextField(_("telephone"), max_length=60, blank=True)
    email = EncryptedTextField(_("e-mail"), max_length=254, blank=True)
    address = EncryptedTextField(_("address"), max_length=300, blank=True)
    # ISO 3166-1 alpha-2, XK for Kosovo; several are possible, the first one counts.
    nationalities = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        verbose_name=_("nationalities"),
    )
    arrival_year = models.PositiveSmallIntegerField(
        _("in Germany since"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    do_not_contact = models.BooleanField(_("does not want to be contacted"), default=False)

    objects = PersonQuerySet.as_manager()

    PERSONAL = {
        *("last_name", "first_name", "other_names", "birth", "phone", "email", "address"),
        *("nationalities", "arrival_year"),
    }
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "do_not_contact"}

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(
                condition=Q(arrival_year=None) | Q(arrival_year__range=(1900, 2100)),
                name="person_arrived_in_a_year",
                violation_error_message=_("Please enter the year with four digits."),
            ),
        ]

    def __str__(self):
        # Never the name: this word reaches messages, titles and logs.
        return gettext("Person")

    def get_absolute_url(self):
        return reverse("counselling:list")


class PersonKey(models.Model):
    """A keyed hash by which a person is found again: of two parts of the name, of a part and the
    year of birth, or of an only name. Without the key of the office it tells nothing."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="keys", verbose_name=_("person")
    )
    digest = models.BinaryField(_("digest"), max_length=16)

    PERSONAL = {"digest"}
    NOT_PERSONAL = {"id", "person"}

    class Meta:
        verbose_name = _("key of a name")
        verbose_name_plural = _("keys of names")
        constraints = [
            models.UniqueConstraint(fields=["digest", "person"], name="person_key_once"),
        ]

    def __str__(self):
        return gettext("key of a name")
