"""What counselling does once a day by itself."""

import datetime

from counselling.models import CaseFile
from integration_office import chores, sealed_files


@chores.daily(60)
def sweep_case_files(today: datetime.date) -> None:
    """Sealed files without a row: of a save that failed."""
    sealed_files.sweep(CaseFile)
