"""The JSON Schemas of what the API answers, by name; those of what it takes are in `rows`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from api.v1.ids import (
    APPROVAL_PATTERN,
    CURSOR_PATTERN,
    ENTRY_PATTERN,
    UNIT_PATTERN,
    WEBHOOK_PATTERN,
)

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
INSTANT: Final[Schema] = {"type": "string", "format": "date-time"}
UNIT_ID: Final[Schema] = {"type": "string", "pattern": UNIT_PATTERN}
ENTRY_ID: Final[Schema] = {"type": "string", "pattern": ENTRY_PATTERN}
APPROVAL_ID: Final[Schema] = {"type": "string", "pattern": APPROVAL_PATTERN}
WEBHOOK_ID: Final[Schema] = {"type": "string", "pattern": WEBHOOK_PATTERN}


def ref(name: str) -> Schema:
    """Return a reference to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object with these members and no other."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def paged(name: str, items: Schema) -> Schema:
    """Return the schema of one page of a list."""
    cursor = {"type": ["string", "null"], "pattern": CURSOR_PATTERN}
    return closed({name: listed(items), "next_cursor": cursor})


def or_null(schema: Schema) -> Schema:
    """Return a schema that null fits too."""
    return {**schema, "type": [schema["type"], "null"]}


_ENTRY: Final[Mapping[str, Schema]] = {
    "id": ENTRY_ID,
    "unit": or_null(UNIT_ID),
    "version": {"type": "integer", "minimum": 1},
    "type": TEXT,
    "recorded_at": INSTANT,
    "actor": TEXT,
    "facts": {"type": "object", "description": "the event's own public facts, as stored"},
}
_FLOWS: Final = ("other_income", "costs", "transfers_in", "transfers_out", "succession_in")
_FIGURES: Final[Mapping[str, Schema]] = {
    **{name: closed({"money": WHOLE, "goods": WHOLE}) for name in ("opening", "brought_in")},
    "raised": closed({name: WHOLE for name in ("cash", "bank", "in_kind", "press", "total")}),
    "paid": closed(
        {
            **{name: WHOLE for name in ("cash", "bank", "in_kind", "total", "occurrences")},
            "recipients": or_null(WHOLE),
        }
    ),
    **{name: WHOLE for name in (*_FLOWS, "succession_out")},
    "corrections": closed({"money": WHOLE, "goods": WHOLE}),
    "balance": closed(
        {
            name: WHOLE
            for name in (
                *("cash", "bank", "savings", "with_collectors", "in_transit"),
                *("money", "goods"),
            )
        }
    ),
    **{name: WHOLE for name in ("in_transit_out", "held_by_others", "facilitated")},
}
_ITEM: Final = {
    "row": WHOLE,
    "key": TEXT,
    "status": {"type": "string", "enum": ["recorded", "would_record", "refused", "not_recorded"]},
    "entry": ENTRY_ID,
    "problem": ref("Problem"),
}

