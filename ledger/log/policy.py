"""Whose cosignatures are enough: which logs and witnesses one trusts (c2sp.org/tlog-policy).

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> all|any|<k> <name>...
    quorum <name>|none

A line may only name what stands above it, and each name is a member at most once, so that no
witness counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ledger.log.checkpoints import SignedCheckpoint
from ledger.log.notes import KeyKind, NoteWrong, Verifier

POLICY_BYTES_MAX: Final = 256 * 1024
NAMES_MAX: Final = 256
"""The most logs, witnesses and groups together."""
NONE: Final = "none"

_OTHER_BYTES: Final = re.compile(rb"[^\x09\x0a\x20-\x7e\x80-\xff]")
_COUNT: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


class PolicyFault(StrEnum):
    """Why a policy cannot be followed."""

    TOO_LARGE = "policy_too_large"
    MALFORMED = "policy_malformed"  # a character, or a line, that the format does not have
    KEY_WRONG = "policy_key_wrong"  # no key, or one of the other kind
    DUPLICATE = "policy_duplicate"  # a key or a name that stands above, or a second quorum
    UNKNOWN_NAME = "policy_unknown_name"  # a name that does not stand above
    NO_QUORUM = "policy_no_quorum"


class PolicyWrong(Exception):
    """A policy that cannot be followed.

    Attributes:
        reason: why.
        line: the first line that is wrong, from 1; 0 for the whole.
    """

    def __init__(self, reason: PolicyFault, line: int = 0) -> None:
        super().__init__(f"{reason} in line {line}" if line else str(reason))
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Known:
    """A log or a witness that a policy names.

    Attributes:
        name: what the policy calls it: for a log the name of its key.
        verifier: its key.
        url: where it is asked, "" where the policy does not say.
    """

    name: str
    verifier: Verifier
    url: str = ""


@dataclass(frozen=True)
class Group:
    """So many of these witnesses and groups, at least."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """Trusted logs and witnesses, and how many of these must have cosigned.

    Attributes:
        logs, witnesses: in the order of the file.
        groups: by name.
        quorum: the name of a witness or a group, or "none".
    """

    logs: tuple[Known, ...] = ()
    witnesses: tuple[Known, ...] = ()
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    @classmethod
    def parse(cls, text: str | bytes) -> Policy:
        """Return the policy that a file says.

        Raises:
            PolicyWrong: with the first line that is wrong.
        """
        raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        if len(raw) > POLICY_BYTES_MAX:
            raise PolicyWrong(PolicyFault.TOO_LARGE)
        reading = _Reading()
        for count, line in enumerate(raw.split(b"\n"), 1):
            reading.line = count
            if _OTHER_BYTES.search(line):
                raise reading.wrong(PolicyFault.MALFORMED)
            # Names are octets that nobody interprets; this keeps each of them as it is.
            words = line.decode("utf-8", "surrogateescape").replace("\t", " ").split(" ")
            words = [each for each in words if each]
            if words and not words[0].startswith("#"):
                reading.take(*words)
            if len(reading.logs) + len(reading.named) > NAMES_MAX:
                raise reading.wrong(PolicyFault.TOO_LARGE)
        return reading.policy()

    def __str__(self) -> str:
        lines = [f"log {each.verifier} {each.url}".rstrip() for each in self.logs]
        lines += [
            f"witness {each.name} {each.verifier} {each.url}".rstrip() for each in self.witnesses
        ]
        for name, group in self.groups.items():
            lines.append(f"group {name} {group.needed} {' '.join(group.members)}")
        return "".join(f"{each}\n" for each in (*lines, f"quorum {self.quorum}"))

    @property
    def log_keys(self) -> list[Verifier]:
        """Return the keys of the logs that are trusted."""
        return [each.verifier for each in self.logs]

    @property
    def witness_keys(self) -> list[Verifier]:
        """Return the keys of all witnesses, whether or not the quorum needs them."""
        return [each.verifier for each in self.witnesses]

    def reached_by(self, cosigners: Collection[Verifier]) -> bool:
        """Say whether the cosignatures of these witnesses are enough."""
        keys = {each.name: each.verifier for each in self.witnesses}

        def witnessed(name: str) -> bool:
            if name in keys:
                return keys[name] in cosigners
            group = self.groups[name]
            return sum(map(witnessed, group.members)) >= group.needed

        return self.quorum == NONE or witnessed(self.quorum)


def satisfied_by(checkpoint: SignedCheckpoint, policy: Policy) -> bool:
    """Say whether enough witnesses have cosigned a checkpoint that was opened with their keys."""
    return policy.reached_by(checkpoint.cosigned.keys())


class _Reading:
    """A policy whose lines are being read, from the first."""

    def __init__(self) -> None:
        self.line = 0
        self.logs: list[Known] = []
        self.witnesses: list[Known] = []
        self.groups: dict[str, Group] = {}
        self.named: set[str] = set()
        self.members: set[str] = set()
        self.quorum: str | None = None

    def wrong(self, reason: PolicyFault) -> PolicyWrong:
        return PolicyWrong(reason, self.line)

    def take(self, *words: str) -> None:
        match words:
            case ("log", vkey):
                self.logs.append(self.known("", vkey, "", KeyKind.LOG))
            case ("log", vkey, url):
                self.logs.append(self.known("", vkey, url, KeyKind.LOG))
            case ("witness", name, vkey):
                self.witnesses.append(self.known(self.fresh(name), vkey, "", KeyKind.WITNESS))
            case ("witness", name, vkey, url):
                self.witnesses.append(self.known(self.fresh(name), vkey, url, KeyKind.WITNESS))
            case ("group", name, needed, _, *_):
                self.groups[self.fresh(name)] = self.group(needed, words[3:])
                self.named.add(name)
            case ("quorum", name):
                if self.quorum is not None:
                    raise self.wrong(PolicyFault.DUPLICATE)
                if name != NONE and name not in self.named:
                    raise self.wrong(PolicyFault.UNKNOWN_NAME)
                self.quorum = name
            case _:
                raise self.wrong(PolicyFault.MALFORMED)

    def known(self, name: str, vkey: str, url: str, kind: KeyKind) -> Known:
        try:
            verifier = Verifier.parse(vkey)
        except NoteWrong as error:
            raise self.wrong(PolicyFault.KEY_WRONG) from error
        if verifier.kind is not kind:
            raise self.wrong(PolicyFault.KEY_WRONG)
        others = self.logs if kind is KeyKind.LOG else self.witnesses
        if any(each.verifier.public == verifier.public for each in others):
            raise self.wrong(PolicyFault.DUPLICATE)
        if name:
            self.named.add(name)
        return Known(name or verifier.name, verifier, url)

    def fresh(self, name: str) -> str:
        if name == NONE:
            raise self.wrong(PolicyFault.MALFORMED)
        if name in self.named:
            raise self.wrong(PolicyFault.DUPLICATE)
        return name

    def group(self, needed: str, members: tuple[str, ...]) -> Group:
        for each in members:
            if each not in self.named:
                raise self.wrong(PolicyFault.UNKNOWN_NAME)
            if each in self.members:
                raise self.wrong(PolicyFault.DUPLICATE)
            self.members.add(each)
        counts = {"all": len(members), "any": 1}
        if needed not in counts and not _COUNT.fullmatch(needed):
            raise self.wrong(PolicyFault.MALFORMED)
        count = counts[needed] if needed in counts else int(needed)
        if count > len(members):
            raise self.wrong(PolicyFault.MALFORMED)
        return Group(count, members)

    def policy(self) -> Policy:
        if self.quorum is None:
            raise PolicyWrong(PolicyFault.NO_QUORUM)
        return Policy(tuple(self.logs), tuple(self.witnesses), self.groups, self.quorum)
