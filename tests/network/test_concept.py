"""The concept and the state of its measures."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from network.models import Concept, ConceptField, Goal, Measure
from tests.factories import make_user
from tests.network.factories import make_goal, make_measure, make_organisation
from tests.network.pages import fill_in


pytestmark = pytest.mark.django_db


def refusal(row):
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.messages


def test_every_part_of_a_concept_stands_once():
    measure = make_measure()
    goal = measure.goal
    twins = [
        Concept(title=goal.field.concept.title.upper()),
        ConceptField(concept=goal.field.concept, title=goal.field.title.upper()),
        Goal(field=goal.field, title=goal.title.upper()),
        Measure(goal=goal, title=measure.title.upper()),
    ]

    assert [refusal(twin) for twin in twins] == [
        ["There is a concept of this title already."],
        ["The concept has this field of action already."],
        ["The field of action has this goal already."],
        ["The goal has this measure already."],
    ]


def test_a_concept_ends_after_it_starts():
    assert refusal(Concept(title="Konzept", period_from=2026, period_to=2023)) == [
        "A concept cannot end before it starts."
    ]


def test_a_measure_is_dropped_for_a_reason(client_of):
    measure = make_measure(status="in_planung")
    client, url = client_of(make_user()), reverse("network:measure_edit", args=[measure.pk])

    refused = fill_in(client, url, status="verworfen")
    fill_in(client, url, status="verworfen", stand_text="Keine Mittel.")

    measure.refresh_from_db()
    assert refused.status_code == 422
    assert "Please say in words why the measure was dropped." in refused.content.decode()
    assert (measure.status, measure.stand_text) == ("verworfen", "Keine Mittel.")


def test_a_new_measure_goes_below_its_goal(client_of):
    goal, organisation = make_goal(), make_organisation()

    response = fill_in(
        client_of(make_user("administration")),
        reverse("network:measure_create", args=[goal.pk]),
        title="Wegweiser",
        status="in_umsetzung",
        lead=organisation.pk,
    )

    measure = Measure.objects.get()
    assert response.url == goal.field.concept.get_absolute_url()
    assert (measure.goal, measure.title, measure.lead) == (goal, "Wegweiser", organisation)


@pytest.mark.parametrize("status", Measure.Status)
def test_every_status_has_colour_sign_and_word(status):
    badge = Measure(status=status).badge

    assert badge.icon
    assert badge.label == status.label


def test_a_measure_nobody_spoke_of_has_no_status():
    assert Measure().badge is None


def test_others_are_named_beside_the_responsible_organisation():
    lead = make_organisation(name="DiakoMigra")
    measure = Measure(lead=lead, responsible="DiakoMigra; Volkshochschule; Stadt")

    assert measure.others_responsible == "Volkshochschule; Stadt"
    assert Measure(responsible="Stadt").others_responsible == "Stadt"


def test_the_newest_concept_is_shown_and_older_ones_can_be_opened(client_of):
    old = Concept.objects.create(title="Konzept 2011", period_from=2011)
    new = Concept.objects.create(title="Konzept 2023", period_from=2023, period_to=2026)
    client = client_of(make_user("partner"))

    newest = client.get(reverse("network:concept"))
    older = client.get(old.get_absolute_url())

    assert [newest.context["concept"], older.context["concept"]] == [new, old]
    assert list(newest.context["concepts"]) == [new, old]


def test_without_a_concept_the_page_says_where_it_comes_from(client_of):
    page = client_of(make_user()).get(reverse("network:concept")).content.decode()

    assert "The list integrationskonzept.csv brings fields of action, goals and measures." in page


def test_the_page_counts_measures_by_status(client_of):
    goal = make_goal()
    for status in ["umgesetzt", "umgesetzt", "verzoegert", ""]:
        make_measure(goal=goal, status=status)

    response = client_of(make_user()).get(reverse("network:concept"))

    assert response.context["statuses"] == [("done", 2), ("late", 1), ("no report yet", 1)]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_concept_costs_the_same_for_any_number_of_measures(
    rows, client_of, django_assert_num_queries
):
    client, field = client_of(make_user()), make_goal().field
    for number in range(rows):
        goal = make_goal(field=field, title=f"Teilziel {number}")
        make_measure(goal=goal, lead=make_organisation())

    # session, user, concept, fields, goals, measures, organisations, other concepts
    with django_assert_num_queries(8):
        client.get(reverse("network:concept"))
