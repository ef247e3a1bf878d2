"""What counselling does once a day by itself."""

from counselling.consents import erasing, texts
from integration_office import chores


@chores.daily(30)
def take_texts_of_consents(today):
    """An office that has just begun, or a new version of the software, brings texts along."""
    texts.load()


@chores.daily(35)
def begin_to_erase_what_nobody_renewed(today):
    """A file whose consent ran out a month ago."""
    erasing.begin_for_run_out(today)
