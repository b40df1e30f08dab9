"""What an audit can find wrong, and the report in which it gathers that.

A fault has a stable code, says where it lies (a table and the key of a row in it), and carries the
facts that a sentence about it needs. The sentences stand in `reports/audit_text.py`.

    bytes        entry_unreadable entry_misplaced entry_not_canonical version_missing order_broken
    persons      seal_wrong vault_mismatch vault_missing vault_key_missing vault_astray
                 erasure_differs
    commands     command_missing command_astray
    books        number_missing number_twice voucher_line_wrong day_overdrawn reversal_unfounded
                 reversed_twice transfer_one_sided unit_unknown registry_impossible
    log          log_entry_changed log_entry_moved log_entry_added log_entry_missing
                 log_tile_differs log_tile_missing log_tile_extra log_run_differs
                 checkpoint_forged checkpoint_differs cosignature_wrong log_key_differs
                 log_key_row_differs log_behind log_forked
    projections  projection_stopped projection_row_missing projection_row_extra
                 projection_row_differs postings_unbalanced identity_broken sums_differ
                 published_leaf_differs
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

Code = Literal[
    "entry_unreadable",
    "entry_misplaced",
    "entry_not_canonical",
    "version_missing",
    "order_broken",
    "seal_wrong",
    "vault_mismatch",
    "vault_missing",
    "vault_key_missing",
    "vault_astray",
    "erasure_differs",
    "command_missing",
    "command_astray",
    "number_missing",
    "number_twice",
    "voucher_line_wrong",
    "day_overdrawn",
    "reversal_unfounded",
    "reversed_twice",
    "transfer_one_sided",
    "unit_unknown",
    "registry_impossible",
    "log_entry_changed",
    "log_entry_moved",
    "log_entry_added",
    "log_entry_missing",
    "log_tile_differs",
    "log_tile_missing",
    "log_tile_extra",
    "log_run_differs",
    "checkpoint_forged",
    "checkpoint_differs",
    "cosignature_wrong",
    "log_key_differs",
    "log_key_row_differs",
    "log_behind",
    "log_forked",
    "projection_stopped",
    "projection_row_missing",
    "projection_row_extra",
    "projection_row_differs",
    "postings_unbalanced",
    "identity_broken",
    "sums_differ",
    "published_leaf_differs",
]

NAMED_MAX: Final = 1_000
"""So many faults of one code are named; the others are counted."""

OnProgress = Callable[[str, int, int], None]
"""Hears the phase ("entries", "leaves", "figures", "replay"), what is done, and what there is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `facts` hold no name of a person; units stand in them by id."""

    code: Code
    where: str
    facts: Mapping[str, object]


@dataclass(slots=True)
class Report:
    """What an audit found, in the order it was found, and how many things it looked at.

    `checked` counts by name (entries, books, numbers, …), `names` are the codes of units.
    """

    faults: list[Fault] = field(default_factory=list)
    found: Counter[Code] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    names: dict[UUID, str] = field(default_factory=dict)

    def add(self, code: Code, where: str, **facts: object) -> None:
        """Note a fault."""
        self.found[code] += 1
        if self.found[code] <= NAMED_MAX:
            self.faults.append(Fault(code, where, facts))

    def include(self, other: Report) -> None:
        """Add what another report says."""
        self.faults += other.faults
        self.found += other.found
        self.checked += other.checked

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found
