"""Contact persons: seen by the office only, and not for ever."""

import datetime

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from integration_office import privacy
from integration_office.models import AuditEntry
from network import actions, agenda
from network.models import ContactPerson, Seat
from network.privacy import held
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation, make_person, make_seat
from tests.network.pages import fill_in


pytestmark = pytest.mark.django_db

A_DAY = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)


def test_circular_mails_need_an_address():
    person = make_person()
    person.mailing_consent_on = A_DAY

    with pytest.raises(ValidationError) as refused:
        person.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()

    assert refused.value.messages == [
        "Circular mails need an e-mail address. Please add one or take the date away."
    ]


def test_the_office_enters_a_person_from_the_page_of_the_organisation(client_of):
    organisation = make_organisation()
    url = f"{reverse('network:person_create')}?organisation={organisation.pk}"

    response = fill_in(client_of(make_user()), url, name="Ada Muster (Demo)", function="Leitung")

    person = ContactPerson.objects.get()
    assert response.url == person.get_absolute_url()
    assert (person.name, person.function, person.organisation) == (
        "Ada Muster (Demo)",
        "Leitung",
        organisation,
    )


def test_an_organisation_that_is_no_number_is_nobody(client_of):
    response = client_of(make_user()).get(reverse("network:person_create"), {"organisation": "x"})

    assert response.status_code == 200


def test_the_list_shows_current_persons_unless_asked(client_of):
    today = timezone.localdate()
    current = make_person(valid_until=today, email="a@demo.example", mailing_consent_on=A_DAY)
    former = make_person(valid_until=today - DAY)
    client, url = client_of(make_user("counselling")), reverse("network:person_list")

    def shown(**query):
        return set(client.get(url, query).context["page"])

    assert [
        shown(),
        shown(state="all"),
        shown(mailing="yes"),
        shown(mailing="no", state="all"),
    ] == [
        {current},
        {current, former},
        {current},
        {former},
    ]
    assert shown(q=current.organisation.name) == {current}


def test_deleting_a_person_leaves_the_seat_of_the_organisation(client_of):
    person = make_person()
    kept = make_seat(organisation=person.organisation, person=person)
    make_seat(person=person)

    client_of(make_user()).post(reverse("network:person_delete", args=[person.pk]))

    assert list(ContactPerson.objects.all()) == []
    assert list(Seat.objects.values_list("pk", "organisation", "person")) == [
        (kept.pk, person.organisation_id, None)
    ]
    assert AuditEntry.objects.filter(verb="erased").count() == 1


def test_a_second_seat_of_the_organisation_goes_with_the_person():
    person = make_person()
    kept = make_seat(organisation=person.organisation)
    make_seat(body=kept.body, organisation=person.organisation, person=person)

    actions.delete_person(person, by=make_user())

    assert list(Seat.objects.all()) == [kept]


def test_persons_are_erased_half_a_year_after_their_function():
    today = datetime.date(2026, 11, 23)
    make_person(valid_until=datetime.date(2026, 5, 1))
    staying = [make_person(valid_until=datetime.date(2026, 6, 1)), make_person()]

    erased = privacy.run_retention(today)["contact_persons"]

    assert erased == 1
    assert list(ContactPerson.objects.order_by("pk")) == staying


def unchanged_since(day, **fields):
    person = make_person(**fields)
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    ContactPerson.objects.filter(pk=person.pk).update(changed_at=noon)
    return person


def test_persons_nobody_confirmed_for_three_years_are_erased():
    today = datetime.date(2026, 11, 23)
    old, young = datetime.date(2023, 11, 23), datetime.date(2023, 11, 24)
    unchanged_since(old)
    unchanged_since(old, valid_until=datetime.date(2040, 1, 1))
    staying = unchanged_since(young)

    erased = privacy.run_retention(today)["unconfirmed_persons"]

    assert erased == 2
    assert list(ContactPerson.objects.all()) == [staying]


