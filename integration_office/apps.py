"""The ground floor: users and roles, history, agenda, search, privacy, mail, PDF and the UI kit."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


REGISTRIES = ("agenda", "search", "privacy", "processing", "importers", "demo", "chores")


class IntegrationOfficeConfig(AppConfig):
    name = "integration_office"

    def ready(self) -> None:
        import_module("integration_office.ordering")
        autodiscover_modules(*REGISTRIES)