COMPONENTS: Final[Mapping[str, Schema]] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "code": TEXT,
            "errors": listed(
                closed(
                    {"pointer": TEXT, "parameter": TEXT, "code": TEXT, "detail": TEXT},
                    ("pointer", "parameter"),
                )
            ),
        },
        "required": ["type", "title", "status", "detail", "code"],
    },
    "Entry": closed(_ENTRY),
    "EntryWithPostings": closed(
        {
            **_ENTRY,
            "postings": listed(
                closed(
                    {
                        "account": TEXT,
                        "fund": TEXT,
                        "amount_vnd": WHOLE,
                        "place": TEXT,
                        "quantity": TEXT,
                        "counted_in": TEXT,
                    },
                    ("place", "quantity", "counted_in"),
                )
            ),
        }
    ),
    "RecordedEntry": closed({"entry": ref("Entry")}),
    "Defined": closed({"entry": {"oneOf": [ref("Entry"), {"type": "null"}]}}),
    "DryRun": closed({"dry_run": {"const": True}, "would_record": WHOLE}),
    "Waits": closed({"approval": closed({"id": APPROVAL_ID, "unit": UNIT_ID, "lines": WHOLE})}),
    "Decided": closed(
        {
            "approval": APPROVAL_ID,
            "state": {"type": "string", "enum": ["given", "declined"]},
            "entry": ENTRY_ID,
        }
    ),
    "Approval": closed(
        {
            "id": APPROVAL_ID,
            "unit": UNIT_ID,
            "of": {"type": "string", "enum": ["rows", "file"]},
            "asked_by": TEXT,
            "asked_on": DAY,
            "asked_at": INSTANT,
            "lines": WHOLE,
            "total_vnd": WHOLE,
            "state": {"type": "string", "enum": ["waiting", "given", "declined"]},
            "decided_by": or_null(TEXT),
            "decided_at": or_null(INSTANT),
        }
    ),
    "Approvals": paged("approvals", ref("Approval")),
    "ApprovalWithRows": closed(
        {
            "approval": ref("Approval"),
            "rows": listed(
                closed(
                    {
                        "command": TEXT,
                        "facts": {"type": "object"},
                        "private": {"type": "object"},
                    }
                )
            ),
        }
    ),
    "Transfers": closed(
        {
            "transfers": listed(
                closed(
                    {
                        "id": ENTRY_ID,
                        "from_unit": UNIT_ID,
                        "to_unit": UNIT_ID,
                        "sent_on": DAY,
                        "fund": TEXT,
                        "amount_vnd": WHOLE,
                    }
                )
            )
        }
    ),
    "Unit": closed(
        {
            "id": UNIT_ID,
            "code": TEXT,
            "name": TEXT,
            "level": TEXT,
            "parent": or_null(UNIT_ID),
            "children": WHOLE,
        }
    ),
    "Units": paged("units", ref("Unit")),
    "Figures": closed(_FIGURES),
    "UnitFigures": closed(
        {
            "unit": TEXT,
            "name": TEXT,
            "level": TEXT,
            "own": ref("Figures"),
            "subtree": ref("Figures"),
        }
    ),
    "Balances": closed(
        {
            "as_of": DAY,
            "from": DAY,
            "known_at": INSTANT,
            "tree": {"type": "string", "enum": ["as_was", "as_is"]},
            "log_size": WHOLE,
            "units": listed(ref("UnitFigures")),
            "next_cursor": {"type": ["string", "null"]},
        },
        ("next_cursor",),
    ),
    "PerCapita": closed(
        {
            "unit": TEXT,
            "year": WHOLE,
            "raised_vnd": WHOLE,
            "balance_vnd": WHOLE,
            "population": or_null(WHOLE),
            "population_on": or_null(DAY),
            "population_source": or_null(TEXT),
            "per_capita_raised_vnd": or_null(WHOLE),
            "per_capita_raised_rounded_vnd": or_null(WHOLE),
            "per_capita_balance_vnd": or_null(WHOLE),
        }
    ),
    "Definitions": closed({"definitions": listed(ref("Entry"))}),
    "Entries": paged("entries", ref("Entry")),
    "Register": closed(
        {
            "rows": listed(
                closed(
                    {
                        "on": DAY,
                        "unit": TEXT,
                        "person": or_null(TEXT),
                        "what": TEXT,
                        "amount_vnd": WHOLE,
                        "key": TEXT,
                    }
                )
            )
        }
    ),
    "Imported": closed(
        {
            "mode": {"type": "string", "enum": ["atomic", "continue"]},
            "dry_run": {"type": "boolean"},
            "recorded": WHOLE,
            "refused": WHOLE,
            "rows": listed(closed(_ITEM, ("entry", "problem"))),
        }
    ),
    "Webhook": closed(
        {
            "id": WEBHOOK_ID,
            "url": {"type": "string"},
            "unit": UNIT_ID,
            "types": listed(TEXT),
            "state": {"type": "string", "enum": ["active", "paused"]},
            "position": WHOLE,
            "failures": WHOLE,
            "last_status": or_null(WHOLE),
            "last_error": or_null(TEXT),
            "last_delivered_at": or_null(INSTANT),
            "next_try_at": INSTANT,
            "created_at": INSTANT,
        }
    ),
    "Webhooks": closed({"webhooks": listed(ref("Webhook"))}),
    "NewWebhook": closed(
        {"id": WEBHOOK_ID, "secret": {"type": "string", "pattern": "^whsec_[A-Za-z0-9+/=]+$"}}
    ),
    "Replayed": closed({"id": WEBHOOK_ID, "position": WHOLE}),
    "Me": closed(
        {
            "person": TEXT,
            "name": TEXT,
            "login": TEXT,
            "scopes": listed(TEXT),
            "roles": listed(
                closed(
                    {
                        "role": TEXT,
                        "unit": UNIT_ID,
                        "code": TEXT,
                        "valid_from": DAY,
                        "valid_to": or_null(DAY),
                    }
                )
            ),
        }
    ),
    "Audit": {
        "type": "object",
        "properties": {
            "clean": {"type": "boolean"},
            "checked": {"type": "object"},
            "found": {"type": "object"},
            "faults": listed({"type": "object"}),
        },
        "required": ["clean", "checked", "found", "faults"],
    },
    "Claims": {"type": "object", "required": ["identities", "holds", "verdicts"]},
    "Rebuilt": closed({"entries": WHOLE}),
    "CloudEvent": closed(
        {
            "specversion": {"const": "1.0"},
            "id": ENTRY_ID,
            "source": TEXT,
            "type": TEXT,
            "subject": UNIT_ID,
            "time": INSTANT,
            "datacontenttype": {"const": "application/json"},
            "position": WHOLE,
            "data": {"type": "object"},
        }
    ),
}

_UNIT_NAME: Final = "unit_10000000000040008000000000000003"
RECORDED: Final[Mapping[str, Any]] = {
    "id": "ent_10000000000040008000000000000003_12",
    "unit": _UNIT_NAME,
    "version": 12,
    "type": "donation.received/1",
    "recorded_at": "2022-03-01T03:12:45.120000Z",
    "actor": "p-4k2vexample7abcdefgh2",
    "facts": {
        "key": "p-4k2vexample7abcdefgh2/donations/8e03978e-40d5-43e8-bc93-6894a57f9324",
        "booked_on": "2022-03-01",
        "fund": "general",
        "channel": "cash",
        "holding": "cash",
        "amount_vnd": 500000,
        "series": "PT",
        "number": 1,
        "receipt_number": 1,
    },
}
DRY: Final[Mapping[str, Any]] = {"dry_run": True, "would_record": 1}