def test_the_office_is_asked_after_two_years_until_it_confirms(client_of):
    today = timezone.localdate()
    office = make_user()
    person = unchanged_since(today - relativedelta(months=24), name="Ada Muster (Demo)")
    unchanged_since(today - relativedelta(months=24), valid_until=today - DAY)
    unchanged_since(today - relativedelta(months=24) + DAY)

    asked = list(agenda.unconfirmed_persons(office, today))

    assert [(item.due, item.title, item.url) for item in asked] == [
        (today, "Are the facts still right? Ada Muster (Demo)", person.get_absolute_url())
    ]

    page = client_of(office).get(person.get_absolute_url()).content.decode()
    url = reverse("network:person_confirm", args=[person.pk])
    response = client_of(office).post(url)

    assert f'action="{url}"' in page
    assert response.url == person.get_absolute_url()
    assert list(agenda.unconfirmed_persons(office, today)) == []
    entry = AuditEntry.objects.get(verb="confirmed")
    assert (entry.target, entry.by) == (f"network.ContactPerson:{person.pk}", office)


@pytest.mark.parametrize(
    "role",
    ["counselling", "partner", "volunteer_coordination", "test_office", "data_protection"],
)
def test_only_who_keeps_the_network_is_asked(role):
    unchanged_since(datetime.date(2020, 1, 1))

    assert list(agenda.unconfirmed_persons(make_user(role), timezone.localdate())) == []


def test_who_has_left_the_function_is_not_confirmed(client_of):
    person = make_person(valid_until=timezone.localdate() - DAY)
    client = client_of(make_user())

    with pytest.raises(ValidationError):
        actions.confirm_person(person, by=make_user())
    page = client.get(person.get_absolute_url()).content.decode()

    assert reverse("network:person_confirm", args=[person.pk]) not in page


def test_history_keeps_nothing_of_what_erasure_removes():
    person = make_person(name="Ada Muster (Demo)", email="ada@demo.example", phone="1")

    kept = {field.name for field in person.events.model._meta.concrete_fields}

    assert kept.isdisjoint(ContactPerson.PERSONAL)


def test_a_person_is_told_what_the_network_holds_on_them():
    user = make_user("partner")
    membership = make_membership(user=user, since=A_DAY)
    person = make_person(email=user.email.upper(), phone="1")
    make_person(email="another@demo.example")

    told = [(holding.label, holding.rows) for holding in held(user)]

    assert told == [
        (
            "Membership",
            [
                ("organisation", membership.organisation.name),
                ("since", "03/02/2026"),
                ("until", ""),
            ],
        ),
        (
            "Contact person",
            [
                ("name", person.name),
                ("function", ""),
                ("organisation", person.organisation.name),
                ("phone", "1"),
            ],
        ),
    ]


def test_addresses_of_pages_and_exports_name_nobody(client_of):
    person = make_person(name="Ada Muster (Demo)")
    client = client_of(make_user())

    page = client.get(person.get_absolute_url())
    export = client.get(reverse("network:person_list"), {"format": "csv"})

    title = page.content.decode().partition("<title>")[2].partition("</title>")[0]
    assert "Muster" not in title + person.get_absolute_url() + export["Content-Disposition"]
    assert "Ada Muster" in b"".join(export).decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_persons(
    rows, client_of, django_assert_num_queries
):
    client = client_of(make_user())
    for _ in range(rows):
        make_person()

    with django_assert_num_queries(4):  # session, user, count, persons
        client.get(reverse("network:person_list"))


@pytest.mark.parametrize("chosen", ["²", "9" * 40, "x", "0"])
def test_an_organisation_that_cannot_be_read_from_the_address_is_none(client_of, chosen):
    client = client_of(make_user("coordination"))

    page = client.get(reverse("network:person_create"), {"organisation": chosen})

    assert (page.status_code, page.context["form"]["organisation"].value()) == (200, None)
