"""People and things of the ground floor for tests. Name only what the test is about."""

from itertools import count

from integration_office.models import User


numbers = count(1)


def make_user(*roles, **fields):
    """An active user with these roles ("counselling", …); a coordinator when none is named."""
    number = next(numbers)
    user = User(
        **{
            "email": f"person{number}@demo.example",
            "name": f"Person {number} (Demo)",
            "roles": list(roles or ["coordination"]),
        }
        | fields
    )
    user.set_unusable_password()
    user.save()
    return user
