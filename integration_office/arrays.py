"""Questions about an array that Django has no word for."""

from django.db.models import BooleanField, Func


class OneOf(Func):
    """`OneOf(F("pk"), keys)`: whether the first is one of the array of the second. Unlike a list
    of hundreds in `pk__in` that is one parameter; unlike a subquery in it, or EXISTS, PostgreSQL
    asks for the array once and then looks the rows up by their index, also beside an OR."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
