"""The demo office: the lists of Wedel, and invented people where the lists have none. Every app
fills its part through the actions its views call."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from integration_office.importers import import_lists
from integration_office.models import User
from integration_office.registry import Registry


PASSWORD = "Demo-Buero-2026"
LISTS = Path(__file__).parent / "demo_lists" / "wedel"

Role = User.Role
USERS = {
    "koordination": ("Kim Muster (Demo)", [Role.COORDINATION, Role.COUNSELLING]),
    "beratung": ("Robin Beispiel (Demo)", [Role.COUNSELLING]),
    "ehrenamt": ("Alex Probe (Demo)", [Role.VOLUNTEER_COORDINATION]),
    "pruefstelle": ("Toni Test (Demo)", [Role.TEST_OFFICE]),
    "verwaltung": ("Sascha Amt (Demo)", [Role.ADMINISTRATION]),
    "partner": ("Luca Partner (Demo)", [Role.PARTNER]),
    "freiwillig": ("Noa Hilfe (Demo)", [Role.VOLUNTEER]),
    "datenschutz": ("Jona Schutz (Demo)", [Role.DATA_PROTECTION]),
}


@dataclass
class Office:
    """What the steps share: the day, the dice, the people, and a way to speak."""

    today: datetime.date
    say: Callable[[str], None]
    random: Random = field(default_factory=lambda: Random(22880))
    users: dict[str, User] = field(default_factory=dict)

    @property
    def first_day(self) -> datetime.date:
        """The demo office has worked since the first of January of last year."""
        return datetime.date(self.today.year - 1, 1, 1)


_steps: Registry[Callable[[Office], None]] = Registry()
step = _steps.add


def email(key: str) -> str:
    """The address of a demo login: "koordination" → koordination@demo.example."""
    return f"{key}@demo.example"


@transaction.atomic
def fill(*, say: Callable[[str], None], today: datetime.date | None = None) -> Office:
    """Make the demo office in an empty database; all of it or nothing."""
    office = Office(today=today or timezone.localdate(), say=say)
    say("Demo people")
    password = make_password(PASSWORD)  # the same for all, and made to take long
    for key, (name, roles) in USERS.items():
        user = User(email=email(key), name=name, roles=roles, password=password)
        user.full_clean()
        user.save()
        office.users[key] = user
    say("Lists of Wedel")
    counts = import_lists(LISTS, dry_run=False, say=lambda line: None)
    say("  " + ", ".join(f"{outcome}: {count}" for outcome, count in sorted(counts.items())))
    for fill_part in _steps:
        say((fill_part.__doc__ or fill_part.__module__).strip().partition("\n")[0])
        fill_part(office)
    return office


def logins() -> list[tuple[str, str, str]]:
    """Address, password and roles of every demo login; none outside the demo."""
    if not settings.DEMO:
        return []
    return [
        (email(key), PASSWORD, ", ".join(str(role.label) for role in roles))
        for key, (_name, roles) in USERS.items()
    ]
