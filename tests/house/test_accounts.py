"""How people come in, stay in and get out: invitation, login, deactivation."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from integration_office import accounts, privacy
from integration_office.models import AuditEntry, Link, OutgoingMail, User
from tests.factories import make_user
from tests.house.parallel import at_once


PASSWORD = "Vier Möwen über der Elbe"
OPEN_TO_EVERYBODY = {"health", "theme", "accessibility", "privacy_notice", "imprint", "invitation"}
# Behind the link that a receiving body gets for one referral.
OPEN_TO_EVERYBODY |= {
    f"counselling:referral_{page}" for page in ("answered", "answer", "show", "say", "paper")
}

pytestmark = pytest.mark.django_db


def views(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


def test_only_these_pages_open_without_a_login():
    opened = {
        name for name, view in views(get_resolver()) if not getattr(view, "login_required", True)
    }

    theirs = re.compile("^(account|mfa|socialaccount|openid_connect|usersessions)_")
    # What a login page, a reset or a partner's mail link needs; offers:confirm has its own tests.
    ours = {name for name in opened if not theirs.match(name)}
    assert {name for name in ours if not name.startswith("offers:")} == OPEN_TO_EVERYBODY


@pytest.mark.parametrize(
    "path", ["/", "/users/", "/volunteers/", "/search/?q=ab", "/account/data/"]
)
def test_whoever_is_not_logged_in_is_sent_to_the_login(path):
    response = Client().get(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def invited(client_of, **fields):
    """Somebody invited through the page, and the way to the page of the mail."""
    manager = client_of(make_user("administration"))
    form = manager.get(reverse("user_create")).context["form"]
    data = {
        "name": "Ada Muster (Demo)",
        "email": "ada@demo.example",
        "roles": ["partner"],
        "submission": form["submission"].value(),
    } | fields
    response = manager.post(reverse("user_create"), data)
    assert response.status_code == 302
    return User.objects.get(email=data["email"]), link_in(OutgoingMail.objects.first())


def link_in(mail):
    return re.search(r"/invitation/[\w-]+/", mail.body).group()


def choose(path, password=PASSWORD, again=None, client=None):
    return (client or Client()).post(path, {"password": password, "again": again or password})


def log_in(email, password, client=None):
    client = client or Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_in(client):
    return client.get(reverse("home")).status_code == 200


def test_an_invitation_leads_from_the_mail_to_the_start_page(client_of):
    user, path = invited(client_of)
    assert not is_in(log_in(user.email, PASSWORD))

    page = Client().get(path)
    chosen = choose(path)

    assert page.status_code == 200
    assert f"With the address {user.email} and this password" in page.text
    assert chosen.url == reverse("account_login")
    assert is_in(log_in("ADA@demo.example", PASSWORD))


def test_the_database_never_sees_the_token_of_a_link(client_of):
    _user, path = invited(client_of)
    token = path.split("/")[2]

    assert token not in str(Link.objects.values().get())


def test_an_invitation_is_used_once(client_of):
    user, path = invited(client_of)
    choose(path)

    seen, again = Client().get(path), choose(path, "Ganz anderes Passwort 9")

    assert (seen.status_code, again.status_code) == (410, 410)
    assert "This link has been used already." in seen.content.decode()
    assert is_in(log_in(user.email, PASSWORD))


def test_of_two_tabs_the_first_one_counts(client_of):
    user, path = invited(client_of)
    one, other = Client(), Client()
    assert [one.get(path).status_code, other.get(path).status_code] == [200, 200]

    first, second = choose(path, client=one), choose(path, "Ganz anderes Passwort 9", client=other)

    assert (first.status_code, second.status_code) == (302, 410)
    assert is_in(log_in(user.email, PASSWORD))


def test_an_expired_invitation_says_what_to_do(client_of):
    _user, path = invited(client_of)
    Link.objects.update(expires_at=timezone.now())

    for response in (Client().get(path), choose(path)):
        assert response.status_code == 410
        assert "This link has expired. Please ask the office for a new one." in (
            response.content.decode()
        )


def test_a_new_invitation_ends_the_old_one(client_of):
    user, old = invited(client_of)
    accounts.send_invitation(user, by=None)
    new = link_in(OutgoingMail.objects.first())

    assert choose(old).status_code == 410
    assert choose(new).status_code == 302


def test_an_unknown_link_is_refused_without_saying_more():
    response = Client().get("/invitation/irgendwas/")

    assert response.status_code == 410
    assert "This link is not known." in response.content.decode()


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("kurz", "kurz", "This password is too short."),
        ("administrator", "administrator", "This password is too common."),
        ("Ada Muster (Demo)", "Ada Muster (Demo)", "The password is too similar to the name."),
        (PASSWORD, PASSWORD + "!", "The two passwords differ."),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(client_of, password, again, sentence):
    _user, path = invited(client_of)

    refused = choose(path, password, again)

    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert choose(path).status_code == 302


def test_a_mistyped_address_loses_its_invitation_when_it_is_corrected(client_of):
    user, path = invited(client_of, email="adda@demo.example")
    manager = client_of(make_user("administration"))
    data = {"name": user.name, "roles": user.roles, "version": user.version}

    manager.post(user.get_absolute_url(), data | {"email": "ada@demo.example"})

    assert choose(path).status_code == 410


def test_a_second_account_with_the_same_address_is_refused(client_of):
    make_user(email="Ada@demo.example")
    manager = client_of(make_user("coordination"))
    data = {"name": "Ada", "email": "ada@DEMO.example", "roles": ["partner"]}

    response = manager.post(reverse("user_create"), data)

    assert response.status_code == 422
    assert "There is an account with this e-mail address already." in response.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_closed_account_is_out_at_once_and_its_session_never_wakes_up(client_of):
    manager, user = make_user("administration"), make_user("counselling")
    session = client_of(user)
    assert is_in(session)

    client_of(manager).post(reverse("user_deactivate", args=[user.pk]))
    assert not is_in(session)

    client_of(manager).post(reverse("user_reactivate", args=[user.pk]))
    assert not is_in(session)
    user.refresh_from_db()
    assert is_in(client_of(user))


def test_a_closed_session_that_was_not_used_meanwhile_stays_closed_as_well(client_of):
    manager, user = make_user("administration"), make_user("counselling")
    session = client_of(user)

    accounts.deactivate(user, by=manager)
    accounts.reactivate(user, by=manager)

    assert not is_in(session)


def test_a_closed_account_cannot_log_in_or_be_invited(client_of):
    user, path = invited(client_of)
    choose(path)
    accounts.deactivate(user, by=make_user("administration"))

    assert not is_in(log_in(user.email, PASSWORD))
    refused = client_of(make_user("administration")).post(
        reverse("user_invite", args=[user.pk]), follow=True
    )
    assert "This account is closed. Please open it again first." in refused.content.decode()


def test_nobody_closes_the_own_account(client_of):
    user = make_user("administration")
    make_user("administration")

    answer = client_of(user).post(reverse("user_deactivate", args=[user.pk]), follow=True)

    user.refresh_from_db()
    assert user.is_active
    assert "You cannot close your own account. Please ask a colleague." in answer.content.decode()


@pytest.mark.parametrize("role", ["administration", "coordination"])
def test_nobody_changes_their_own_roles(client_of, role):
    user, _other = make_user(role), make_user("administration")
    roles = ["administration", "coordination", "counselling"]
    data = {"name": "Neuer Name", "email": user.email, "roles": roles, "version": 0}

    page = client_of(user).get(user.get_absolute_url()).content.decode()
    client_of(user).post(user.get_absolute_url(), data)

    user.refresh_from_db()
    assert (user.name, user.roles) == ("Neuer Name", [role])
    assert "Nobody changes their own roles." in page
    assert client_of(user).get(reverse("counselling:list")).status_code == (
        403 if role == "administration" else 200
    )


def test_the_last_one_who_manages_accounts_keeps_the_right(client_of):
    user = make_user("coordination")
    make_user("administration", is_active=False, deactivated_at=timezone.now())
    user.roles = ["counselling"]
    user.save()

    with pytest.raises(ValidationError, match="Nobody would be left who can manage accounts."):
        accounts.changed(user, by=user)


def test_the_right_to_manage_accounts_can_be_given_away(client_of):
    user, other = make_user("coordination"), make_user("administration")
    data = {"name": user.name, "email": user.email, "roles": ["counselling"], "version": 0}

    client_of(other).post(user.get_absolute_url(), data)

    user.refresh_from_db()
    assert user.roles == ["counselling"]


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_close_each_other_leave_one():
    one, other = make_user("administration"), make_user("coordination")

    at_once(lambda: accounts.deactivate(one, by=other), lambda: accounts.deactivate(other, by=one))

    assert User.objects.active().count() == 1


def test_nobody_signs_up_alone():
    page = Client().get(reverse("account_signup"))
    data = {"email": "eve@demo.example", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), data)

    assert page.status_code == 200
    assert "password1" not in page.content.decode()
    assert not User.objects.exists()


def test_pages_behind_the_login_stay_out_of_every_cache(client_of):
    response = client_of(make_user("partner")).get(reverse("home"))

    assert response["Cache-Control"] == "no-store, private"


def test_every_step_of_an_account_leaves_a_line(client_of):
    user, path = invited(client_of)
    choose(path)
    manager = make_user("administration")
    accounts.deactivate(user, by=manager)
    accounts.reactivate(user, by=manager)

    verbs = AuditEntry.objects.filter(target=f"integration_office.User:{user.pk}").order_by("id")

    assert list(verbs.values_list("verb", flat=True)) == [
        "invited",
        "accepted invitation",
        "deactivated",
        "reactivated",
    ]


def test_a_closed_account_is_anonymous_after_a_year():
    user = make_user("counselling", name="Ada Muster (Demo)")
    accounts.deactivate(user, by=make_user("administration"))
    today = timezone.localdate()

    privacy.run_retention(today + datetime.timedelta(days=365))
    user.refresh_from_db()
    assert user.name == "Ada Muster (Demo)"

    privacy.run_retention(today + datetime.timedelta(days=367))
    user.refresh_from_db()
    assert (user.name, user.email) == ("–", f"closed-{user.pk}@account.invalid")


def test_what_the_login_keeps_besides_is_gone_with_the_account():
    user = make_user("counselling", email="ada@demo.example")
    EmailAddress.objects.create(user=user, email="ada@demo.example")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    SocialAccount.objects.create(user=user, provider="town", uid="ada")
    accounts.deactivate(user, by=make_user("administration"))

    privacy.run_retention(timezone.localdate() + datetime.timedelta(days=367))

    kept = [m.objects.count() for m in (EmailAddress, Authenticator, SocialAccount)]
    assert kept == [0, 0, 0]
