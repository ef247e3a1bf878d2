"""Reports for the table of access: drafts are the office's, approved public ones everybody's."""

from reports import actions
from reports.models import AnnualReport
from tests.factories import make_user
from tests.reports.factories import YEAR, make_contacts


def make(page, word, user):
    if word == "none":
        return {"year": 1850}
    make_contacts(6)
    if word in ("approved", "closed"):
        report, is_new = AnnualReport.objects.get_or_create(
            year=YEAR, defaults={"is_public": word == "approved"}
        )
        if is_new:
            actions.approve(report, by=make_user("coordination"))
    arguments = {"year": YEAR}
    if page == "reports:text_edit":
        arguments["chapter"] = "counselling"
    if page.startswith("reports:figure"):
        arguments["key"] = "contacts"
    if page.endswith(("tables", "table")):
        arguments["kind"] = "csv"
    return arguments
