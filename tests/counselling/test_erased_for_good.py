"""An erased file is gone also from the edges: from what was begun and from the history."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from counselling import privacy
from counselling.consents import erasing
from counselling.models import Case, CaseLink, Erasure, Person
from integration_office.drafts import Draft
from tests.counselling.casework import make_link
from tests.counselling.factories import make_case, make_contact
from tests.counselling.people import make_named_case
from tests.counselling.referrals import make_body, make_referral
from tests.factories import make_user


pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"counselling:{name}", args=args)


def erase(case):
    erasing.demand(case, by=case.responsible)
    privacy.finish_erasures(Erasure.objects.filter(case=case))


def begin(client, address, **typed):
    answer = client.post(address, {"keep_draft": "auto", "note": "angefangen"} | typed)
    assert answer.status_code == 204


def test_what_was_begun_on_a_page_of_the_case_goes_with_it(client, counsellor, client_of):
    case = make_named_case(responsible=counsellor)
    contact, body = make_contact(case=case, counsellor=counsellor), make_body()
    other = make_contact(case=make_case(responsible=counsellor), counsellor=counsellor)
    begin(client, contact.get_absolute_url())
    begin(client, f"{page('case_refer_to', case.pk)}?organisation={body.pk}")
    begin(client, f"{page('contact_refer_to', contact.pk)}?organisation={body.pk}")
    begin(client, other.get_absolute_url())
    begin(client, page("quick"))

    erase(case)

    assert set(Draft.objects.values_list("page", flat=True)) == {
        f"counselling:edit {other.pk}",
        "counselling:quick",
    }
    shown = client.get(f"{contact.get_absolute_url()}?draft=1")
    assert "angefangen" not in shown.content.decode()


def test_what_was_begun_goes_a_year_after_closing_too(client, counsellor):
    day = timezone.localdate() - timedelta(days=800)
    case = make_case(responsible=counsellor, opened_on=day)
    contact = make_contact(case=case, counsellor=counsellor)
    begin(client, contact.get_absolute_url())
    Case.objects.update(status="abgeschlossen", closed_on=day, closing_reason="ziel")

    privacy.anonymise(Case.objects.filter(pk=case.pk))

    assert not Draft.objects.exists()


def test_the_history_does_not_say_whose_the_erased_case_was(client, counsellor):
    """The person lives on by name in the other case."""
    known, erased = make_named_case(responsible=counsellor), make_case(responsible=counsellor)
    # The key of the person is one that no other row has.
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('counselling_person_id_seq', 987654)")
    person = make_named_case(responsible=counsellor).person
    other = Case.objects.get(person=person)
    client.post(
        page("case_same_person", erased.pk, person.pk),
        {
            "version": person.version,
            "agreed": "on",
            "language": "deu",
            "form": "schriftlich",
            "given_on": timezone.localdate().isoformat(),
        },
    )
    erased.refresh_from_db()
    assert erased.person_id == person.pk == 987655

    erase(erased)

    assert Person.objects.filter(pk=person.pk, cases=other).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM counselling_caseevent e")
        said = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(c.metadata::text, ' ') FROM pghistory_context c")
        said += cursor.fetchone()[0] or ""
    assert known.number in said
    assert str(person.pk) not in said


@pytest.mark.parametrize("which", [0, 1])
def test_the_history_does_not_keep_who_lived_together(counsellor, which):
    cases = [make_case(responsible=counsellor), make_case(responsible=counsellor)]
    make_link(*cases)

    erase(cases[which])

    names = {field.name for field in CaseLink.pgh_event_model._meta.get_fields()}
    assert not CaseLink.objects.exists()
    assert names.isdisjoint({"case", "other", "relation"})


def test_a_referral_of_somebody_else_keeps_what_was_begun(client_of, counsellor):
    case, colleague = make_named_case(responsible=counsellor), make_user("counselling")
    referral = make_referral(case=make_case(responsible=colleague))
    Draft.objects.create(user=colleague, page=f"counselling:referral_edit {referral.pk}")

    erase(case)

    assert Draft.objects.count() == 1
