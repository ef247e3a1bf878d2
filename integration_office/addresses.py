"""Addresses of pages, kept: a page needs dozens, a list one for each of its lines, and to look one
up anew takes as long as to write the rest of the line."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=5_000)
def address(page: str, *keys: int | str) -> str:
    """The address of a page by its name and the keys in it: `address("offers:detail", 7)`."""
    return reverse(page, args=keys)
