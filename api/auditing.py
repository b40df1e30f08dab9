"""What an audit found, as a document for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.audit_text import sentence

if TYPE_CHECKING:
    from projections.faults import Report


def audit_document(report: Report) -> dict[str, Any]:
    """Return the JSON of an audit: what was looked at, and each fault with its sentence."""
    return {
        "clean": report.is_clean,
        "checked": dict(report.checked),
        "found": dict(report.found),
        "faults": [
            {
                "code": fault.code,
                "where": fault.where,
                "message": sentence(fault, report.names),
            }
            for fault in report.faults
        ],
    }
