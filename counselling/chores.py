"""What counselling does once a day by itself."""

import datetime

from counselling.referrals import actions as referral_actions
from integration_office import chores


@chores.daily(30)
def end_referrals(today: datetime.date) -> None:
    referral_actions.end_what_ran_out(today)
