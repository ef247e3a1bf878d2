"""What somebody has begun to write on the pages of a case (see `integration_office.drafting`)."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from counselling.models import Contact, Referral
from integration_office import drafting


def forget_begun(cases: Sequence[int]) -> None:
    """With the content of these cases it goes as well, whoever has begun it."""
    drafting.forget_below([*_addresses(cases)])


def _addresses(cases: Sequence[int]) -> Iterable[str]:
    for pk in cases:
        yield reverse("counselling:case_detail", args=[pk])
    for pk in Contact.objects.filter(case__in=cases).values_list("pk", flat=True):
        yield reverse("counselling:edit", args=[pk]).removesuffix("edit/")
    for pk in Referral.objects.of_cases(cases).values_list("pk", flat=True):
        yield reverse("counselling:referral_detail", args=[pk])
