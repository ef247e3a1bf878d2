"""The programme of the demo office, read from demo_programme.csv: invented items at places and with
organisations of the list of Wedel.

`when` says for "monthly" the weekday (0 = Monday), which one in the month, and the months; for
"yearly" month and day; for "weeks" how many days after the opening of the Interkulturelle Wochen.
Words in `organisers` are parts of names.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from events.models import Event


LIST = Path(__file__).with_name("demo_programme.csv")
OFFICE = "Koordinierungsstelle"

# Title, weekday, every so many days, fewest and most people.
TALKS = [
    ("Dialog in Deutsch", 4, 7, 5, 16),
    ("Sprachtreff", 2, 7, 6, 18),
    ("Frauencafé", 1, 14, 7, 20),
]
FIRST_NAMES = (
    *("Amina", "Bilal", "Chiara", "Daria", "Elif", "Farid", "Galina", "Hamid", "Ines", "Jamal"),
    *("Kateryna", "Leyla", "Marek", "Nadja", "Omar", "Petra", "Rania", "Samir", "Tarik", "Uliana"),
    *("Vera", "Wassim", "Yara", "Zoran"),
)
FAMILY_NAMES = tuple(
    f"{first}{second}"
    for first in ("Muster", "Beispiel", "Probe", "Demo")
    for second in ("mann", "berg", "feld", "stein", "bach", "hof", "tal", "wald")
)


@dataclass(frozen=True)
class Item:
    kind: str
    when: tuple[int, ...]
    title: str
    place: str
    organisers: tuple[str, ...]
    format: str
    start: str
    end: str
    visitors: tuple[int, int]
    text: str
    target_group: str
    languages: tuple[str, ...]
    cost: str
    capacity: int | None
    outdoors: bool

    @property
    def office_role(self) -> str:
        if OFFICE not in self.organisers:
            return Event.OfficeRole.SUPPORTER
        alone = len(self.organisers) == 1
        return Event.OfficeRole.ORGANISER if alone else Event.OfficeRole.CO_ORGANISER


def programme() -> list[Item]:
    with LIST.open(encoding="utf-8", newline="") as lines:
        return [_item(row) for row in csv.DictReader(lines)]


def _item(row: dict[str, str]) -> Item:
    return Item(
        kind=row["kind"],
        when=tuple(int(number) for number in row["when"].split()),
        title=row["title"],
        place=row["place"],
        organisers=tuple(row["organisers"].split("; ")),
        format=row["format"],
        start=row["start"],
        end=row["end"],
        visitors=(int(row["fewest"]), int(row["most"])),
        text=row["text"],
        target_group=row["target_group"],
        languages=tuple(row["languages"].split()),
        cost=row["cost"],
        capacity=int(row["capacity"]) if row["capacity"] else None,
        outdoors=bool(row["outdoors"]),
    )
