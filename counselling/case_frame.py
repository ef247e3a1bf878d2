"""What every page of a case has in common: the door, the line in the read log, head and tabs."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from counselling.models import Case
from integration_office.audit import record_reading


@dataclass(frozen=True)
class Tab:
    """A part of a case with a page of its own: the name of its address and its word."""

    url_name: str
    label: str | Promise


# In the order they stand on the page.
TABS = (
    Tab("counselling:case_detail", _("What happened")),
    Tab("counselling:language", _("Language & courses")),
    Tab("counselling:recognition", _("Recognition")),
)


def case_of(request: HttpRequest, pk: int, *, responsible_only: bool = False) -> Case:
    """The case if this user may see it, else 404; what only the responsible may do is refused."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).with_contact_facts().select_related("responsible"),
        pk=pk,
    )
    if responsible_only and not case.belongs_to(request.user):
        raise PermissionDenied
    return case


def opened_case(request: HttpRequest, pk: int) -> Case:
    """The case, and the line in the read log; without the line there is no case. Every page that
    shows something of its content begins with this."""
    case = case_of(request, pk)
    if request.method in ("GET", "HEAD"):
        purpose = "" if case.belongs_to(request.user) else "deputy"
        record_reading(case, by=request.user, purpose=purpose)
    return case


def frame(case: Case, url_name: str) -> dict[str, object]:
    """What `counselling/case_base.html` needs: the case and its tabs, the open one marked."""
    return {
        "case": case,
        "tabs": [
            {
                "url": reverse(tab.url_name, args=[case.pk]),
                "label": tab.label,
                "is_here": tab.url_name == url_name,
            }
            for tab in TABS
        ],
    }
