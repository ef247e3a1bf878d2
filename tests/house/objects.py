"""Objects of the ground floor for the table of access."""

from tests.factories import make_user


def make(page, word, user):
    if page == "invitation":
        return {"token": "nobody-knows-this"}
    return {"pk": make_user("counselling").pk}
