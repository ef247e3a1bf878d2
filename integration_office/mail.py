"""The outbox: a mail is a row first, so that it is neither lost nor sent for what was undone."""

import datetime
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from integration_office.models import OutgoingMail


log = logging.getLogger("office.mail")

# A dead mail server is tried again after these minutes, the last one until a week has passed.
WAITS = [1, 5, 15, 60, 240]
GIVE_UP_AFTER = datetime.timedelta(days=7)


def absolute(path: str) -> str:
    """The address of a page as it may stand in a mail."""
    return settings.BASE_URL.rstrip("/") + path


def send(to: str, subject: str, body: str, *, purpose: str) -> OutgoingMail:
    """Put a mail into the outbox, inside the transaction of what it tells of. `purpose` is a
    code word for the log. Never put the content of a case into it."""
    return OutgoingMail.objects.create(
        to=to, subject=" ".join(subject.split())[:200], body=body, purpose=purpose
    )


def deliver(limit: int = 50) -> int:
    """Hand waiting mails to the mail server, each in a transaction of its own; the number of
    those taken. In the demo nothing leaves: the page /mail/ shows the outbox."""
    if settings.DEMO:
        return 0
    taken = 0
    for _ in range(limit):
        with transaction.atomic():
            mail = (
                OutgoingMail.objects.waiting(timezone.now())
                .select_for_update(skip_locked=True)
                .order_by("next_try_at")
                .first()
            )
            if mail is None:
                break
            taken += _try(mail)
    return taken


def _try(mail: OutgoingMail) -> bool:
    mail.tries += 1
    now = timezone.now()
    try:
        EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send(
            using="server"
        )
    except (OSError, SMTPException, ValueError) as error:
        # ValueError: an address no server could take must not hold up the mails behind it.
        # The class is enough to mend it; server texts may quote the address.
        mail.last_error = type(error).__name__
        mail.next_try_at = now + datetime.timedelta(minutes=WAITS[min(mail.tries, len(WAITS)) - 1])
        if mail.created_at + GIVE_UP_AFTER < now:
            mail.given_up_at, mail.body = now, ""
        log.warning("mail not taken", extra={"purpose": mail.purpose, "error": mail.last_error})
    else:
        # The text may hold a link that opens something; the database keeps only hashes of those.
        mail.sent_at, mail.last_error, mail.body = now, "", ""
    mail.save()
    return mail.sent_at is not None


class OutboxBackend(BaseEmailBackend):
    """Django's and allauth's own mails take the same way."""

    def send_messages(self, email_messages):
        for message in email_messages:
            for address in message.recipients():
                send(address, message.subject, message.body, purpose="account")
        return len(email_messages)
