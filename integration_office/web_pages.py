"""The address of a web page, as a browser opens it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def web_page(value: str) -> None:
    """Refuse what browsers have forgotten (ftp://) and what is checked by nobody."""
    if not value.lower().startswith(("http://", "https://")):
        raise ValidationError(_("Please write an address that begins with https:// or http://."))
