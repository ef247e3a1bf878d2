"""A forgotten password and a changed address: only the person meant gets in, nobody learns more."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from integration_office.models import OutgoingMail
from tests.factories import make_user
from tests.house.test_accounts import PASSWORD, is_in, log_in


pytestmark = pytest.mark.django_db


def test_a_forgotten_password_tells_nobody_who_has_an_account(mailoutbox):
    user = make_user("partner", email="ada@demo.example")

    known, unknown = (
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in (user.email, "eve@demo.example")
    )

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox if "/password/reset/key/" in mail.body] == [[user.email]]


def test_nobody_gives_the_own_account_another_address(client_of):
    user = make_user("partner", email="ada@demo.example")
    page = client_of(user)

    seen = page.get("/account/email/")
    added = page.post("/account/email/", {"action_add": "", "email": "opfer@demo.example"})

    user.refresh_from_db()
    assert (seen.status_code, added.status_code) == (403, 403)
    assert (user.email, EmailAddress.objects.count()) == ("ada@demo.example", 0)


def make_known(email, **fields):
    """Somebody who has chosen a password already."""
    user = make_user("counselling", email=email, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def ask_for_a_password(email, **headers):
    Client().post(reverse("account_reset_password"), {"email": email}, **headers)


def test_after_a_change_the_old_address_opens_nothing_and_hears_of_it(client_of, mailoutbox):
    user = make_known("alt@demo.example", name="Ada Muster (Demo)")
    ask_for_a_password("alt@demo.example")  # the login now knows the old address
    manager = client_of(make_user("administration", name="Max Beispiel (Demo)"))

    manager.post(
        reverse("user_edit", args=[user.pk]),
        {"name": user.name, "email": "neu@demo.example", "roles": ["counselling"], "version": 0},
    )

    told = OutgoingMail.objects.first()
    assert (told.to, "Max Beispiel (Demo)" in told.body) == ("alt@demo.example", True)
    assert "neu@demo.example" not in told.body
    mailoutbox.clear()
    ask_for_a_password("alt@demo.example")
    ask_for_a_password("neu@demo.example")
    assert [(mail.to, "/password/reset/key/" in mail.body) for mail in mailoutbox] == [
        (["alt@demo.example"], False),
        (["neu@demo.example"], True),
    ]


def test_the_link_for_a_new_password_leads_to_our_own_address(settings, mailoutbox):
    settings.BASE_URL = "https://integration.demo.example"
    make_known("ada@demo.example")

    ask_for_a_password("ada@demo.example", HTTP_HOST="localhost:666")
    [mail] = mailoutbox
    path = re.search(
        r"https://integration\.demo\.example(/account/password/reset/key/\S+)", mail.body
    )

    assert "localhost" not in mail.body
    assert Client().get(path[1], follow=True).status_code == 200


def test_strangers_cannot_make_the_office_forget_failed_logins():
    user = make_known("ada@demo.example")
    for _guess in range(6):
        log_in(user.email, "falsch geraten")
    for number in range(400):
        cache.set(f"stranger-{number}", 1)

    assert not is_in(log_in(user.email, PASSWORD))
