"""What a button on the pages of casework has sent."""

from django.core.exceptions import BadRequest
from django.db.models import TextChoices
from django.http import HttpRequest


def chosen[C: TextChoices](request: HttpRequest, name: str, choices: type[C]) -> C:
    """The code that a button of ours has sent; anything else did not come from our page."""
    try:
        return choices(request.POST.get(name, ""))
    except ValueError:
        raise BadRequest("No button of this page sends that.") from None
