"""What every page of a case has in common: the door, the line in the read log, head and tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from counselling.models import Case
from counselling.parts import closed_sentence
from integration_office import drafting
from integration_office.addresses import address
from integration_office.audit import record_reading, record_readings
from integration_office.models import User


@dataclass(frozen=True)
class Tab:
    """A part of a case with a page of its own: the name of its address and its word; `relation`
    are the rows of the case that are counted beside it."""

    url_name: str
    label: str | Promise
    relation: str = ""


# In the order they stand on the page.
TABS = (
    Tab("counselling:case_detail", _("What happened"), "contacts"),
    Tab("counselling:case_person", _("Person")),
    Tab("counselling:goals", _("Goals"), "goals"),
    Tab("counselling:tasks", _("Tasks")),
    Tab("counselling:household", _("Household")),
    Tab("counselling:levels", _("Languages")),
    Tab("counselling:language", _("Language & courses")),
    Tab("counselling:recognition", _("Recognition")),
    Tab("counselling:case_referrals", _("Referrals"), "referrals"),
    Tab("counselling:files", _("Files"), "files"),
    Tab("counselling:case_consents", _("Consents"), "consents"),
)
COUNTED = tuple(tab.relation for tab in TABS if tab.relation)
# In the session: the case whose name the next page shows, once.
NAME_SHOWN = "case_name_shown"


@cache
def _with_numbers() -> QuerySet[Case]:
    """All that the frame says of a case; put together once, as the same for every case."""
    return Case.objects.with_number_of(COUNTED).select_related("responsible")


def case_of(request: HttpRequest, pk: int, *, responsible_only: bool = False) -> Case:
    """The case if this user may see it, else 404; what only the responsible may do is refused."""
    case = get_object_or_404(_with_numbers().visible_to(request.user), pk=pk)
    if responsible_only and not case.belongs_to(request.user):
        raise PermissionDenied
    return case


def opened_case(request: HttpRequest, pk: int, *, purpose: str = "") -> Case:
    """The case, and the line in the read log; without the line there is no case. Every page that
    shows something of its content begins with this; `purpose` says so where it shows the name.
    Also what is sent leaves a line: refused, it is answered by the whole page."""
    case = case_of(request, pk)
    if not drafting.is_automatic(request):  # answered without a page, every few seconds
        record_opening(case, request.user, purpose)
    if request.session.pop(NAME_SHOWN, None) == case.pk and case.person is not None:
        case.shown_name = case.person.full_name
    return case


def closed_page(request: HttpRequest, case: Case, url_name: str) -> HttpResponse | None:
    """Instead of a form that could not be saved: a page of the closed case, and why. What is typed
    already is not thrown away: the action says the same, and the form keeps it."""
    if case.is_open or request.method == "POST":
        return None
    messages.error(request, closed_sentence())
    return redirect(url_name, case.pk)


def record_opening(case: Case, user: User, what: str = "") -> None:
    """The line in the read log: as what `user` opened the case, and what of it was read. That a
    deputy reads is said whatever is read."""
    as_what = "" if case.belongs_to(user) else "deputy"
    record_reading(case, by=user, purpose=f"{as_what} {what}".strip())


def record_listing(cases: Iterable[Case | None], user: User) -> None:
    """A list that says more of a case than its mask leaves a line for each one `user` only
    deputises for: whoever is responsible sees who has read there."""
    deputised = [case for case in cases if case is not None and not case.belongs_to(user)]
    record_readings(deputised, by=user, purpose="deputy list")


def show_name_once(request: HttpRequest, case: Case) -> None:
    """The next page of the case shows the name, that one only."""
    record_opening(case, request.user, "name")
    request.session[NAME_SHOWN] = case.pk


def frame(case: Case, url_name: str) -> dict[str, object]:
    """What `counselling/case_base.html` needs: the case and its tabs, the open one marked."""
    return {
        "case": case,
        "tabs": [
            {
                "url": address(tab.url_name, case.pk),
                "label": tab.label,
                "count": getattr(case, f"in_{tab.relation}", None) if tab.relation else None,
                "is_here": tab.url_name == url_name,
            }
            for tab in TABS
        ],
    }
