"""German order on every PostgreSQL build: Ä beside A, capitals beside small letters."""

from django.db import models


class GermanOrder(models.Transform):
    """`order_by("name__german_order")`: the SQL function german_order(text), which an index can
    hold (it is immutable). Collations of ICU are missing in many builds."""

    lookup_name = "german_order"
    function = "german_order"
    output_field = models.TextField()


CREATE = """
CREATE FUNCTION german_order(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));
"""
DROP = "DROP FUNCTION german_order(text)"


for field in (models.CharField, models.TextField):
    field.register_lookup(GermanOrder)
