"""The rules of the registry: units with dated terms, their tree, and who may do what in them.

A unit is one organisation with an id of its own; its code, name, level and parent hold for a term
(`valid_from` … `valid_to`, both days included). Names and codes come again with another meaning,
so nothing is ever joined on them.
Who is above whom stands in `ledger/tree.py`, who may do what in `ledger/roles.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias, assert_never
from uuid import UUID

from ledger.commands import (
    EndRole,
    GrantRole,
    RegisterHolder,
    RegistryCommand,
    StateApprovalRule,
    StatePopulation,
    StateUnitTerm,
)
from ledger.money import require_amount
from ledger.privacy import erase_holder
from ledger.privacy_commands import EraseSubject
from ledger.privacy_events import SubjectErased
from ledger.refusals import (
    Broken,
    Refusal,
    TreeHasCycle,
    UnitTermEmpty,
    UnitTermsOverlap,
    UnknownUnit,
)
from ledger.registry_events import (
    ApprovalRuleStated,
    HolderRegistered,
    LogKeyHandedOver,
    PopulationStated,
    RegistryEvent,
    RoleEnded,
    RoleGranted,
    UnitTermCorrected,
    UnitTermEnded,
    UnitTermStarted,
)
from ledger.roles import (
    GrantKey,
    end_role,
    grant_key,
    grant_role,
    granted_after,
    rules_after,
    state_approval_rule,
)
from ledger.tree import climb
from ledger.values import Struct, field, names_of, replace

REGISTRY_ID: Final = UUID("00000000-0000-4000-8000-00000000a001")
"""The registry's own stream in the journal."""

Term: TypeAlias = UnitTermStarted | UnitTermCorrected


class CodeTaken(Refusal):
    """Another unit bears this code; two with one code could never be told apart again."""

    code = "code_taken"


class Registry(Struct, frozen=True):
    """Units by id with their terms (oldest first), the id of each code, populations, holders.

    Roles by grant; approval rules by unit, oldest first.
    """

    version: int = 0
    terms: Mapping[UUID, tuple[Term, ...]] = field(default_factory=dict)
    codes: Mapping[str, UUID] = field(default_factory=dict)
    populations: Mapping[tuple[UUID, date], PopulationStated] = field(default_factory=dict)
    holders: Mapping[str, HolderRegistered] = field(default_factory=dict)
    registered_at: Mapping[str, int] = field(default_factory=dict)
    grants: Mapping[GrantKey, RoleGranted] = field(default_factory=dict)
    approval_rules: Mapping[UUID, tuple[ApprovalRuleStated, ...]] = field(default_factory=dict)

    def is_valid(self, unit_id: UUID, on: date) -> bool:
        """Say whether the unit existed on the day `on`."""
        for term in self.terms.get(unit_id, ()):
            if term.valid_from <= on and (term.valid_to is None or on <= term.valid_to):
                return True
        return False

    def term_from(self, unit_id: UUID, valid_from: date) -> Term | None:
        """Return the unit's term that began on `valid_from`."""
        for term in self.terms.get(unit_id, ()):
            if term.valid_from == valid_from:
                return term
        return None


def decide(  # noqa: PLR0911 - the table of contents of all commands
    registry: Registry, command: RegistryCommand | EraseSubject
) -> tuple[RegistryEvent, ...]:
    """Say what happens if `command` is obeyed; nothing, when it is known already.

    Raises:
        UnknownUnit: the parent, or the unit of a population, is not registered.
        UnitTermEmpty, CodeTaken, UnitTermsOverlap, TreeHasCycle: of a term, in this order.
        AmountNotPositive, AmountTooLarge: of a population, or of an approval rule.
        UnknownGrant, GrantEmpty, RolesConflict: of a role, in this order.
        MayNotErase, UnknownPerson, HolderHolds: of a holder who is to be forgotten, in this order.
    """
    match command:
        case StateUnitTerm():
            return _state_term(registry, command)
        case StatePopulation():
            return _state_population(registry, command)
        case GrantRole():
            return grant_role(registry, command)
        case EndRole():
            return end_role(registry, command)
        case StateApprovalRule():
            return state_approval_rule(registry, command)
        case RegisterHolder():
            known = registry.holders.get(command.holder)
            if known is not None and known.kind == command.kind and not command.restated:
                return ()
            return (
                HolderRegistered(
                    holder=command.holder, kind=command.kind, pii=command.pii, nonce=command.nonce
                ),
            )
        case EraseSubject():
            return (erase_holder(registry, command),)
        case _:
            assert_never(command)


