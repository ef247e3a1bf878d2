"""What the bench serves: the office through its own entry, with the bench's pages beside it."""

from django.conf import settings

from integration_office.wsgi import application


__all__ = ["application"]
settings.ROOT_URLCONF = "tests.bench.urls"
