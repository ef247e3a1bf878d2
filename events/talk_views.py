"""Talk rounds: headcounts of language cafés and the like."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events import actions
from events.filters import TalkFilter
from events.forms import GroupSessionForm
from events.models import GroupSession
from events.permissions import plans_events
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, is_staff
from integration_office.views import ask, edit


def held(session):
    return _("yes") if session.took_place else _("no: %(why)s") % {"why": session.cancel_reason}


COLUMNS = [
    Column("day", gettext_lazy("Date"), "day", sort="day"),
    Column("title", gettext_lazy("Group"), "title", sort="title__german_order"),
    Column("topic", gettext_lazy("Topic"), "topic"),
    Column("took_place", gettext_lazy("Took place"), held, sort="took_place"),
    Column("n_total", gettext_lazy("People"), "n_total", sort="n_total"),
    Column("n_women", gettext_lazy("Women"), "n_women"),
    Column("n_children", gettext_lazy("Children"), "n_children"),
    Column("new_faces", gettext_lazy("New"), "new_faces"),
]


@require_safe
@allow(is_staff)
def talk_list(request):
    may_count = plans_events(request.user)
    first = Column("day", COLUMNS[0].label, "day", sort="day", link=may_count)
    return list_page(
        request,
        GroupSession.objects.all(),
        columns=[first, *COLUMNS[1:]],
        filterset=TalkFilter,
        template="events/talk_list.html",
        title=_("Talk rounds"),
        filename="gespraechsrunden",
        context={"may_count": may_count},
    )


def _keep(request):
    return lambda form: actions.count_talk(form.instance, by=request.user)


@allow(plans_events)
def talk_create(request):
    back = reverse("events:talk_list")
    return edit(
        request,
        GroupSessionForm,
        title=_("Count a talk round"),
        save=_keep(request),
        then=back,
        context={"back": back},
    )


@allow(plans_events)
def talk_edit(request, pk):
    session = get_object_or_404(GroupSession, pk=pk)
    back = reverse("events:talk_list")
    return edit(
        request,
        GroupSessionForm,
        instance=session,
        title=_("Edit “%(session)s”") % {"session": session},
        template="events/talk_form.html",
        save=_keep(request),
        then=back,
        context={"back": back},
    )


@allow(plans_events)
def talk_delete(request, pk):
    session = get_object_or_404(GroupSession, pk=pk)
    return ask(
        request,
        title=_("Delete “%(session)s”") % {"session": session},
        question=_("Delete this headcount?"),
        label=_("Delete"),
        do=lambda: actions.delete_talk(session, by=request.user),
        then=reverse("events:talk_list"),
        success=_("The headcount is deleted."),
    )
