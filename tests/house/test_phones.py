"""A telephone number is one somebody can dial; how it is written is up to people."""

import pytest
from django.core.exceptions import ValidationError

from integration_office.phones import phone_number


@pytest.mark.parametrize(
    "number",
    [
        "04103 707-0",
        "+49 (0)4103 / 707–0",
        "04103/7070 (vormittags)",
        "0151 0000000, 04103 000",
        "0151.000.0000",
        "115",
    ],
)
def test_a_number_is_taken_as_people_write_it(number):
    phone_number(number)


@pytest.mark.parametrize("number", ["abc", "Telefon 04103 707", "12", "--", "707 App. 2", "(707"])
def test_what_cannot_be_dialled_gets_a_sentence(number):
    with pytest.raises(ValidationError, match="Please write a number like 04103 123-45"):
        phone_number(number)
