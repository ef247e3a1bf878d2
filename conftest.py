"""The test run's database: one embedded server, started before anything reads the settings.

The run's own process starts it; the workers of pytest-xdist inherit its address.
"""

import atexit
import os

import django

from integration_office import embedded_postgres


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_office.settings")
os.environ.setdefault("OFFICE_LANGUAGE", "en")

if not os.environ.get("DATABASE_URL"):
    folder = embedded_postgres.default_base().with_name("test-postgres")
    server = embedded_postgres.start(folder, durable=False)
    atexit.register(server.stop)
    os.environ["DATABASE_URL"] = server.url

django.setup()
