"""The web application: for now a status page and `/health`."""

from __future__ import annotations

import html
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

from ledger.database import DatabaseUnavailable, connect, query
from projections.figures import all_units
from reports.numbers import whole


def create_app(url: str) -> FastAPI:
    """Return the application over the database at `url`."""
    app = FastAPI(title="soquy", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    def health() -> JSONResponse:
        """Say whether the database answers and how far the figures are behind the journal."""
        try:
            return JSONResponse({"status": "ok", **_state(url)})
        except DatabaseUnavailable:
            return JSONResponse({"status": "database unavailable"}, status_code=503)

    @app.get("/", response_class=HTMLResponse)
    def status() -> str:
        """Show how many units and entries there are."""
        return _page(_state(url))

    return app


def _state(url: str) -> dict[str, Any]:
    with connect(url) as connection:
        newest, projected = connection.execute(query("positions")).fetchone() or (0, 0)
        log_size, recorded_at = connection.execute(query("known_now")).fetchone() or (0, None)
        units = len(all_units(connection))
    return {
        "units": units,
        "log_size": log_size,
        "position": projected,
        "behind": newest - projected,
        "recorded_at": recorded_at.isoformat() if recorded_at else None,
    }


def _page(state: dict[str, Any]) -> str:
    rows = (
        ("Đơn vị", whole(state["units"])),
        ("Bút toán", whole(state["log_size"])),
        ("Chờ tổng hợp", whole(state["behind"])),
        ("Ghi sổ gần nhất", state["recorded_at"] or "chưa có"),
    )
    cells = "".join(
        f"<tr><th scope=row>{name}</th><td>{html.escape(str(value))}</td></tr>"
        for name, value in rows
    )
    return (
        "<!doctype html><html lang=vi><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        "<title>Sổ quỹ khuyến học</title>"
        "<style>body{font:18px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:36rem;"
        "padding:0 1rem}th{text-align:left;padding-right:2rem;font-weight:400}"
        "td{text-align:right;font-variant-numeric:tabular-nums}table{width:100%}"
        "tr>*{border-bottom:1px solid #8884;padding:.5rem 0}"
        "@media(prefers-color-scheme:dark){body{background:#16181d;color:#e6e6e6}}</style>"
        f"<h1>Sổ quỹ khuyến học</h1><p>Máy chủ đang chạy.</p><table>{cells}</table></html>"
    )
