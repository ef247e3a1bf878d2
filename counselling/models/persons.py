"""A person with a name: only where somebody agreed in writing that the office keeps a file.

Everything that tells who it is stands sealed; it is found again through `PersonKey` rows, keyed
hashes of the normalised names, never by opening the table.
"""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.codes import PreferredContact
from counselling.models.cases import Case
from integration_office.encryption import EncryptedTextField, SealedQuerySet, SealedRecord
from integration_office.history import tracked
from integration_office.partial_dates import spoken
from integration_office.phones import phone_number
from integration_office.records import RECORD_FIELDS


class PersonQuerySet(SealedQuerySet):
    def visible_to(self, user):
        """The only door: the persons of the cases one may see."""
        return self.filter(Exists(Case.objects.visible_to(user).filter(person=OuterRef("pk"))))


@tracked
class Person(SealedRecord):
    """What of a client is kept beside the groups of the case. Only the name is asked for; a person
    with one name has it as last name."""

    last_name = EncryptedTextField(
        _("last name"),
        max_length=120,
        help_text=_("Or the only name. Nothing else has to be filled in."),
    )
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
    phone = EncryptedTextField(_("telephone"), max_length=60, blank=True, validators=[phone_number])
    email = EncryptedTextField(_("e-mail"), max_length=254, blank=True)
    address = EncryptedTextField(_("address"), max_length=300, blank=True)
    preferred_contact = models.CharField(
        _("is best reached"), max_length=9, choices=PreferredContact, blank=True
    )
    special_needs = EncryptedTextField(
        _("special needs"),
        max_length=500,
        blank=True,
        help_text=_(
            "Encrypted. What a talk or a course has to provide for: a lift, childcare, large "
            "print. No diagnosis; what tells of health only with the consent to it (Art. 9)."
        ),
    )
    # Codes of people/countries.py, "SY,DE": several are possible, the first one counts. Sealed
    # like the name: of some countries one person lives in a town.
    nationality_codes = EncryptedTextField(
        _("nationalities"),
        max_length=30,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}(,[A-Z]{2})*\Z")],
    )
    # One of the same codes: who fled from Syria may hold another passport, or none.
    country_of_origin = EncryptedTextField(
        _("country of origin"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z")],
    )
    arrived_in = EncryptedTextField(
        _("in Germany since"),
        max_length=4,
        blank=True,
        validators=[
            RegexValidator(r"^(19|20)[0-9]{2}\Z", _("Please enter the year with four digits."))
        ],
    )
    do_not_contact = models.BooleanField(_("does not want to be contacted"), default=False)

    objects = PersonQuerySet.as_manager()

    PERSONAL = {
        *("last_name", "first_name", "other_names", "birth", "phone", "email", "address"),
        *("nationality_codes", "country_of_origin", "arrived_in"),
        *("preferred_contact", "special_needs"),
    }
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "do_not_contact"}

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self):
        # Never the name: this word reaches messages, titles and logs.
        return gettext("Person")

    def get_absolute_url(self):
        return reverse("counselling:case_list")

    @property
    def full_name(self):
        """As it is written in German letters: first names first."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)

    @property
    def nationalities(self):
        """The codes, the one that counts first."""
        return [code for code in self.nationality_codes.split(",") if code]

    @property
    def prefers_messenger(self):
        return self.preferred_contact == PreferredContact.MESSENGER

    @property
    def spoken_birth(self):
        return spoken(self.birth)


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


class CountedElsewhere(models.Model):
    """Somebody may have several cases in a year or month and is one person in its figures. When the
    name goes, this says of which figure another case of the same person counts, so that the figure
    stays as it was; of which one it does not say."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="counted_elsewhere", verbose_name=_("case")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    # 0 is the whole year, and no counsellor are all of them.
    month = models.PositiveSmallIntegerField(_("month"), default=0)
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("counsellor"),
    )

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "case", "year", "month", "counsellor"}

    class Meta:
        verbose_name = _("case that is counted once")
        verbose_name_plural = _("cases that are counted once")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "year", "month", "counsellor"],
                name="counted_elsewhere_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return str(self.year)
