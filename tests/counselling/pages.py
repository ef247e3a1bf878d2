"""Addresses of the pages of a case."""

from django.urls import reverse


def page(name, case, **kwargs):
    return reverse(f"counselling:{name}", kwargs={"pk": case.pk} | kwargs)
