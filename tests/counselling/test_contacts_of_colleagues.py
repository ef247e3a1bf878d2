"""A talk in a case that is a colleague's by now: it counts for whoever led it, and its note is
read and changed by those who see the case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from counselling import actions
from counselling.agenda import contacts_of_the_month
from counselling.models import CaseDeputy, Contact
from integration_office.models import ReadEntry
from tests.counselling.factories import make_case, make_contact, make_deputy, quick_post
from tests.factories import make_user


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(name, contact):
    return reverse(f"counselling:{name}", args=[contact.pk])


@pytest.fixture(params=["handed over", "deputyship over", "closed and handed over"])
def contact(request, counsellor, today):
    """Logged by the counsellor, who does not see the case any more."""
    if request.param == "deputyship over":
        case = make_case()
        deputy = make_deputy(case, counsellor)
    else:
        case = make_case(responsible=counsellor)
    make_contact(counsellor=counsellor, case=case, note="vertraulich", follow_up=today)
    if request.param == "closed and handed over":
        actions.close_case(case, on=today, reason="ziel", by=counsellor)
    if request.param == "deputyship over":
        actions.end_deputy(deputy, by=case.responsible)
    else:
        actions.hand_over(case, to=make_user("counselling"), by=counsellor)
    return Contact.objects.get()


@pytest.mark.parametrize("name", ["edit", "delete", "continue", "follow_up_done", "contact_refer"])
def test_who_does_not_see_the_case_reads_changes_and_deletes_nothing(client, contact, name):
    answers = [client.get(page(name, contact)), client.post(page(name, contact), quick_post())]

    assert [answer.status_code for answer in answers] == [404, 404]
    stored = Contact.objects.get()
    assert (stored.note, stored.duration, stored.version) == ("vertraulich", "d15", contact.version)


def test_it_is_not_taken_back_by_the_tally_either(client, contact):
    client.post(reverse("counselling:tally_undo"), {"contacts": str(contact.pk)})

    assert Contact.objects.get() == contact


def test_it_counts_and_stands_in_the_own_lists_without_note_and_way(client, counsellor, contact):
    make_contact(counsellor=counsellor)
    list_page = client.get(reverse("counselling:list"))
    pages = [list_page, *(client.get(reverse(f"counselling:{n}")) for n in ("quick", "tally"))]
    figure = contacts_of_the_month(counsellor, timezone.localdate())

    assert figure.value == 2
    assert contact in set(list_page.context["page"])
    for answer in pages:
        text = answer.content.decode()
        assert "vertraulich" not in text
        assert page("edit", contact) not in text
        assert contact.case.get_absolute_url() not in text
    exported = client.get(reverse("counselling:list"), {"format": "csv"})
    assert "vertraulich" not in exported.getvalue().decode()


def test_whoever_is_responsible_now_reads_it_in_the_case(client_of, contact):
    case = contact.case

    answer = client_of(case.responsible).get(case.get_absolute_url())

    assert "vertraulich" in answer.content.decode()


def test_a_deputy_corrects_their_own_talk_and_the_case_knows_who_opened_it(client, counsellor):
    case = make_case()
    make_deputy(case, counsellor)
    contact = make_contact(counsellor=counsellor, case=case, note="vertraulich")

    shown = client.get(page("edit", contact))
    client.post(
        page("edit", contact),
        quick_post(version=contact.version, duration="d60", case=case.pk, note="genauer"),
    )

    assert "vertraulich" in shown.content.decode()
    stored = Contact.objects.get()
    assert (stored.note, stored.duration, stored.case) == ("genauer", "d60", case)
    lines = ReadEntry.objects.filter(target=f"counselling.Case:{case.pk}", by=counsellor)
    assert set(lines.values_list("purpose", flat=True)) == {"deputy"}


def test_a_deputyship_of_next_week_opens_nothing_yet(client, counsellor, today):
    case = make_case()
    CaseDeputy.objects.create(case=case, user=counsellor, since=today + 7 * DAY)
    contact = make_contact(counsellor=counsellor, case=case, note="vertraulich")

    assert client.get(page("edit", contact)).status_code == 404
