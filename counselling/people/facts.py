"""What exact facts say about the groups of the statistics. Pure functions of dates and codes."""

import datetime

from counselling.codes import Stay
from counselling.people.countries import country_group
from integration_office.codes import AgeGroup
from integration_office.partial_dates import first_day


# The last year of age of each group, the oldest one open.
AGES = [(5, AgeGroup.TO_5), (11, AgeGroup.TO_11), (17, AgeGroup.TO_17), (26, AgeGroup.TO_26)]
AGES += [(44, AgeGroup.TO_44), (64, AgeGroup.TO_64), (130, AgeGroup.FROM_65)]
# From how many years on; "1 to 3 years" begins with the first anniversary.
STAYS = ((0, Stay.UNDER_1), (1, Stay.TO_3), (3, Stay.TO_5), (5, Stay.TO_8), (8, Stay.OVER_8))
WHOLE_DAY = 10  # letters of "1990-12-24"


def age(birth: str, on: datetime.date) -> int | None:
    """In years. Of whom only the year or the month is known, the age reached in that year, as the
    statistical offices count it; nothing for a birth that lies ahead."""
    born = first_day(birth)
    if born is None or born > on:
        return None
    birthday_is_ahead = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - (len(birth) == WHOLE_DAY and birthday_is_ahead)


def age_group(birth: str, on: datetime.date) -> str:
    years = age(birth, on)
    if years is None:
        return ""
    return next((str(group) for oldest, group in AGES if years <= oldest), "")


def stay(arrived_in: str, on: datetime.date) -> str:
    """By calendar years: whoever came in 2025 is in the second year in 2026."""
    if not arrived_in or int(arrived_in) > on.year:
        return ""
    years = on.year - int(arrived_in)
    return str(next(group for since, group in reversed(STAYS) if years >= since))


def groups(
    *, birth: str, nationalities: list[str], arrived_in: str, on: datetime.date
) -> dict[str, str]:
    """The groups that follow from what is known; those of which nothing is known are left out."""
    found = {
        "age_group": age_group(birth, on),
        "country_group": country_group(nationalities[0]) if nationalities else "",
        "stay": stay(arrived_in, on),
    }
    return {name: group for name, group in found.items() if group}
