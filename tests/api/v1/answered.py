"""Every answer of a test, held against what the API says that it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import httpx

from api.v1 import answers
from api.v1.everything import OPERATIONS
from api.v1.operations import Operation
from api.v1.problems import MEDIA_TYPE

PATHS = {
    each.name: re.compile("/v1" + re.sub(r"\\{\w+\\}", "[^/]+", re.escape(each.path)))
    for each in OPERATIONS
}


def operation_of(request: httpx.Request) -> Operation | None:
    """Return the operation that was asked for; None: a page, or nothing that is there."""
    for each in OPERATIONS:
        if each.method == request.method and PATHS[each.name].fullmatch(request.url.path):
            return each
    return None


@dataclass
class Answered:
    """The names of the operations that answered well, and of the documents that they answered."""

    operations: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    def hold(self, response: httpx.Response) -> None:
        """Fail unless an answer is what its operation says."""
        response.read()
        operation = operation_of(response.request)
        media_type = response.headers.get("content-type", "")
        if media_type == MEDIA_TYPE:
            answers.Problem.model_validate_json(response.content)
        elif operation is not None and response.status_code != 304:
            self._good(operation, response, media_type)

    def _good(self, operation: Operation, response: httpx.Response, media_type: str) -> None:
        (said,) = (
            each
            for each in operation.successes
            if each.status == response.status_code
            and (each.media_type == media_type or not media_type)
        )
        self.operations.add(operation.name)
        if said.model is not None:
            lines = response.content.splitlines() if "ndjson" in media_type else [response.content]
            for each in lines:
                said.model.model_validate_json(each)
            self.documents.add(said.model.__name__)
