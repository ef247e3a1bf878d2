"""A telephone number, as people write it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


# "04103 / 707-0 (vormittags)", "+49 (0)4103 707-0, -1": digits and what stands between them, and a
# word in brackets; three digits at least, as 110 and 115 have.
NUMBER = re.compile(r"(?=(?:\D*\d){3})(?:[\d\s+/.,;–-]|\([^()]*\))+")


def phone_number(value: str) -> None:
    if not NUMBER.fullmatch(value):
        raise ValidationError(
            _("Please write a number like 04103 123-45; a word behind it goes in brackets.")
        )
