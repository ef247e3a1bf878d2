"""The outbox: nothing is lost while the mail server is dead, and what was undone sends nothing."""

import datetime
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from integration_office import mail, privacy
from integration_office.models import OutgoingMail
from tests.factories import make_user


pytestmark = pytest.mark.django_db


class Box:
    """A mail server's memory; addresses at `refused.example` are refused for good."""

    def __init__(self):
        self.got = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - its name
        if address.endswith("@refused.example"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its name
        self.got.append((envelope.rcpt_tos, envelope.content.decode("utf-8", "replace")))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port(settings):
    """Where the mail server would listen; nobody does yet. The demo would send nothing."""
    settings.DEMO = False
    number = free_port()
    smtp = {"host": "127.0.0.1", "port": number, "use_tls": False, "timeout": 5}
    settings.MAILERS = {
        "default": {"BACKEND": "integration_office.mail.OutboxBackend"},
        "server": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": smtp},
    }
    return number


@pytest.fixture
def server(port):
    """A real SMTP server on that port."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


def send(to="ada@demo.example", subject="Guten Tag"):
    return mail.send(to, subject, "Grüße aus Wedel", purpose="test")


def later(row, minutes):
    """As if that time had passed for this mail."""
    OutgoingMail.objects.filter(pk=row.pk).update(
        next_try_at=row.next_try_at - datetime.timedelta(minutes=minutes)
    )


def test_a_mail_is_delivered_once(server):
    sent = send()

    assert (mail.deliver(), mail.deliver()) == (1, 0)

    sent.refresh_from_db()
    [(recipients, content)] = server.got
    assert recipients == ["ada@demo.example"]
    assert "Subject: Guten Tag" in content
    assert (sent.tries, sent.sent_at is not None, sent.last_error) == (1, True, "")
    assert sent.body == ""  # it may hold a link that opens something


def test_while_the_mail_server_is_dead_nothing_is_lost(port):
    waiting = [send(), send("ben@demo.example")]

    assert mail.deliver() == 0

    for row in waiting:
        row.refresh_from_db()
        assert (row.tries, row.sent_at, row.given_up_at) == (1, None, None)
        assert row.last_error == "ConnectionRefusedError"


def test_when_the_mail_server_is_back_everything_arrives(port):
    sent = send()
    mail.deliver()
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert mail.deliver() == 0  # its next try is a minute away
        sent.refresh_from_db()
        later(sent, 2)
        assert mail.deliver() == 1
    finally:
        controller.stop()
    assert [recipients for recipients, _content in box.got] == [["ada@demo.example"]]


def test_a_dead_server_is_asked_less_and_less_often(port):
    row, waits = send(), []
    for _try in range(7):
        later(row, 60 * 24)
        started = timezone.now()
        mail.deliver()
        row.refresh_from_db()
        waits.append(round((row.next_try_at - started).total_seconds() / 60))

    assert waits == [1, 5, 15, 60, 240, 240, 240]


def test_after_a_week_a_mail_is_given_up_and_says_why(port):
    row = send()
    OutgoingMail.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))

    mail.deliver()
    later(row, 60 * 24)

    row.refresh_from_db()
    assert row.given_up_at is not None
    assert mail.deliver() == 0
    row.refresh_from_db()
    assert row.tries == 1


def test_a_refused_address_does_not_hold_up_the_others(server):
    send("weg@refused.example")
    send("umbruch@demo.example\nBcc: eve@demo.example")
    send("ada@demo.example")

    assert mail.deliver() == 1

    assert [recipients for recipients, _content in server.got] == [["ada@demo.example"]]
    errors = OutgoingMail.objects.filter(sent_at=None).values_list("last_error", flat=True)
    assert sorted(errors) == ["SMTPRecipientsRefused", "ValueError"]


def test_what_is_rolled_back_sends_nothing(server):
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError

    assert (mail.deliver(), server.got) == (0, [])


def test_the_demo_sends_nothing_and_shows_it_on_a_page(server, settings, client_of):
    settings.DEMO = True
    send(subject="Nur in der Demo")

    assert (mail.deliver(), server.got) == (0, [])
    assert "Nur in der Demo" in client_of(make_user()).get("/mail/").content.decode()


def test_mails_of_django_and_allauth_take_the_same_way(port):
    EmailMessage("Passwort", "Text", None, ["ada@demo.example", "ben@demo.example"]).send()

    kept = OutgoingMail.objects.order_by("to").values_list("to", "subject", "purpose")
    assert list(kept) == [
        ("ada@demo.example", "Passwort", "account"),
        ("ben@demo.example", "Passwort", "account"),
    ]


def test_a_subject_is_one_line():
    assert send(subject="Eins\nBcc: eve@demo.example").subject == "Eins Bcc: eve@demo.example"


def test_the_text_of_a_mail_goes_after_a_month():
    old, new = send(), send()
    today = timezone.localdate()
    OutgoingMail.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - datetime.timedelta(days=32)
    )

    privacy.run_retention(today)

    assert list(OutgoingMail.objects.all()) == [new]
