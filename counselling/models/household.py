"""Who lives together: cases of one household know of each other, and how many they are."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from counselling.casework.codes import SEEN_FROM_THERE, Relation
from counselling.models.cases import Case, OfCaseQuerySet
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS, Record


MOST = 20


class CaseLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The only door: whoever sees one of the two cases. What of the other one may be told,
        `counselling.casework.household.relatives` decides."""
        seen = Case.objects.visible_to(user).values("pk")
        return self.filter(Q(case__in=seen) | Q(other__in=seen))

    def of_case(self, case):
        return self.filter(Q(case=case) | Q(other=case))

    def between(self, case, other):
        first, second = sorted([case.pk, other.pk])
        return self.filter(case=first, other=second)


@tracked
class CaseLink(Record):
    """Two cases of one household, once for both: the one with the smaller key comes first."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="links", verbose_name=_("case")
    )
    other = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="links_back", verbose_name=_("other case")
    )
    # What `other` is to `case`.
    relation = models.CharField(_("relation"), max_length=11, choices=Relation)

    objects = CaseLinkQuerySet.as_manager()

    # Which two it were goes with the link, also out of the history.
    PERSONAL = {"case", "other", "relation"}
    NOT_PERSONAL = {*RECORD_FIELDS}

    class Meta:
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(case__lt=F("other")), name="case_link_in_order"),
            models.UniqueConstraint(
                fields=["case", "other"],
                name="case_link_once",
                violation_error_message=_("These two cases are linked already."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def of(cls, case, other, relation):
        """The link that says that `other` is the `relation` of `case`."""
        if case.pk < other.pk:
            return cls(case=case, other=other, relation=relation)
        return cls(case=other, other=case, relation=SEEN_FROM_THERE.get(relation, relation))

    def seen_from(self, case):
        """(the other case, what it is to this one)."""
        if case.pk == self.case_id:
            return self.other, Relation(self.relation)
        relation = Relation(self.relation)
        return self.case, SEEN_FROM_THERE.get(relation, relation)


def _number_of(label):
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


@tracked
class Household(Record):
    """How many live together, where it came up. Nothing is asked for."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="household", verbose_name=_("case")
    )
    adults = _number_of(_("adults"))
    children_to_5 = _number_of(_("children up to 5"))
    children_to_11 = _number_of(_("children from 6 to 11"))
    children_to_17 = _number_of(_("children from 12 to 17"))

    objects = OfCaseQuerySet.as_manager()

    SIZES = ("adults", "children_to_5", "children_to_11", "children_to_17")
    PERSONAL = set(SIZES)
    NOT_PERSONAL = {*RECORD_FIELDS, "case"}

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": MOST}),
                name=f"household_{name}_few",
                violation_error_message=_("Please enter at most 20 people."),
            )
            for name in ("adults", "children_to_5", "children_to_11", "children_to_17")
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("counselling:household", args=[self.case_id])

    @property
    def known(self):
        """(word, number) of what is known."""
        fields = [self._meta.get_field(name) for name in self.SIZES]
        numbers = [(field.verbose_name, getattr(self, field.name)) for field in fields]
        return [(word, number) for word, number in numbers if number is not None]
