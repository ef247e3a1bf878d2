"""How people come in: by e-mail address, only when invited, and out at once when deactivated."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office import links, mail
from integration_office.audit import label_of, record
from integration_office.models import Link, User


INVITATION = "invitation"
INVITATION_DAYS = 14


class OfficeBackend(ModelBackend):
    """Django's backend, reduced: our rights are questions about roles, there are no others."""

    def has_perm(self, user_obj, perm, obj=None):
        return False


class AccountAdapter(DefaultAccountAdapter):
    """allauth without sign-up: accounts begin with an invitation."""

    def is_open_for_signup(self, request):
        return False

    def populate_username(self, request, user):
        """There are no user names."""

    def get_reset_password_from_key_url(self, key):
        # Not the host of the request: whoever asks for the mail could choose it.
        return mail.absolute(reverse("account_reset_password_from_key", args=key.split("-", 1)))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The town's own login (OpenID Connect) opens existing accounts, it makes none."""

    def is_open_for_signup(self, request, sociallogin):
        return False


@transaction.atomic
def invite(user: User, *, by: User | None) -> None:
    """Save a new `user` without a usable password and mail the link to set one (14 days)."""
    user.set_password(secrets.token_urlsafe(40))
    user.full_clean()
    user.save()
    send_invitation(user, by=by)


@transaction.atomic
def send_invitation(user: User, *, by: User | None) -> None:
    """Mail a fresh invitation link to `user`; older ones die. Refuses for a closed account."""
    if not user.is_active:
        raise ValidationError(_("This account is closed. Please open it again first."))
    links.revoke(INVITATION, user)
    token = links.issue(INVITATION, user, recipient=user.email, days=INVITATION_DAYS, by=by)
    mail.send(
        to=user.email,
        subject=_("Your account at the integration office"),
        body=_(
            "Good day %(name)s,\n\n"
            "an account has been set up for you. Please choose a password here:\n%(url)s\n\n"
            "The link can be used once and ends after %(days)s days.\n"
        )
        % {
            "name": user.name,
            "url": mail.absolute(reverse("invitation", args=[token])),
            "days": INVITATION_DAYS,
        },
        purpose=INVITATION,
    )
    record("invited", user, by=by)


@transaction.atomic
def accept_invitation(token: str, password: str) -> User:
    """Set the password of the invited account and close the link. Refuses as `links.find`."""
    link = links.find(token, INVITATION, lock=True)
    user = User.objects.select_for_update().get(pk=link.target_pk)
    if not user.is_active:
        raise links.LinkRefused(_("This account is closed. Please ask the office."))
    user.set_password(password)
    user.save(update_fields=["password"])
    link.use()
    record("accepted invitation", user, by=user)
    return user


def refuse_an_office_without_managers() -> None:
    """Call it after a change, in its transaction: somebody must be left who can invite and close.

    Two who take the right from each other at the same moment wait here for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('managers of accounts'))")
    roles = [User.Role.ADMINISTRATION, User.Role.COORDINATION]
    if not User.objects.active().filter(roles__overlap=roles).exists():
        raise ValidationError(
            _(
                "Nobody would be left who can manage accounts. "
                "Please give somebody else this right first."
            )
        )


@transaction.atomic
def changed(user: User, *, by: User, old_email: str = "") -> None:
    """What follows when name, address or roles have been saved: the old address opens nothing any
    more and hears of it, and the last person who manages accounts keeps the right."""
    refuse_an_office_without_managers()
    if old_email and old_email.casefold() != user.email.casefold():
        _leave_address(user, old_email, by=by)
    open_links = Link.objects.filter(purpose=INVITATION, target=label_of(user), used_at=None)
    if open_links.filter(revoked_at=None).exclude(recipient__iexact=user.email).exists():
        links.revoke(INVITATION, user)
    record("changed", user, by=by)


def _leave_address(user, old_email, *, by):
    """Without this the old mailbox could still ask for a new password. The mail to it lets nobody
    take an account over unseen by sending its mail elsewhere."""
    EmailAddress.objects.filter(user=user).delete()
    mail.send(
        to=old_email,
        subject=_("Your account has another e-mail address now"),
        body=_(
            "Good day %(name)s,\n\n"
            "%(by)s has entered another e-mail address for your account. From now on you log in "
            "with that one; mails of the account go there.\n\n"
            "If you know nothing of it, please tell the office and data protection at once: "
            "%(office)s, %(data_protection)s.\n"
        )
        % {
            "name": user.name,
            "by": by.name,
            "office": settings.OFFICE["email"],
            "data_protection": settings.OFFICE["data_protection_email"],
        },
        purpose="address changed",
    )
    record("changed address", user, by=by)


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Close the account and end its sessions at once. Refuses one's own and the last account
    that can manage others."""
    if user.pk == by.pk:
        raise ValidationError(_("You cannot close your own account. Please ask a colleague."))
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(_("This account is closed already."))
    user.is_active, user.deactivated_at = False, timezone.now()
    user.session_generation += 1
    user.version += 1
    user.save()
    refuse_an_office_without_managers()
    links.revoke(INVITATION, user)
    record("deactivated", user, by=by)


@transaction.atomic
def reactivate(user: User, *, by: User) -> None:
    """Open a closed account again; its old sessions stay ended."""
    changed = User.objects.filter(pk=user.pk, is_active=False).update(
        is_active=True, deactivated_at=None, version=F("version") + 1
    )
    if not changed:
        raise ValidationError(_("This account is open already."))
    record("reactivated", user, by=by)
