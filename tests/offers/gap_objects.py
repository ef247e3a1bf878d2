"""Needs, pairs and courses for the table of access."""

from offers.coverage import need_actions, overlap_actions
from tests.factories import make_user
from tests.offers.factories import make_offer
from tests.offers.needs import make_need


def _need(page, word, user, provider):
    """ "mine" was reported by this very user, "own" by a house the user speaks for; nobody has
    checked them, nor a "foreign" one; a "checked" one is foreign too."""
    by = user if word == "mine" else make_user("coordination")
    need = make_need(by=by, organisation=provider if word == "own" else None)
    if word == "checked":
        need_actions.check(need, by=make_user("coordination"))
    keys = {"pk": need.pk}
    return keys | {"offer": make_offer().pk} if page == "offers:need_offer" else keys


def _pair(page, *_about):
    one, other = make_offer(), make_offer()
    if page == "offers:double_again":
        overlap_actions.call_no_doubles(one, other, by=make_user("coordination"))
    return {"one": one.pk, "other": other.pk}


def _course(_page, word, _user, provider):
    """A language course; "no-course" is an offer of another kind."""
    kind = "sport" if word == "no-course" else "sprachkurs"
    return {"pk": make_offer(provider=provider, kind=kind).pk}


NEEDS = ("detail", "edit", "more", "check", "still_open", "offers", "offer", "measure", "give_up")
GAPS = {
    **{f"offers:need_{name}": _need for name in (*NEEDS, "reopen")},
    "offers:not_double": _pair,
    "offers:double_again": _pair,
    "offers:course": _course,
}
