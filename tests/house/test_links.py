"""Links from mails: one purpose, one target, an end, and nothing in the database to copy."""

import datetime
import time

import pytest
from django.db import transaction
from django.utils import timezone

from integration_office import links
from integration_office.models import Link
from tests.factories import make_user
from tests.house.parallel import at_once


pytestmark = pytest.mark.django_db


def issue(target, purpose="probe", **fields):
    return links.issue(purpose, target, recipient="ada@demo.example", **{"days": 14} | fields)


def refused(token, purpose="probe"):
    with pytest.raises(links.LinkRefused) as refusal:
        links.find(token, purpose)
    return refusal.value.messages


def test_a_link_leads_to_its_target():
    user = make_user()

    link = links.find(issue(user), "probe")

    assert (link.target_pk, link.recipient) == (user.pk, "ada@demo.example")


def test_only_a_hash_of_the_token_is_kept():
    token = issue(make_user())

    assert token not in repr(Link.objects.values().get())
    assert len(token) >= 32


def test_a_link_serves_one_purpose():
    token = issue(make_user())

    assert refused(token, "another purpose") == [
        "This link is not known. Please check that it was copied whole, or ask the office."
    ]


def test_a_used_link_says_so():
    token = issue(make_user())
    links.find(token, "probe").use()

    assert refused(token) == ["This link has been used already. Thank you, nothing is left to do."]


def test_an_expired_link_says_what_to_do():
    token = issue(make_user())
    Link.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    assert refused(token) == ["This link has expired. Please ask the office for a new one."]


def test_a_link_works_until_its_last_moment():
    token = issue(make_user())
    Link.objects.update(expires_at=timezone.now() + datetime.timedelta(minutes=1))

    assert links.find(token, "probe")


def test_a_revoked_link_says_where_to_look():
    user = make_user()
    token, other = issue(user), issue(make_user())

    assert links.revoke("probe", user) == 1

    assert refused(token)[0].startswith("This link has been replaced or taken back.")
    assert links.find(other, "probe")


def test_a_shortened_or_lengthened_token_is_unknown():
    token = issue(make_user())

    for wrong in (token[:-1], token + "A", token.swapcase(), ""):
        assert refused(wrong)[0].startswith("This link is not known.")


@pytest.mark.django_db(transaction=True)
def test_two_who_follow_the_same_link_at_once_find_it_good_only_once():
    token = issue(make_user())

    def use():
        with transaction.atomic():
            link = links.find(token, "probe", lock=True)
            time.sleep(0.2)  # long enough for the others to look as well
            link.use()
        return "used"

    answers = at_once(use, use, use)

    assert sorted(answer[:14] for answer in answers) == ["This link has ", "This link has ", "used"]
