"""Numbers that an address, a form or a file of others names in digits."""

import re


# As many as the database keeps and Python reads; "²" and "٣" are no digits of ours.
_WHOLE = re.compile("[0-9]{1,18}")


def whole_number(text: str) -> int | None:
    """The number of up to 18 digits, a key for example; None where somebody wrote something
    else."""
    return int(text) if _WHOLE.fullmatch(text) else None


def whole_numbers(texts: list[str]) -> list[int]:
    """Those of the texts that are one."""
    return [number for text in texts if (number := whole_number(text)) is not None]
