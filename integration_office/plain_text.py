"""What people paste without seeing it: characters that no file of ours can hold, and line breaks
where only one line belongs. One of them in a title breaks the calendar or the sheet of everybody.
"""

import re
from functools import partial
from typing import Any

from django import forms


# Control characters and what Unicode says is no character: XML, and with it every sheet, refuses
# a part of them. Tabs and line breaks are left, and nulls: forms and lists refuse those aloud.
_NONE_OF_OURS = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(last) + chr(last + 1) for last in range(0xFFFE, 0x110000, 0x10000))
    + "]"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
_BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]+")


def writable(text: str) -> str:
    """The text without what no file can hold; its lines stay lines."""
    return _NONE_OF_OURS.sub("", _LONE_RETURN.sub("\n", text))


def one_line(text: str) -> str:
    """The same on a single line."""
    return _BREAKS.sub(" ", writable(text))


def read_plainly(form: forms.BaseForm) -> None:
    """Let the fields of this form take texts as they can be passed on: in one line, unless the
    field has room for several. A password stays what was typed."""
    texts: list[Any] = [one for one in form.fields.values() if isinstance(one, forms.CharField)]
    for field in texts:
        if not isinstance(field.widget, forms.PasswordInput):
            has_lines = isinstance(field.widget, forms.Textarea)
            field.to_python = partial(_read, field.to_python, writable if has_lines else one_line)


def _read(to_python, plain, value):
    return to_python(plain(value) if isinstance(value, str) else value)
