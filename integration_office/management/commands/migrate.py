"""manage.py migrate, in a tenth of the time where there is no table yet."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class Command(migrate.Command):
    def handle(self, *args, **options):
        recorder = MigrationRecorder(connections[options["database"]])
        with nullcontext() if recorder.applied_migrations() else each_model_alone():
            return super().handle(*args, **options)


@contextmanager
def each_model_alone() -> Iterator[None]:
    """With each step Django writes anew the classes of all models that hang together with the
    changed one. Here all do, by who wrote a row: 25,000 classes for an empty database, of which no
    step reads more than one. What asks for all of them (`RunPython`) gets them anew as ever.

    Not for an office that has rows: whoever changes a key needs to find who points to it."""

    def alone(state: ProjectState, app_label: str, model_name: str, _delay: object = None):
        state.is_delayed = True
        return {(app_label, model_name)}

    states: Any = ProjectState
    usual = states._find_reload_model
    states._find_reload_model = alone
    try:
        yield
    finally:
        states._find_reload_model = usual
