"""The accounts that speak for an organisation."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network import actions
from network.models import Membership, Organisation
from network.permissions import edits_profile
from tests.factories import make_user
from tests.network.factories import (
    make_membership,
    make_organisation,
    make_person,
)
from tests.network.pages import fill_in


pytestmark = pytest.mark.django_db

A_DAY = datetime.date(2026, 3, 2)
DAY = datetime.timedelta(days=1)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    return refused.value.messages


def test_an_account_speaks_for_its_organisations_of_today():
    today, user = timezone.localdate(), make_user("partner")
    current = make_membership(user=user, since=today).organisation
    make_membership(user=user, since=today + DAY)
    make_membership(user=user, since=A_DAY, until=today - DAY)
    make_membership()

    assert list(Organisation.objects.of(user)) == [current]


def test_a_membership_ends_after_it_starts():
    membership = Membership(
        user=make_user("partner"), organisation=make_organisation(), since=A_DAY, until=A_DAY - DAY
    )

    assert "A membership cannot end before it starts." in refusal(membership.full_clean)


def test_an_account_belongs_to_an_organisation_once_at_a_time():
    earlier = make_membership(since=A_DAY, until=A_DAY + 9 * DAY)
    same = {"user": earlier.user, "organisation": earlier.organisation}

    overlapping = Membership(**same, since=A_DAY + 9 * DAY)
    following = Membership(**same, since=A_DAY + 10 * DAY)
    following.full_clean()

    assert refusal(overlapping.full_clean) == [
        "This account belongs to the organisation in this time already."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        overlapping.save()


def test_only_open_partner_accounts_speak_for_an_organisation():
    organisation, by = make_organisation(), make_user()
    counsellor = Membership(user=make_user("counselling"), organisation=organisation)
    closed = make_user("partner", is_active=False, deactivated_at=timezone.now())
    former = Membership(user=closed, organisation=organisation)

    sentences = ["Only an open account with the role “partner organisation” can be added."]

    assert refusal(actions.add_member, counsellor, by=by) == sentences
    assert refusal(actions.add_member, former, by=by) == sentences


def test_nobody_starts_to_speak_for_an_archived_organisation():
    organisation = make_organisation(archived_at=timezone.now())
    membership = Membership(user=make_user("partner"), organisation=organisation)

    assert refusal(actions.add_member, membership, by=make_user()) == [
        "This organisation is archived. Please bring it back before adding an account."
    ]


def test_ending_a_membership_takes_the_right_at_once():
    by = make_user()
    old, new = make_membership(since=A_DAY), make_membership(since=timezone.localdate())

    actions.end_member(old, by=by)
    actions.end_member(new, by=by)

    assert not edits_profile(old.user, old.organisation)
    assert not edits_profile(new.user, new.organisation)
    assert list(Membership.objects.values_list("until")) == [(timezone.localdate() - DAY,)]
    assert refusal(actions.end_member, old, by=by) == ["This membership has ended already."]


def test_accounts_are_added_and_ended_on_the_page_of_the_organisation(client_of):
    organisation, partner = make_organisation(), make_user("partner")
    make_user("counselling")
    client = client_of(make_user())
    url = reverse("network:member_add", args=[organisation.pk])

    choices = client.get(url).context["form"].fields["user"].queryset
    assert list(choices) == [partner]

    fill_in(client, url, user=partner.pk)
    assert list(Organisation.objects.of(partner)) == [organisation]

    client.post(reverse("network:member_end", args=[Membership.objects.get().pk]))
    assert list(Organisation.objects.of(partner)) == []


def test_an_account_cannot_be_added_twice(client_of):
    membership = make_membership(since=A_DAY)
    url = reverse("network:member_add", args=[membership.organisation_id])

    response = fill_in(client_of(make_user()), url, user=membership.user_id)

    assert response.status_code == 422
    assert "This account belongs to the organisation in this time already." in (
        response.content.decode()
    )


def test_partners_see_no_contact_persons_and_no_accounts(client_of):
    membership = make_membership()
    person = make_person(organisation=membership.organisation)

    url = membership.organisation.get_absolute_url()
    for_partner = client_of(membership.user).get(url).content.decode()
    for_office = client_of(make_user()).get(url).content.decode()
    for_counsellor = client_of(make_user("counselling")).get(url).content.decode()

    account = reverse("network:member_end", args=[membership.pk])
    assert [person.name in page for page in (for_partner, for_office, for_counsellor)] == [
        False,
        True,
        True,
    ]
    assert [account in page for page in (for_partner, for_office, for_counsellor)] == [
        False,
        True,
        False,
    ]


def test_a_partner_reaches_the_own_organisation_from_the_list(client_of):
    membership = make_membership()

    response = client_of(membership.user).get(reverse("network:list"))

    assert list(response.context["own"]) == [membership.organisation]
