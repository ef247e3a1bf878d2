"""Organisations: their names, their archive, their pages and their list."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from integration_office.models import AuditEntry
from network import actions
from network.models import Organisation
from tests.factories import make_user
from tests.network.factories import (
    make_measure,
    make_membership,
    make_organisation,
    make_person,
    make_seat,
)
from tests.network.pages import fill_in, opened, send


pytestmark = pytest.mark.django_db

A_DAY = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


@pytest.mark.parametrize(
    "name",
    [
        "TÜRKISCHER ELTERNBUND",
        "Turkischer  Elternbund",
        "„Türkischer“ Eltern–bund".replace("–", ""),
    ],
)
def test_a_name_stands_only_once_however_it_is_written(name):
    make_organisation(name="Türkischer Elternbund")

    assert refusal(Organisation(name=name).full_clean) == [
        "There is an organisation of this name already. Please open that one."
    ]


def test_the_database_holds_the_name_against_everybody():
    make_organisation(name="Stadt Wedel – Musikschule")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(name="stadt wedel - musikschule")


def test_an_organisation_does_not_belong_to_itself():
    organisation = make_organisation()
    organisation.parent = organisation

    assert refusal(organisation.full_clean) == ["An organisation cannot belong to itself."]


def test_an_organisation_is_called_by_name_before_short_name():
    by_name = make_organisation(name="Tafel")
    make_organisation(name="Wedeler Tafel e.V.", short_name="Tafel")
    by_short_name = make_organisation(name="Zentrum für Betroffene", short_name="ZEBRA")

    called = Organisation.objects.called

    assert [called("TAFEL"), called("Zebra"), called("Unbekannt")] == [by_name, by_short_name, None]


def test_words_are_found_in_name_short_name_task_and_street():
    found = [
        make_organisation(name="Café International"),
        make_organisation(short_name="CAFE"),
        make_organisation(task="Öffnet ein Café"),
        make_organisation(street="Cafégasse 3"),
    ]
    make_organisation(name="Bücherei")

    assert list(Organisation.objects.matching("café").order_by("pk")) == found
    assert list(Organisation.objects.matching("cafe international")) == found[:1]


def test_umlauts_stand_beside_their_letters():
    names = ["Zebra", "Ägidius", "Albert", "öffentlich"]
    for name in names:
        make_organisation(name=name)

    ordered = Organisation.objects.german_order().values_list("name", flat=True)

    assert list(ordered) == ["Ägidius", "Albert", "öffentlich", "Zebra"]


def test_an_organisation_is_archived_and_brought_back():
    organisation, by = make_organisation(), make_user()

    actions.archive(organisation, by=by)
    assert list(Organisation.objects.current()) == []
    assert refusal(actions.archive, organisation, by=by) == [
        "This organisation is archived already."
    ]

    actions.bring_back(organisation, by=by)
    assert list(Organisation.objects.current()) == [organisation]
    assert refusal(actions.bring_back, organisation, by=by) == [
        "This organisation is not archived."
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "archived",
        "brought back",
    ]


def test_an_organisation_with_accounts_is_not_archived(client_of):
    organisation = make_membership().organisation
    url = reverse("network:archive", args=[organisation.pk])

    response = client_of(make_user()).post(url, follow=True)

    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Accounts still speak for this organisation. Please end their membership first."
    ]
    assert not Organisation.objects.get().is_archived


def test_the_office_enters_an_organisation(client_of):
    response = fill_in(
        client_of(make_user("administration")),
        reverse("network:create"),
        name="Nähtreff",
        kind="initiative",
        website="naehtreff.example",
        languages=["deu", "ara"],
        source_as_of="09.2026",
    )

    made = Organisation.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.name, made.kind, made.website, made.languages, made.source_as_of) == (
        "Nähtreff",
        "initiative",
        "https://naehtreff.example",
        ["deu", "ara"],
        "2026-09",
    )


def test_a_second_click_makes_no_second_organisation(client_of):
    client, url = client_of(make_user()), reverse("network:create")
    form = opened(client, url) | {"name": "Nähtreff", "kind": "initiative"}

    answers = [send(client, url, form), send(client, url, form)]

    made = Organisation.objects.get()
    assert [answer.url for answer in answers] == [made.get_absolute_url()] * 2


def test_two_editors_do_not_overwrite_each_other(client_of):
    organisation = make_organisation(phone="04103 1")
    url = reverse("network:edit", args=[organisation.pk])
    one, other = client_of(make_user()), client_of(make_user())
    seen_by_other = opened(other, url)

    fill_in(one, url, phone="04103 2")
    late = send(other, url, seen_by_other, phone="04103 3")

    assert late.status_code == 422
    assert "Saved now: “04103 2”." in late.content.decode()
    assert Organisation.objects.get().phone == "04103 2"


def test_a_refused_form_loses_nothing(client_of):
    make_organisation(name="Nähtreff")
    response = fill_in(
        client_of(make_user()),
        reverse("network:create"),
        name="NÄHTREFF",
        kind="verein",
        email="kein@ort",
        task="Nähen und reden",
        source_as_of="31.02.2026",
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is an organisation of this name already." in page
    assert "“31.02.2026” is not a date." in page
    assert "Nähen und reden" in page
    assert Organisation.objects.count() == 1


def test_a_partner_edits_the_own_profile_but_not_the_name(client_of):
    membership = make_membership(since=A_DAY)
    organisation = membership.organisation
    url = reverse("network:edit", args=[organisation.pk])

    fill_in(client_of(membership.user), url, phone="04103 1", name="Anders", kind="schule")

    changed = Organisation.objects.get()
    assert (changed.phone, changed.name, changed.kind) == (
        "04103 1",
        organisation.name,
        organisation.kind,
    )


def test_a_partner_changes_nothing_of_others(client_of):
    partner, foreign = make_membership().user, make_organisation()
    url = reverse("network:edit", args=[foreign.pk])

    assert client_of(partner).post(url, {"phone": "666"}).status_code == 403
    assert Organisation.objects.get(pk=foreign.pk).phone == ""


def test_the_list_shows_current_organisations_unless_asked(client_of):
    current = make_organisation()
    archived = make_organisation(archived_at=timezone.now())
    client, url = client_of(make_user()), reverse("network:list")

    def shown(**query):
        return set(client.get(url, query).context["page"])

    assert [shown(), shown(state="archived"), shown(state="all"), shown(kind="schule")] == [
        {current},
        {archived},
        {current, archived},
        set(),
    ]


def test_the_list_narrows_by_text_kind_and_field_of_action(client_of):
    school = make_organisation(kind="schule", fields_of_action=["SPR", "BIL"])
    make_organisation(kind="schule", fields_of_action=["WOH"])
    make_organisation(kind="verein", fields_of_action=["SPR"])
    client, url = client_of(make_user("counselling")), reverse("network:list")

    response = client.get(url, {"kind": "schule", "field": "SPR", "q": school.name.lower()})

    assert list(response.context["page"]) == [school]


def test_the_export_holds_what_the_list_shows(client_of):
    make_organisation(name="=Formel", kind="schule", phone="040 1")
    make_organisation(kind="verein")

    response = client_of(make_user()).get(
        reverse("network:list"), {"kind": "schule", "format": "csv"}
    )

    assert b"".join(response).decode() == (
        "\ufeffName;Kind;Fields of action;Address;Phone;E-mail address\r\n"
        "'=Formel;school;;;040 1;\r\n"
    )


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_organisations(
    rows, client_of, django_assert_num_queries
):
    client = client_of(make_user())
    for _ in range(rows):
        make_organisation(fields_of_action=["SPR"])

    with django_assert_num_queries(4):  # session, user, count, organisations
        client.get(reverse("network:list"))


@pytest.mark.parametrize("rows", [1, 30])
def test_an_organisation_costs_the_same_with_any_number_of_people_and_seats(
    rows, client_of, django_assert_num_queries
):
    client, organisation = client_of(make_user()), make_organisation()
    for _ in range(rows):
        make_person(organisation=organisation)
        make_membership(organisation=organisation)
        make_seat(organisation=organisation)
        make_measure(lead=organisation)
        make_organisation(parent=organisation)

    # session, user, organisation, and the five lists of its page
    with django_assert_num_queries(8):
        client.get(organisation.get_absolute_url())


def test_a_telephone_nobody_can_dial_gets_a_sentence_where_it_is_typed(client_of):
    organisation = make_organisation(phone="04103 1")
    client, url = client_of(make_user()), reverse("network:edit", args=[organisation.pk])

    answer = send(client, url, opened(client, url), phone="Telefon abc")

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["phone"].value()) == (
        422,
        ["phone"],
        "Telefon abc",
    )
    assert Organisation.objects.get().phone == "04103 1"


def test_a_website_is_one_that_a_browser_opens(client_of):
    organisation = make_organisation(website="https://verein.example")
    client, url = client_of(make_user()), reverse("network:edit", args=[organisation.pk])

    answer = send(client, url, opened(client, url), website="ftp://verein.example")

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["website"])
    assert Organisation.objects.get().website == "https://verein.example"
