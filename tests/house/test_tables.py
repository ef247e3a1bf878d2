"""The tables an empty office gets."""

import pytest
from django.apps import apps
from django.db import connection

from tests.house.test_house import APPS


COLUMNS = """
SELECT class.relname, attname, format_type(atttypid, atttypmod), attnotnull, attgenerated,
       attidentity, pg_get_expr(adbin, adrelid)
FROM pg_attribute JOIN pg_class AS class ON class.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = %(schema)s::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s"


def described(schema, tables):
    """Columns, constraints and indexes of these tables, as PostgreSQL writes them down."""
    with connection.cursor() as cursor:
        rows = set()
        for question in (COLUMNS, CONSTRAINTS, INDEXES):
            cursor.execute(question, {"schema": schema})
            for row in cursor.fetchall():
                table, *facts = [str(fact).replace(f"{schema}.", "") for fact in row]
                if table in tables:
                    rows.add((table, *facts))
        return rows


def tables_of(model):
    yield model._meta.db_table
    yield from (field.m2m_db_table() for field in model._meta.local_many_to_many)


@pytest.mark.django_db
def test_an_empty_office_gets_the_tables_that_its_models_describe():
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    tables = {table for model in models for table in tables_of(model)}
    installed = described("public", tables)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA anew")
        cursor.execute("SET LOCAL search_path TO anew, public")
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)

    assert described("anew", tables) == installed
