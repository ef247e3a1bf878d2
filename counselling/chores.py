"""What counselling does every day by itself."""

import datetime

from counselling.models import CaseFile
from counselling.referrals import actions as referral_actions
from integration_office import chores, sealed_files


@chores.daily(30)
def end_referrals(today: datetime.date) -> None:
    referral_actions.end_what_ran_out(today)


@chores.daily(60)
def sweep_case_files(today: datetime.date) -> None:
    """Sealed files without a row: of a save that failed."""
    sealed_files.sweep(CaseFile)
