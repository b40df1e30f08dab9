"""What the API answers, beside figures: every document, and two of them as examples.

They describe. Answers are made of plain values, since a gift must not wait for a second look at
what was just written; that each answer is what is described here is held by the tests.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from api.v1.schemas import (
    ApprovalId,
    Cursor,
    Day,
    EntryId,
    Instant,
    Open,
    PersonId,
    Shape,
    UnitId,
    WebhookId,
    left_out,
)


class Flaw(Shape):
    """One thing that is wrong: `pointer` into the body (RFC 6901), or the name of a parameter."""

    pointer: str = left_out()
    parameter: str = left_out()
    code: str
    detail: str


class Problem(Shape):
    """RFC 9457; `code` is stable, the words are for people."""

    type: Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    code: str
    errors: list[Flaw] = left_out()


class Entry(Shape):
    """A recorded fact; `unit` is null for an entry of the registry."""

    id: EntryId
    unit: UnitId | None
    version: Annotated[int, Field(ge=1, description="its place in the book, from 1")]
    type: str
    recorded_at: Instant
    actor: str
    facts: Annotated[Open, Field(description="the event's own public facts, as stored")]


class Posting(Shape):
    """What an entry does to one account; amounts of an entry sum to 0."""

    account: str
    fund: str
    amount_vnd: int
    place: str = left_out()
    quantity: Annotated[str, Field(description="decimal text, of goods")] = left_out()
    counted_in: str = left_out()


class EntryWithPostings(Entry):
    """An entry with what it does to the accounts, and what became of it.

    `later` is the entry that undid it, then the one in its place; each has a proof of its own.
    """

    postings: list[Posting]
    later: list[Entry]


class RecordedEntry(Shape):
    """What was recorded."""

    entry: Entry


class Defined(Shape):
    """What was defined; null: it was known already."""

    entry: Entry | None


class DryRun(Shape):
    """It would be recorded; nothing was."""

    dry_run: Literal[True]
    would_record: int


class Waiting(Shape):
    """What was put before a second person."""

    id: ApprovalId
    unit: UnitId
    lines: int


class Waits(Shape):
    """It waits for a second person."""

    approval: Waiting


class Decided(Shape):
    """What a second person decided, and the entry that says so."""

    approval: ApprovalId
    state: Literal["given", "declined"]
    entry: EntryId


class Approval(Shape):
    """Rows, or a file, that wait or waited for a second person."""

    id: ApprovalId
    unit: UnitId
    of: Literal["rows", "file"]
    asked_by: str
    asked_on: Day
    asked_at: Instant
    lines: int
    total_vnd: int
    state: Literal["waiting", "given", "declined"]
    decided_by: str | None
    decided_at: Instant | None


class Approvals(Shape):
    """One page of approvals, the newest first."""

    approvals: list[Approval]
    next_cursor: Cursor | None


class WaitingRow(Shape):
    """A row that waits: the command it will be, its public facts, its private ones."""

    command: str
    facts: Open
    private: Open


class ApprovalWithRows(Shape):
    """An approval with its rows."""

    approval: Approval
    rows: list[WaitingRow]


class Underway(Shape):
    """A transfer that was sent and has not arrived."""

    id: EntryId
    from_unit: UnitId
    to_unit: UnitId
    sent_on: Day
    fund: str
    amount_vnd: int


class Transfers(Shape):
    """Transfers that are on the way."""

    transfers: list[Underway]


class Definitions(Shape):
    """The latest entry that defines each fund, holding or series of a unit."""

    definitions: list[Entry]


class Entries(Shape):
    """One page of entries, the newest first."""

    entries: list[Entry]
    next_cursor: Cursor | None


class RegisterRow(Shape):
    """A gift or a payout; `person` is null where nobody is named, or any more."""

    on: Day
    unit: str
    person: str | None
    what: str
    amount_vnd: int
    key: str


class Register(Shape):
    """A register, the largest first."""

    rows: list[RegisterRow]


class ImportedRow(Shape):
    """What became of a row: `entry` where it is recorded, `approval` where it waits, `problem`."""

    row: Annotated[int, Field(ge=0, description="its place in the list, from 0")]
    key: str
    status: Literal["recorded", "waiting", "refused", "would_record", "would_wait"]
    entry: EntryId = left_out()
    approval: ApprovalId = left_out()
    problem: Problem = left_out()


class Imported(Shape):
    """What became of a list of rows; those that wait for a second person, in which lists."""

    mode: Literal["atomic", "continue"]
    dry_run: bool
    recorded: int
    waiting: int
    refused: int
    approvals: list[Waiting]
    rows: list[ImportedRow]


class ImportWaits(Imported):
    """Some of the rows, or all, wait for a second person."""

    approvals: Annotated[list[Waiting], Field(min_length=1)]


class Webhook(Shape):
    """A webhook: what it is told, and up to which `position` of the log it has been."""

    id: WebhookId
    url: str
    unit: UnitId
    types: list[str]
    state: Literal["active", "paused"]
    position: int
    failures: Annotated[int, Field(description="tries that failed since the last success")]
    last_status: int | None
    last_error: str | None
    last_delivered_at: Instant | None
    next_try_at: Instant
    created_at: Instant


class Webhooks(Shape):
    """Your webhooks."""

    webhooks: list[Webhook]


class NewWebhook(Shape):
    """A webhook that was set up, and the secret that signs what it is told."""

    id: WebhookId
    secret: Annotated[str, Field(pattern="^whsec_[A-Za-z0-9+/=]+$")]


class Replayed(Shape):
    """A webhook, and the position after which it is told again."""

    id: WebhookId
    position: int


class Role(Shape):
    """A role in a unit and all below it; `valid_to` is null while no end is known."""

    role: str
    unit: UnitId
    code: str
    valid_from: Day
    valid_to: Day | None


class Me(Shape):
    """Whose key this is, what it may do, and the roles of today."""

    person: str
    name: str
    login: str
    scopes: list[str]
    roles: list[Role]


class Grant(Role):
    """A role of somebody: held now, later, or over."""

    state: Literal["now", "later", "over"]


class Person(Shape):
    """Somebody whom a unit looks after, and every role they have, had or will have."""

    id: PersonId
    name: str
    login: str
    may_sign_in: bool
    roles: list[Grant]


class People(Shape):
    """One page of people."""

    people: list[Person]
    next_cursor: Cursor | None


class ApprovalRule(Shape):
    """From a day on, the unit pays up to this amount without a second person."""

    unit: UnitId
    code: str
    valid_from: Day
    free_up_to_vnd: int


class ApprovalRules(Shape):
    """The rules of a unit and of those above it, the nearest and newest first."""

    rules: list[ApprovalRule]


class Fault(Shape):
    """One fault that the audit found: which, in which row, and a sentence."""

    code: str
    where: str
    message: str


class Audit(Shape):
    """The whole book audited: how many things were looked at, and every fault, by name."""

    clean: bool
    checked: dict[str, int]
    found: dict[str, int]
    faults: list[Fault]


class Claims(Shape):
    """Published figures compared: how many identities there are, how many hold, and each."""

    identities: int
    holds: int
    printed_errors: int
    unexpected: list[str]
    verdicts: list[Open]


class Rebuilt(Shape):
    """How many entries the figures were made of again."""

    entries: int


class CloudEvent(Shape):
    """An entry as a CloudEvent 1.0; `data` is the entry byte for byte as it is stored."""

    specversion: Literal["1.0"]
    id: EntryId
    source: str
    type: str
    subject: UnitId
    time: Instant
    datacontenttype: Literal["application/json"]
    position: int
    entry: Annotated[Open, Field(alias="data")]


RECORDED: Final[dict[str, Any]] = {
    "id": "ent_10000000000040008000000000000003_12",
    "unit": "unit_10000000000040008000000000000003",
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
DRY: Final[dict[str, Any]] = {"dry_run": True, "would_record": 1}
