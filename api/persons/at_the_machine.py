"""What the command line does about persons, with nobody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID, uuid4

from api.answers import sentence
from api.home import database, home, keys_folder
from api.identity.acting import today
from api.log_keeping import bring_log_up, require_log_fits
from api.office import office_at
from api.persons.consenting import Wish, note_wish
from api.persons.erasing import Eraser, Erasure, erase, foresee
from api.persons.meant import about, codes_of, keep_papers_until, meant
from api.persons.readings import note_entries_shown
from api.persons.saying import Done, row_of
from api.speaking import Refused
from ledger.approvals import Approvals
from ledger.database import Connection, connect
from ledger.draft import Recorded
from ledger.keys import id_of_key
from ledger.privacy_events import Consenter, ErasureReason
from ledger.refusals import HolderHolds, UnknownEntry
from ledger.vault_epochs import begin_epoch
from projections.parties import Party
from projections.runner import catch_up
from reports.audit_text import REGISTRY


def erase_party(
    said: str, code: str | None, reason: ErasureReason, *, only_holder: bool, dry_run: bool
) -> list[Done]:
    """Forget whoever is meant, in every unit that knows them; see `meant` and `erase`.

    It is noted first who looked for them, also where nothing is erased. A dry run is refused as
    the erasure would be.
    """
    with _books() as (eraser, connection):
        vault = eraser.office.journal.vault
        found = meant(connection, vault, said, code, only_holder=only_holder)
        return [_erased(eraser, connection, each, reason, dry_run=dry_run) for each in found]


def note(key: str, consenter: Consenter, who: str, how: str, *, is_given: bool) -> Recorded:
    """Note a wish about the row of a key.

    Raises:
        UnknownEntry: there is none.
        Refusal: see `note_wish`.
    """
    with _books() as (eraser, _):
        command_id = id_of_key(key)
        entry = eraser.office.journal.entries_of([command_id]).get(command_id)
        if entry is None:
            raise UnknownEntry(key=key)
        wish = Wish(
            unit_id=entry.originator_id,
            key=f"dong-y-{uuid4().hex[:16]}",
            about=key,
            consenter=consenter,
            is_given=is_given,
            who=who,
            how=how,
            person=None,
            on=today(),
        )
        return note_wish(eraser.office, wish)


def change_keys() -> int:
    """Begin a new epoch of the home's vault; return its number."""
    with database() as url:
        return begin_epoch(url, keys_folder())


@contextmanager
def _books() -> Iterator[tuple[Eraser, Connection]]:
    """Open the home's books, and a connection that reads names; figures and log follow."""
    with database() as url:
        require_log_fits(url)
        catch_up(url)
        with office_at(url, keys_folder()) as office, connect(url) as connection:
            office.journal.vault.opens(connection)
            yield Eraser(office, Approvals(office, url), home()), connection
        catch_up(url)
        bring_log_up(url)


def _erased(
    eraser: Eraser, connection: Connection, party: Party, reason: ErasureReason, *, dry_run: bool
) -> Done:
    found, key, on = about(connection, party), f"xoa-{uuid4().hex[:16]}", today()
    note_entries_shown(connection, "erase", [each.entry for each in found])
    done = Done(
        unit=codes_of(connection, [party.unit_id]).get(party.unit_id, REGISTRY),
        key=key,
        entries=len(found),
        papers_until=keep_papers_until(found, on),
        rows=[row_of(each.entry.event) for each in found],
    )
    act = foresee if dry_run else erase
    try:
        act(eraser, connection, party, Erasure(reason, key, None, on))
    except HolderHolds as refusal:
        names = codes_of(connection, [cast("UUID", refusal.facts["unit_id"])])
        raise Refused(sentence(refusal, names=names), code=3) from refusal
    return done
