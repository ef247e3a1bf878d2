"""What people needed and nobody offers: reported, checked, answered – and never about a person."""

import re

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from integration_office import agenda
from integration_office.lists import text
from integration_office.privacy import held_on, rules
from network.models import Concept, ConceptField, Goal, Measure
from offers.codes import NeedSource, NeedStatus, Status
from offers.coverage import need_actions
from offers.models import UnmetNeed
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation
from tests.offers.factories import make_offer, make_partner
from tests.offers.needs import make_need, need_data


pytestmark = pytest.mark.django_db

LIST, CREATE = reverse("offers:need_list"), reverse("offers:need_create")


def make_measure():
    concept = Concept.objects.create(title="Konzept")
    field = ConceptField.objects.create(concept=concept, title="Sprache")
    goal = Goal.objects.create(field=field, title="Alle lernen Deutsch")
    return Measure.objects.create(goal=goal, title="Kurse am Abend")


def shown(need):
    need.refresh_from_db()
    return need.status, need.checked_by, need.decided_on, need.decided_by


def test_a_counsellor_reports_what_was_missing(client_of):
    user = make_user("counselling")

    response = client_of(user).post(
        CREATE,
        need_data(target_groups=["frauen"], german_level="A1", weekdays=["do"], dayparts=["ab"]),
    )

    need = UnmetNeed.objects.get()
    assert response.url == need.get_absolute_url()
    assert (need.reported_by, need.status, need.people) == (user, NeedStatus.REPORTED, 3)
    assert need.facets == [
        *("field:SPR", "group:frauen", "level:A1", "day:do", "part:ab", "slot:do-ab")
    ]


def test_the_empty_page_of_a_search_hands_over_what_was_looked_for(client_of):
    query = {
        "q": "Nähkurs",
        "field": "TEI",
        "group": ["frauen", "kleinkind"],
        "level": "A2",
        "day": "do",
        "part": "nm",
        "language": "pes",
        "childcare": "ja",
        "status": "veroeffentlicht",
    }

    form = client_of(make_user("counselling")).get(CREATE, query).context["form"]

    assert form.initial | {"submission": None} == {
        "text": "Nähkurs",
        "field_of_action": "TEI",
        "target_groups": ["frauen", "kleinkind"],
        "german_level": "A2",
        "weekdays": ["do"],
        "dayparts": ["nm"],
        "languages": ["pes"],
        "childcare": "ja",
        "source": "kontakt",
        "submission": None,
    }


def test_a_code_nobody_knows_begins_nothing(client_of):
    page = client_of(make_user("counselling")).get(CREATE, {"field": "XXX", "group": "alle' --"})

    assert page.status_code == 200
    assert set(page.context["form"].initial) == {"submission", "source"}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"text": ""}, "text", "This field is required."),
        ({"people": "0"}, "people", "Please enter a number between 1 and 9999."),
        ({"reported_on": "2099-01-01"}, "reported_on", "This day is still to come."),
    ],
)
def test_what_cannot_be_reported_is_said_at_its_field(client_of, typed, field, sentence):
    page = client_of(make_user("counselling")).post(CREATE, need_data(**typed))

    assert page.status_code == 422
    assert page.context["form"].errors == {field: [sentence]}
    assert UnmetNeed.objects.count() == 0


def test_who_reports_the_same_again_sees_it_first_and_may_insist(client_of):
    there = make_need(text="Deutsch A1 am Abend", german_level="A1", target_groups=["frauen"])
    make_need(text="Deutsch A1 für Ehrenamtliche", german_level="A1", target_groups=["ehrenamt"])
    client = client_of(make_user("counselling"))
    data = need_data(german_level="A1", target_groups=["frauen", "kleinkind"])

    asked = client.post(CREATE, data)
    insisted = client.post(CREATE, data | {"another": "on"})

    assert (asked.status_code, insisted.status_code) == (422, 302)
    assert asked.context["form"].similar == [there]
    assert "Deutsch A1 am Abend" in asked.content.decode()
    assert data["text"] in asked.content.decode()
    assert UnmetNeed.objects.count() == 3


def test_the_same_need_of_other_people_is_added_to_it(client_of):
    need = make_need(people=2)

    client_of(make_user("counselling")).post(
        reverse("offers:need_more", args=[need.pk]), {"people": "4"}
    )

    need.refresh_from_db()
    assert need.people == 6


def test_more_people_than_anybody_means_are_refused_with_a_sentence(client_of):
    need = make_need(people=9_999)

    url = reverse("offers:need_more", args=[need.pk])
    page = client_of(make_user("counselling")).post(url, {"people": "1"}, follow=True)

    need.refresh_from_db()
    assert need.people == 9_999
    assert "Please enter a number up to 9999." in page.content.decode()


