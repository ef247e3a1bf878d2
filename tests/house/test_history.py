"""The change history: every change keeps who made it, on which page, in which request."""

import pytest
from django.urls import reverse

from network.models import Organisation
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db


def last_event(organisation):
    return organisation.events.order_by("-pgh_id").select_related("pgh_context").first()


def test_a_change_on_a_page_keeps_person_page_and_request(client_of):
    organisation, user = make_organisation(), make_user("coordination")

    client_of(user).post(reverse("network:archive", args=[organisation.pk]))

    event = last_event(organisation)
    context = event.pgh_context.metadata
    assert (event.pgh_label, context["user"]) == ("update", user.pk)
    assert context["page"] == f"network:archive {organisation.pk}"
    assert len(context["request"]) == 8


def test_a_change_past_every_page_is_seen_as_well():
    organisation = make_organisation()

    Organisation.objects.filter(pk=organisation.pk).update(task="Anders")

    event = last_event(organisation)
    assert (event.pgh_label, event.task, event.pgh_context) == ("update", "Anders", None)
