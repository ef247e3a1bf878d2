"""What the open feed answers to, as OpenAPI 3.1: the addresses of HSDS 3.0 that exist here."""

from typing import Any

from django.utils.translation import gettext as _

from offers.feed.hsds_ids import PROFILE


SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/compiled/"
LISTS = {
    "/services": ("service_list", "getPaginatedListOfServices"),
    "/organizations": ("organization_list", "getPaginatedListOfOrganizations"),
    "/taxonomies": (None, "getPaginatedListOfTaxonomies"),
    "/taxonomy_terms": (None, "getPaginatedListOfTaxonomyTerms"),
}
SINGLE = {
    "/services/{id}": ("service", "getFullyNestedServiceById"),
    "/organizations/{id}": ("organization", "getOrganizationById"),
}
PAGING = {"page": "integer", "per_page": "integer"}
NARROWING = {
    "search": "string",
    "modified_after": "string",
    "taxonomy_term_id": "string",
    "organization_id": "string",
    "full": "boolean",
}


def document(base_url: str, town: str) -> dict[str, Any]:
    """The description of the feed of this installation."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Offers for newcomers in %(town)s (HSDS 3.0)") % {"town": town},
            "version": "3.0",
            "description": _("Profile: %(profile)s") % {"profile": PROFILE},
        },
        "servers": [{"url": f"{base_url}/offers/hsds"}],
        "paths": {
            "/": {"get": _operation("getAPIMetaInformation", _page({}), PAGING | NARROWING)},
            **{path: {"get": _list(*said)} for path, said in LISTS.items()},
            **{path: {"get": _one(*said)} for path, said in SINGLE.items()},
        },
    }


def _list(schema: str | None, operation: str) -> dict[str, Any]:
    item = {"$ref": f"{SCHEMAS}{schema}.json"} if schema else {"type": "object"}
    narrowing = NARROWING if schema == "service_list" else {"search": "string"} if schema else {}
    return _operation(operation, _page(item), PAGING | narrowing)


def _one(schema: str, operation: str) -> dict[str, Any]:
    said = _operation(operation, {"$ref": f"{SCHEMAS}{schema}.json"}, {})
    said["parameters"] = [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ]
    return said


def _page(item: dict[str, Any]) -> dict[str, Any]:
    numbers = ("total_items", "total_pages", "page_number", "size")
    switches = ("first_page", "last_page", "empty")
    return {
        "type": "object",
        "properties": {
            **{name: {"type": "integer"} for name in numbers},
            **{name: {"type": "boolean"} for name in switches},
            "contents": {"type": "array", "items": item},
        },
    }


def _operation(name: str, schema: dict[str, Any], asked: dict[str, str]) -> dict[str, Any]:
    return {
        "operationId": name,
        "parameters": [
            {"name": key, "in": "query", "schema": {"type": kind}} for key, kind in asked.items()
        ],
        "responses": {
            "200": {
                "description": name,
                "content": {"application/json": {"schema": schema}},
            }
        },
    }
