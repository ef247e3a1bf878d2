"""What every template knows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from integration_office.demo import logins
from integration_office.navigation import menu, sought, standing


def office(request):
    """The office's name and looks, the user's menu, and in the demo its logins."""
    user = getattr(request, "user", None)
    at = standing(user, request.path) if user is not None and user.is_authenticated else None
    return {
        "office": settings.OFFICE,
        "demo": settings.DEMO,
        "reference": getattr(request, "reference", ""),
        "standing": at,
        "navigation": menu(at) if at else (),
        "sought": sought(at) if at else "",
        "demo_logins": SimpleLazyObject(lambda: logins() if settings.DEMO else []),
    }