def evolve(registry: Registry, events: Iterable[RegistryEvent]) -> Registry:
    """Return the registry after `events`, oldest first.

    Raises:
        Broken: a term, or a role, ends that never began.
    """
    version, terms, codes = registry.version, dict(registry.terms), dict(registry.codes)
    populations, holders = dict(registry.populations), dict(registry.holders)
    registered_at, grants = dict(registry.registered_at), dict(registry.grants)
    rules = dict(registry.approval_rules)
    for event in events:
        version += 1
        match event:
            case UnitTermStarted() | UnitTermCorrected():
                others = [
                    term
                    for term in terms.get(event.unit_id, ())
                    if term.valid_from != event.valid_from
                ]
                terms[event.unit_id] = tuple(sorted([*others, event], key=lambda t: t.valid_from))
                codes[event.code] = event.unit_id
            case UnitTermEnded():
                if event.unit_id not in terms:
                    raise Broken(f"a term of {event.unit_id} ended that never began")
                terms[event.unit_id] = tuple(
                    replace(term, valid_to=event.valid_to)
                    if term.valid_from == event.valid_from
                    else term
                    for term in terms[event.unit_id]
                )
            case PopulationStated():
                populations[event.unit_id, event.on] = event
            case HolderRegistered():
                holders[event.holder] = event
                registered_at[event.holder] = version
            case RoleGranted() | RoleEnded():
                grants[grant_key(event)] = granted_after(grants, event)
            case ApprovalRuleStated():
                rules[event.unit_id] = rules_after(rules.get(event.unit_id, ()), event)
            case LogKeyHandedOver() | SubjectErased():
                pass  # no rule asks who signs the log, or what a holder was called
            case _:
                assert_never(event)
    return Registry(version, terms, codes, populations, holders, registered_at, grants, rules)


def _state_term(registry: Registry, command: StateUnitTerm) -> tuple[RegistryEvent, ...]:
    if command.parent_id is not None and command.parent_id not in registry.terms:
        raise UnknownUnit(unit=command.parent_id)
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise UnitTermEmpty(valid_from=command.valid_from, valid_to=command.valid_to)
    known = registry.term_from(command.unit_id, command.valid_from)
    if known is not None and _same_term(known, command, with_end=True):
        return ()
    _require_own_code(registry, command)
    _require_apart(registry, command)
    if known is None:
        event: RegistryEvent = UnitTermStarted(**_term(command))
    elif known.valid_to is None and command.valid_to and _same_term(known, command, with_end=False):
        event = UnitTermEnded(
            unit_id=command.unit_id,
            valid_from=command.valid_from,
            valid_to=command.valid_to,
            nonce=command.nonce,
        )
    else:
        event = UnitTermCorrected(**_term(command))
    _require_no_cycle(registry, command)
    return (event,)


def _require_own_code(registry: Registry, command: StateUnitTerm) -> None:
    bearer = registry.codes.get(command.code, command.unit_id)
    if bearer != command.unit_id and registry.terms[bearer][-1].code == command.code:
        raise CodeTaken(code=command.code, bearer=registry.terms[bearer][-1].name)


def _term(command: StateUnitTerm) -> dict[str, Any]:
    return {name: getattr(command, name) for name in names_of(StateUnitTerm)}


def _same_term(known: Term, command: StateUnitTerm, *, with_end: bool) -> bool:
    names = ["code", "name", "level", "kind", "parent_id", *(["valid_to"] if with_end else [])]
    return all(getattr(known, name) == getattr(command, name) for name in names)


def _require_apart(registry: Registry, command: StateUnitTerm) -> None:
    """Admit a term beside the unit's others; the next may begin on the very day the last ends."""
    for term in registry.terms.get(command.unit_id, ()):
        if term.valid_from == command.valid_from:
            continue
        earlier, later = (
            (term, command) if term.valid_from < command.valid_from else (command, term)
        )
        if earlier.valid_to is None or later.valid_from < earlier.valid_to:
            raise UnitTermsOverlap(
                code=command.code, first=earlier.valid_from, second=later.valid_from
            )


def _require_no_cycle(registry: Registry, command: StateUnitTerm) -> None:
    """Admit a parent below which the unit itself does not stand on any day of the term."""
    if command.parent_id is None:
        return
    starts = [term.valid_from for term in registry.terms.get(command.unit_id, ())]
    later = [day for day in starts if day > command.valid_from]
    earlier = [day for day in starts if day < command.valid_from]
    first = command.valid_from if earlier else date.min
    until = min(later, default=date.max)
    if command.parent_id == command.unit_id:
        raise TreeHasCycle(unit_id=command.unit_id, on=command.valid_from)
    climb(registry, command.parent_id, first, until, (command.unit_id, command.parent_id), [])


def _state_population(registry: Registry, command: StatePopulation) -> tuple[RegistryEvent, ...]:
    if command.unit_id not in registry.terms:
        raise UnknownUnit(unit=command.unit_id)
    require_amount(command.persons)
    known = registry.populations.get((command.unit_id, command.on))
    stated = PopulationStated(
        unit_id=command.unit_id,
        on=command.on,
        persons=command.persons,
        members=command.members,
        source=command.source,
        nonce=command.nonce,
    )
    if known is not None and replace(known, nonce=None) == replace(stated, nonce=None):
        return ()
    return (stated,)