def test_partners_see_their_own_and_what_the_coordination_has_read():
    partner, elternbund = make_user("partner"), make_organisation(name="Elternbund")
    make_membership(user=partner, organisation=elternbund)
    office = make_user("coordination")
    own, strange = make_need(organisation=elternbund), make_need()
    written, read = make_need(by=partner), need_actions.check(make_need(), by=office)

    seen = {
        user: set(UnmetNeed.objects.visible_to(user))
        for user in (partner, office, make_user("counselling"), make_user("volunteer"))
    }

    everything = {own, strange, written, read}
    assert list(seen.values()) == [{own, written, read}, everything, everything, set()]


def test_a_partner_reports_for_the_own_house(client_of):
    elternbund = make_organisation(name="Elternbund")
    partner, other = make_partner(elternbund), make_organisation()
    client = client_of(partner)

    client.post(CREATE, need_data(organisation=elternbund.pk))
    refused = client.post(CREATE, need_data(organisation=other.pk, another="on"))

    need = UnmetNeed.objects.get()
    assert (need.organisation, need.source) == (elternbund, NeedSource.PARTNER)
    assert list(refused.context["form"].errors) == ["organisation"]


def test_whoever_reported_corrects_until_it_is_checked(client_of):
    counsellor = make_user("counselling")
    need = make_need(by=counsellor)
    url, client = reverse("offers:need_edit", args=[need.pk]), client_of(counsellor)
    data = need_data(text="Deutsch am Samstag", version=need.version)

    saved = client.post(url, data)
    need_actions.check(need, by=make_user("coordination"))
    refused = client.post(url, data)

    need.refresh_from_db()
    assert (saved.status_code, refused.status_code) == (302, 403)
    assert need.text == "Deutsch am Samstag"


def test_a_need_is_checked_and_answered_by_an_offer_with_day_and_name(client_of):
    need, offer, user = make_need(), make_offer(), make_user("coordination")
    client = client_of(user)

    client.post(reverse("offers:need_check", args=[need.pk]))
    checked = shown(need)
    client.post(reverse("offers:need_offer", args=[need.pk, offer.pk]))

    today = timezone.localdate()
    assert checked == (NeedStatus.CHECKED, user, None, None)
    assert shown(need) == (NeedStatus.OFFER_FOUND, user, today, user)
    assert need.found_offer == offer


def test_an_offer_outside_the_catalogue_answers_nothing():
    need, draft = make_need(), make_offer(status=Status.DRAFT)

    with pytest.raises(ValidationError, match="is not in the catalogue"):
        need_actions.answer_with_offer(need, draft, by=make_user("coordination"))

    assert shown(need)[0] == NeedStatus.REPORTED


def test_a_measure_answers_by_its_name_or_in_words(client_of):
    first, second, neither = make_need(), make_need(), make_need()
    client, measure = client_of(make_user("coordination")), make_measure()

    def answer(need, **data):
        url = reverse("offers:need_measure", args=[need.pk])
        return client.post(url, {"version": need.version, "remark": "", **data})

    answer(first, measure=measure.pk)
    answer(second, remark="Die vhs plant einen Kurs.")
    refused = answer(neither)

    assert [shown(need)[0] for need in (first, second, neither)] == [
        NeedStatus.MEASURE_STARTED,
        NeedStatus.MEASURE_STARTED,
        NeedStatus.REPORTED,
    ]
    assert refused.status_code == 422
    assert "Please choose the measure, or say in words what is done." in refused.content.decode()


def test_nothing_is_given_up_without_a_reason(client_of):
    need, client = make_need(), client_of(make_user("coordination"))
    url = reverse("offers:need_give_up", args=[need.pk])

    refused = client.post(url, {"version": need.version, "remark": ""})
    client.post(url, {"version": need.version, "remark": "Es gibt keinen Raum."})

    assert refused.status_code == 422
    assert shown(need)[0] == NeedStatus.UNSOLVABLE


def test_what_is_decided_changes_only_after_it_is_opened_again(client_of):
    user = make_user("coordination")
    need = need_actions.give_up(make_need(), remark="Kein Raum", by=user)

    page = client_of(user).post(
        reverse("offers:need_edit", args=[need.pk]),
        need_data(text="Deutsch am Samstag", version=need.version),
    )
    assert page.status_code == 422
    assert "This need is decided. Please open it again first." in page.text
    with pytest.raises(ValidationError, match="cannot be solved"):
        need_actions.concerns_more(need, 2, by=user)
    need_actions.reopen(need, by=user)
    need_actions.concerns_more(need, 2, by=user)

    assert shown(need) == (NeedStatus.CHECKED, user, None, None)
    assert need.people == 3


def test_names_of_colleagues_stay_in_the_office(client_of):
    office = make_user("coordination", name="Kim Muster (Demo)")
    need = need_actions.check(make_need(by=office), by=office)

    said = {
        role: "Kim Muster" in client_of(user).get(need.get_absolute_url()).content.decode()
        for role, user in {"staff": make_user("counselling"), "partner": make_partner()}.items()
    }

    assert said == {"staff": True, "partner": False}


