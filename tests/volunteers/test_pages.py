"""The pages: who sees which rows, what a click does, what is refused, how many queries it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integration_office.models import ReadEntry
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation
from tests.volunteers.browsing import posted_from, url
from tests.volunteers.factories import (
    make_hours,
    make_need,
    make_placement,
    make_volunteer,
)
from volunteers.models import HourEntry, Need, Placement, Volunteer


pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def office(client_of):
    return client_of(make_user("volunteer_coordination"))


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_each_role_sees_its_own_rows():
    office, partner, helper, counsellor = (
        make_user(role)
        for role in ("volunteer_coordination", "partner", "volunteer", "counselling")
    )
    own, other = make_placement(volunteer=make_volunteer(user=helper)), make_placement()
    make_membership(user=partner, organisation=own.need.organisation)
    own_hours, other_hours = make_hours(placement=own), make_hours(placement=other)

    def seen(user):
        return [
            set(model.objects.visible_to(user)) for model in (Volunteer, Need, Placement, HourEntry)
        ]

    assert seen(office) == [
        {own.volunteer, other.volunteer},
        {own.need, other.need},
        {own, other},
        {own_hours, other_hours},
    ]
    assert seen(helper) == [{own.volunteer}, set(), {own}, {own_hours}]
    assert seen(partner) == [set(), {own.need}, set(), set()]
    assert seen(counsellor) == [set(), set(), set(), set()]


def test_a_membership_that_is_over_shows_no_needs():
    partner, need = make_user("partner"), make_need()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    make_membership(user=partner, organisation=need.organisation, since=DAY, until=yesterday)

    assert not Need.objects.visible_to(partner).exists()


@pytest.mark.parametrize("page", ["detail", "edit"])
def test_opening_a_profile_is_noted_in_the_read_log(client_of, page):
    user, volunteer = make_user("volunteer_coordination"), make_volunteer()

    client_of(user).get(url(page, volunteer.pk))

    entry = ReadEntry.objects.get()
    assert (entry.by, entry.target) == (user, f"volunteers.Volunteer:{volunteer.pk}")


def test_the_page_of_an_erased_profile_is_gone(office):
    erased = make_volunteer(
        status="geloescht", name="", ended_on=DAY, secrecy_signed_on=None, since=DAY
    )

    assert office.get(url("detail", erased.pk)).status_code == 404
    assert "erased" not in office.get(url("list")).content.decode()


def test_the_address_and_the_title_of_a_profile_hold_no_name(office):
    volunteer = make_volunteer(name="Ada Muster (Demo)")

    html = office.get(url("detail", volunteer.pk)).content.decode()

    assert "Ada Muster" in html
    assert "Ada" not in html.partition("<title>")[2].partition("</title>")[0]


def test_a_profile_is_created_once_however_often_one_clicks(office):
    form = office.get(url("create")).context["form"]
    data = posted_from(form, name="Ada Muster (Demo)", languages=["deu", "ara"])

    for _click in range(2):
        response = office.post(url("create"), data)

    volunteer = Volunteer.objects.get()
    assert response.url == volunteer.get_absolute_url()
    assert (volunteer.name, volunteer.languages, volunteer.status) == (
        "Ada Muster (Demo)",
        ["deu", "ara"],
        "interessent",
    )


def test_a_refused_profile_says_why_and_keeps_what_was_typed(office):
    form = office.get(url("create")).context["form"]
    data = posted_from(
        form, name="Ada Muster (Demo)", status="einsatzbereit", certificate_seen_on="2026-03-02"
    )

    response = office.post(url("create"), data)

    html = response.content.decode()
    assert response.status_code == 422
    assert "Please fill in all three facts about the certificate, or none of them." in html
    assert "Nobody is ready before the declaration of secrecy is signed." in html
    assert 'value="Ada Muster (Demo)"' in html
    assert not Volunteer.objects.exists()


def test_placed_and_left_cannot_be_chosen_by_hand(office):
    volunteer = make_volunteer()
    form = office.get(url("edit", volunteer.pk)).context["form"]

    for status in ("im_einsatz", "ausgeschieden", "geloescht"):
        response = office.post(url("edit", volunteer.pk), posted_from(form, status=status))
        assert response.status_code == 422

    volunteer.refresh_from_db()
    assert volunteer.status == "einsatzbereit"


def test_there_is_no_way_to_upload_a_certificate(office):
    html = office.get(url("create")).content.decode()

    assert 'type="file"' not in html


def test_leaving_and_coming_back_take_a_click_each(office):
    volunteer = make_volunteer()
    form = office.get(url("end", volunteer.pk)).context["form"]

    office.post(url("end", volunteer.pk), posted_from(form, ended_on="2026-04-01"))
    volunteer.refresh_from_db()
    assert (volunteer.status, volunteer.ended_on) == ("ausgeschieden", datetime.date(2026, 4, 1))

    office.post(url("back", volunteer.pk))
    volunteer.refresh_from_db()
    assert (volunteer.status, volunteer.ended_on) == ("interessent", None)


def test_leaving_before_coming_is_refused_in_the_form(office):
    volunteer = make_volunteer(since=DAY)
    form = office.get(url("end", volunteer.pk)).context["form"]

    response = office.post(url("end", volunteer.pk), posted_from(form, ended_on="2026-03-01"))

    assert response.status_code == 422
    assert "The end cannot lie before the beginning." in response.content.decode()


def test_a_partner_reports_a_need_of_the_own_organisation_only(client_of):
    user = make_user("partner")
    own, foreign = make_organisation(), make_organisation()
    make_membership(user=user, organisation=own)
    client = client_of(user)
    form = client.get(url("need_create")).context["form"]
    data = posted_from(form, title="Lesezeit", task="hausaufgaben", description="Vorlesen")

    refused = client.post(url("need_create"), data | {"organisation": foreign.pk})
    assert (refused.status_code, Need.objects.count()) == (422, 0)

    client.post(url("need_create"), data | {"organisation": own.pk})
    need = Need.objects.get()
    assert (need.organisation, need.reported_by, need.status) == (own, user, "gemeldet")
    assert "family_ref" not in form.fields


def test_a_family_has_a_number_and_never_a_name(office):
    form = office.get(url("need_create")).context["form"]
    data = posted_from(form, title="Patenschaft", task="familie", description="Begleiten")
    data.pop("organisation", None)

    named = office.post(url("need_create"), data | {"family_ref": "Familie"})
    neither = office.post(url("need_create"), data)
    office.post(url("need_create"), data | {"family_ref": "F-17"})

    assert "Please write the number only, as in F-17." in named.content.decode()
    assert "either the organisation or the number" in neither.content.decode()
    assert Need.objects.get().asked_by == "F-17"


def test_the_page_of_a_need_shows_who_fits_and_proposes_with_a_click(office):
    need = make_need(languages=["ara"])
    fits = make_volunteer(name="Ada Muster (Demo)", languages=["ara"], tasks=["tandem"])
    make_volunteer(name="Ben Muster (Demo)", languages=["deu"], tasks=["tandem"])

    page = office.get(url("need_detail", need.pk))
    assert [volunteer for volunteer, _fit in page.context["candidates"]] == [fits]
    assert "speaks Arabic · wants to help in this field" in page.content.decode()

    office.post(url("need_propose", need.pk, fits.pk))
    assert Placement.objects.get().volunteer == fits
    assert office.get(url("need_detail", need.pk)).context["candidates"] == []


def test_a_partner_never_sees_who_fits_or_who_was_placed(client_of):
    user, placement = make_user("partner"), make_placement()
    make_membership(user=user, organisation=placement.need.organisation)
    make_volunteer(name="Ben Muster (Demo)", tasks=["tandem"])

    html = client_of(user).get(url("need_detail", placement.need.pk)).content.decode()

    assert placement.need.title in html
    assert placement.volunteer.name not in html
    assert "Ben Muster" not in html


def test_a_second_click_on_a_step_is_answered_with_a_sentence(office):
    placement = make_placement()
    step = url("placement_advance", placement.pk, "gefragt")

    office.post(step, follow=True)
    again = office.post(step, follow=True)

    assert messages_of(again) == ["A placement that is “both asked” cannot become “both asked”."]
    assert office.get(url("placement_advance", placement.pk, "irgendwas")).status_code == 404


def test_a_placement_is_ended_with_day_and_reason(office):
    placement = make_placement(status="aktiv")
    form = office.get(url("placement_end", placement.pk)).context["form"]

    without = office.post(url("placement_end", placement.pk), posted_from(form))
    assert (without.status_code, "end_reason" in without.context["form"].errors) == (422, True)

    office.post(
        url("placement_end", placement.pk),
        posted_from(form, ended_on="2026-05-01", end_reason="umzug"),
    )
    placement.refresh_from_db()
    assert (placement.status, placement.end_reason) == ("beendet", "umzug")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ada", "Özlem", "Zoe"]),
        ("?q=oz", ["Özlem"]),
        ("?status=pausiert", ["Zoe"]),
        ("?language=ara", ["Ada", "Özlem"]),
        ("?task=sport", ["Özlem"]),
        ("?language=ara&task=sport", ["Özlem"]),
        ("?sort=-name", ["Zoe", "Özlem", "Ada"]),
    ],
)
def test_the_list_is_narrowed_and_sorted_in_german_order(office, query, names):
    make_volunteer(name="Zoe", status="pausiert")
    make_volunteer(name="Özlem", languages=["ara"], tasks=["sport"])
    make_volunteer(name="Ada", languages=["ara", "deu"])

    page = office.get(url("list") + query)

    assert [str(row) for row in page.context["page"]] == names


PAGES = ["list", "need_list", "placement_list"]


@pytest.mark.parametrize("page", PAGES)
def test_a_list_costs_the_same_for_one_row_and_for_four(office, page):
    make_placement()
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(url(page))
    for _more in range(3):
        make_placement(status="aktiv")

    with CaptureQueriesContext(connection) as many:
        response = office.get(url(page))

    assert response.context["page"].paginator.count == 4
    assert len(many) == len(few)


def test_the_pages_of_one_cost_the_same_however_much_there_is(office):
    need = make_need(wanted=9)
    volunteer = make_volunteer(tasks=["tandem"])
    make_hours(placement=make_placement(need=need, volunteer=volunteer, status="aktiv"))
    pages = [url("need_detail", need.pk), url("detail", volunteer.pk)]

    def cost():
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert office.get(page).status_code == 200
        return len(queries)

    few = cost()
    for _more in range(3):
        make_volunteer(tasks=["tandem"])
        make_placement(need=need)
        make_hours(placement=make_placement(volunteer=volunteer, status="aktiv"))

    assert cost() == few


@pytest.mark.parametrize(
    ("year", "found"), [("2026", 1), ("2025", 0), ("0", 1), ("10000", 1), ("9" * 19, 1)]
)
def test_a_year_that_cannot_be_narrows_nothing(office, year, found):
    make_placement(status="aktiv", started_on=DAY)

    page = office.get(url("placement_list"), {"begun": year})

    assert (page.status_code, len(page.context["page"])) == (200, found)
