"""What `/metrics` tells a Prometheus: requests, how long they took, and how the books keep up.

The only module that knows prometheus-client. Each application has a registry of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MEDIA_TYPE: Final = CONTENT_TYPE_LATEST


class Measures:
    """Counts requests; asks for the rest when it is read."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "soquy_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "soquy_request_seconds",
            "Time from a request to the end of its answer.",
            ("method", "route"),
            buckets=SECONDS,
            registry=self._registry,
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a value that is read whenever somebody asks."""
        Gauge(f"soquy_{name}", meaning, registry=self._registry).set_function(read)

    def text(self) -> bytes:
        """Return everything as Prometheus reads it."""
        return generate_latest(self._registry)
