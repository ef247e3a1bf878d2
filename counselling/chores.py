"""What counselling does once a day by itself."""

import datetime

from counselling.consents import erasing, texts
from counselling.models import CaseFile
from counselling.referrals import actions as referral_actions
from integration_office import chores, sealed_files


@chores.daily(30)
def take_texts_of_consents(today: datetime.date) -> None:
    """An office that has just begun, or a new version of the software, brings texts along."""
    texts.load()


@chores.daily(30)
def end_referrals(today: datetime.date) -> None:
    referral_actions.end_what_ran_out(today)


@chores.daily(35)
def begin_to_erase_what_nobody_renewed(today: datetime.date) -> None:
    """A file whose consent ran out a month ago."""
    erasing.begin_for_run_out(today)


@chores.daily(60)
def sweep_case_files(today: datetime.date) -> None:
    """Sealed files without a row: of a save that failed."""
    sealed_files.sweep(CaseFile)