def test_the_log_shows_open_ones_and_is_narrowed_by_the_codes_of_the_table(client_of):
    office = make_user("coordination")
    evening = make_need(target_groups=["frauen"], weekdays=["do"], dayparts=["ab"])
    make_need(target_groups=["frauen"], weekdays=["do", "mo"], dayparts=["nm"])
    done = need_actions.give_up(make_need(target_groups=["frauen"]), remark="–", by=office)
    client = client_of(office)

    def listed(**query):
        return list(client.get(LIST, query).context["page"])

    assert len(listed()) == 2
    assert listed(group="frauen", day="do", part="ab") == [evening]
    assert listed(status="nicht") == [done]
    assert len(listed(status="alle", group="frauen")) == 3


def test_the_log_says_the_answer_and_its_day_in_one_column_so_that_it_fits(client_of):
    office = make_user("coordination")
    need_actions.give_up(make_need(), remark="Kein Raum.", by=office)

    page = client_of(office).get(LIST, {"status": "alle"})

    [line] = page.context["lines"]
    assert len(line) == 10
    assert line[-1].text.endswith(text(timezone.localdate()))


@pytest.mark.parametrize("rows", [1, 5])
def test_the_log_costs_the_same_queries_for_any_number(client_of, django_assert_num_queries, rows):
    for _number in range(rows):
        make_need(organisation=make_organisation())
    client = client_of(make_user("counselling"))

    with django_assert_num_queries(4):  # session, user, count, page
        client.get(LIST)


def test_the_coordination_is_told_of_new_needs_and_of_forgotten_ones():
    make_need(), make_need()
    old = need_actions.check(make_need(), by=make_user("coordination"))
    year_ago = timezone.now() - relativedelta(months=12)
    UnmetNeed.objects.filter(pk=old.pk).update(changed_at=year_ago)
    today = timezone.localdate()

    def told(user):
        due = agenda.agenda_of(user, today)
        items = [*due.late, *due.today, *due.week]
        return sorted(item.title for item in items if "/needs/" in item.url)

    assert told(make_user("coordination")) == [
        "2 unmet needs are new",
        f"Still missing? “{old}”",
    ]
    assert told(make_user("counselling")) == []


def test_who_says_that_it_is_still_missing_is_not_asked_again_soon(client_of):
    need = make_need()
    year_ago = timezone.now() - relativedelta(months=12)
    UnmetNeed.objects.update(changed_at=year_ago)

    client_of(make_user("coordination")).post(reverse("offers:need_still_open", args=[need.pk]))

    assert not UnmetNeed.objects.silent_since(timezone.localdate() - relativedelta(months=1))


def test_a_need_nobody_touches_is_given_up_by_the_clock():
    silent, alive = make_need(), make_need()
    long_ago = timezone.now() - relativedelta(months=24, days=1)
    UnmetNeed.objects.filter(pk=silent.pk).update(changed_at=long_ago)
    rule, today = rules["silent_needs"], timezone.localdate()

    erased = rule.erase(rule.due(today))

    assert erased == 1
    assert shown(silent) == (NeedStatus.UNSOLVABLE, None, today, None)
    assert shown(alive)[0] == NeedStatus.REPORTED


def test_three_years_after_the_decision_only_the_codes_stay():
    user, today = make_user("coordination"), timezone.localdate()
    old = need_actions.give_up(make_need(text="Etwas Persönliches"), remark="Auch das", by=user)
    young = need_actions.give_up(make_need(), remark="Kein Raum", by=user)
    UnmetNeed.objects.filter(pk=old.pk).update(
        checked_on=today - relativedelta(years=3, days=2),
        decided_on=today - relativedelta(years=3, days=1),
    )
    rule = rules["unmet_needs"]

    assert rule.erase(rule.due(today)) == 1
    assert rule.due(today).count() == 0

    old.refresh_from_db(), young.refresh_from_db()
    assert (old.text, old.remark, old.field_of_action) == ("–", "–", "SPR")
    assert young.remark == "Kein Raum"


def test_the_history_keeps_no_text_of_a_need():
    fields = {field.name for field in UnmetNeed.pgh_event_model._meta.get_fields()}

    assert not {"text", "remark"} & fields


def test_a_search_in_vain_becomes_a_need_with_all_that_was_chosen(client_of):
    query = {"q": "Quidditch", "level": "A1", "sort": "name"}
    buttons = {}

    for role in ("counselling", "partner", "volunteer"):
        page = client_of(make_user(role)).get(reverse("offers:list"), query).content.decode()
        buttons[role] = re.findall(rf'href="({CREATE}[^"]*)"', page)

    address = f"{CREATE}?q=Quidditch&amp;level=A1"
    assert buttons == {"counselling": [address], "partner": [address], "volunteer": []}


def test_whoever_reported_a_need_can_see_what_is_kept_of_it():
    user = make_user("counselling")
    need = make_need(by=user)

    kept = {holding.label: holding.rows for holding in held_on(user)}

    assert kept["Unmet needs you reported"] == [(need.text, text(need.reported_on))]
