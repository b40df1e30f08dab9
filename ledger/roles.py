"""Who may do what, where and when: roles of persons, and what a unit pays without a second one.

A role holds for a unit and all that stands below it on the day that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

from ledger.money import AMOUNT_MAX_VND
from ledger.refusals import (
    AmountNotPositive,
    AmountTooLarge,
    Broken,
    GrantEmpty,
    RolesConflict,
    UnknownGrant,
    UnknownUnit,
)
from ledger.registry_events import ApprovalRuleStated, Role, RoleEnded, RoleGranted
from ledger.tree import own_and_above
from ledger.values import replace

if TYPE_CHECKING:
    from ledger.commands import EndRole, GrantRole, StateApprovalRule
    from ledger.registry import Registry

GrantKey: TypeAlias = tuple[str, Role, UUID, date]
"""A grant of a role: person, role, unit, first day."""
APART: Final = {"treasurer": "accountant", "accountant": "treasurer"}
"""Source: Law on Accounting 2015 art. 52: the accountant may not keep the cash."""


def holds_role(registry: Registry, person: str, role: Role, unit_id: UUID, on: date) -> bool:
    """Say whether a person has a role in the unit, or in one above it, on the day `on`."""
    units = own_and_above(registry, unit_id, on)
    return any(
        (granted.person, granted.role) == (person, role)
        and granted.unit_id in units
        and granted.valid_from <= on
        and (granted.valid_to is None or on <= granted.valid_to)
        for granted in registry.grants.values()
    )


def free_up_to_vnd(registry: Registry, unit_id: UUID, on: date) -> int:
    """Return up to which amount the unit pays without a second person: the nearest rule; else 0."""
    for each in own_and_above(registry, unit_id, on):
        stated = [rule for rule in registry.approval_rules.get(each, ()) if rule.valid_from <= on]
        if stated:
            return stated[-1].free_up_to_vnd
    return 0


def granted_after(
    grants: Mapping[GrantKey, RoleGranted], event: RoleGranted | RoleEnded
) -> RoleGranted:
    """Return the grant that `event` is about, as it then is.

    Raises:
        Broken: a role ends that was never granted.
    """
    if isinstance(event, RoleGranted):
        return event
    if grant_key(event) not in grants:
        raise Broken(f"a role of {event.person} ended that was never granted")
    return replace(grants[grant_key(event)], valid_to=event.valid_to)


def rules_after(
    rules: tuple[ApprovalRuleStated, ...], event: ApprovalRuleStated
) -> tuple[ApprovalRuleStated, ...]:
    """Return the approval rules of a unit with a new one, oldest first."""
    others = [rule for rule in rules if rule.valid_from != event.valid_from]
    return tuple(sorted([*others, event], key=lambda rule: rule.valid_from))


def grant_key(event: RoleGranted | RoleEnded | GrantRole | EndRole) -> GrantKey:
    """Return what tells one grant from all others."""
    return (event.person, event.role, event.unit_id, event.valid_from)


def grant_role(registry: Registry, command: GrantRole) -> tuple[RoleGranted, ...]:
    """Let a person act for a unit and all below it."""
    if command.unit_id not in registry.terms:
        raise UnknownUnit(unit=command.unit_id)
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise GrantEmpty(valid_from=command.valid_from, valid_to=command.valid_to)
    known = registry.grants.get(grant_key(command))
    if known is not None and known.valid_to == command.valid_to:
        return ()
    _require_roles_apart(registry, command)
    return (
        RoleGranted(
            person=command.person,
            role=command.role,
            unit_id=command.unit_id,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            nonce=command.nonce,
        ),
    )


def _require_roles_apart(registry: Registry, command: GrantRole | EndRole) -> None:
    """Admit nobody who keeps both the cash and the books of one unit on any day."""
    other_role = APART.get(command.role)
    for granted in registry.grants.values():
        if (granted.person, granted.role) != (command.person, other_role):
            continue
        first = max(granted.valid_from, command.valid_from)
        last = min(granted.valid_to or date.max, command.valid_to or date.max)
        meet = granted.unit_id in own_and_above(
            registry, command.unit_id, first
        ) or command.unit_id in own_and_above(registry, granted.unit_id, first)
        if first <= last and meet:
            raise RolesConflict(unit_id=granted.unit_id, on=first)


def end_role(registry: Registry, command: EndRole) -> tuple[RoleEnded, ...]:
    """Let a role end, with its first day at the earliest: who held it has held it.

    Raises:
        UnknownGrant, GrantEmpty: in this order.
        RolesConflict: it would go on while the person has a role that it does not go with.
    """
    known = registry.grants.get(grant_key(command))
    if known is None:
        raise UnknownGrant(role=command.role, valid_from=command.valid_from)
    if known.valid_to == command.valid_to:
        return ()
    if command.valid_to < command.valid_from:
        raise GrantEmpty(valid_from=command.valid_from, valid_to=command.valid_to)
    if known.valid_to is not None and command.valid_to > known.valid_to:
        _require_roles_apart(registry, command)
    return (
        RoleEnded(
            person=command.person,
            role=command.role,
            unit_id=command.unit_id,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            nonce=command.nonce,
        ),
    )


def state_approval_rule(
    registry: Registry, command: StateApprovalRule
) -> tuple[ApprovalRuleStated, ...]:
    """Say up to which amount a unit pays without a second person."""
    if command.unit_id not in registry.terms:
        raise UnknownUnit(unit=command.unit_id)
    if command.free_up_to_vnd < 0:
        raise AmountNotPositive(amount_vnd=command.free_up_to_vnd)
    if command.free_up_to_vnd > AMOUNT_MAX_VND:
        raise AmountTooLarge(amount_vnd=command.free_up_to_vnd)
    stated = ApprovalRuleStated(
        unit_id=command.unit_id,
        valid_from=command.valid_from,
        free_up_to_vnd=command.free_up_to_vnd,
        nonce=command.nonce,
    )
    for known in registry.approval_rules.get(command.unit_id, ()):
        if replace(known, nonce=None) == replace(stated, nonce=None):
            return ()
    return (stated,)
