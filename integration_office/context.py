"""What every template knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from integration_office.demo import logins
from integration_office.navigation import menu


def office(request):
    """The office's name and looks, the user's menu, and in the demo its logins."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "office": settings.OFFICE,
        "demo": settings.DEMO,
        "reference": getattr(request, "reference", ""),
        "navigation": SimpleLazyObject(lambda: menu(user, request.path) if known else []),
        "demo_logins": SimpleLazyObject(lambda: logins() if settings.DEMO else []),
    }
