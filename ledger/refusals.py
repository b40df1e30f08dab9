"""Every reason the ledger says no.

A `Refusal` is an answer, not a failure, with a stable `code` and the facts that a sentence about it
needs (`api/answers.py`). `Broken` is the other thing: what is stored cannot be right.

Refusal
  · of an amount or a quantity      AmountNotPositive AmountTooLarge QuantityNotPositive
                                    GoodsValueDiffers BookFull
  · of a name that is not known     UnknownUnit UnknownFund UnknownHolding UnknownHolder
                                    UnknownEntry NoReceipt EvidenceMissing NotReversed
  · of a date                       UnitNotValid ReceivedBeforeSent ReversedTooEarly
                                    UnitTermsOverlap UnitTermEmpty
  · of a balance                    InsufficientFunds InsufficientGoods InsufficientHeld
  · of a contradiction              TransferToSelf MovementToSelf HoldingOfOtherKind
                                    FundUnknownToReceiver VoucherMixed SeriesAlreadyUsed
                                    TreeHasCycle EventTooLarge ReplacesOtherKind
  · of a repetition                 KeyUsedForOther AlreadyReversed ReversalOfReversal
                                    TransferReversed ApprovalDecided AlreadyReplaced CodeTaken
  · of a person                     ApprovalNeeded PreparerCannotApprove MayNotApprove RolesConflict
                                    UnknownApproval ApprovalContentDiffers UnknownGrant GrantEmpty
  · of the log                      LogKeyMissing LogKeyDiffers LogOriginDiffers LogBehind
                                    LogForked LogContradicted EntryNotLogged
  · of being named or forgotten    UnknownPerson MayNotErase RetentionNotOver PersonAmbiguous
                                    HolderHolds ConsentUnfitting ConsentNotGiven LookNotNoted
  · of a publication                MayNotPublish PublicationPeriodWrong PublicationNotWhole
                                    PublicationTotalDiffers PublicationBehind
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """The ledger read the command, understood it, and will not do it."""

    code: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        """Keep the facts by name; the sentence that explains the refusal is made from them."""
        super().__init__(", ".join(f"{name}={value}" for name, value in facts.items()))
        self.facts = facts


class AmountNotPositive(Refusal):
    """An amount must be at least one đồng."""

    code = "amount_not_positive"


class AmountTooLarge(Refusal):
    """An amount of one entry must not exceed 2^53 − 1 đồng."""

    code = "amount_too_large"


class QuantityNotPositive(Refusal):
    """A quantity of goods must be above zero."""

    code = "quantity_not_positive"


class GoodsValueDiffers(Refusal):
    """Goods go out at the value of their lots; the stated amount is another."""

    code = "goods_value_differs"


class UnknownUnit(Refusal):
    """No unit has this code."""

    code = "unknown_unit"


class UnknownFund(Refusal):
    """The unit has no such fund."""

    code = "unknown_fund"


class UnknownHolding(Refusal):
    """The unit has no such holding."""

    code = "unknown_holding"


class UnknownHolder(Refusal):
    """Nobody is registered as a holder under this code."""

    code = "unknown_holder"


class UnknownEntry(Refusal):
    """No money row has this key, so there is nothing to reverse."""

    code = "unknown_entry"


class NoReceipt(Refusal):
    """The row is no gift, and only a gift has a donor's receipt."""

    code = "no_receipt"


class EvidenceMissing(Refusal):
    """A file named as evidence is not there."""

    code = "evidence_missing"


class UnitNotValid(Refusal):
    """The unit did not exist on this day."""

    code = "unit_not_valid"


class ReceivedBeforeSent(Refusal):
    """A transfer cannot arrive before it left."""

    code = "received_before_sent"


class ReversedTooEarly(Refusal):
    """A reversal cannot lie before the day of what it reverses."""

    code = "reversed_too_early"


class UnitTermsOverlap(Refusal):
    """Two rows of one unit cover the same day."""

    code = "unit_terms_overlap"


class UnitTermEmpty(Refusal):
    """A unit's validity ends before it begins."""

    code = "unit_term_empty"


class InsufficientFunds(Refusal):
    """The holding would be below zero at the end of a day."""

    code = "insufficient_funds"


class InsufficientGoods(Refusal):
    """More goods would have left than came in by the end of a day."""

    code = "insufficient_goods"


class InsufficientHeld(Refusal):
    """The holder would have handed over more than was collected by the end of a day."""

    code = "insufficient_held"


class TransferToSelf(Refusal):
    """A unit cannot transfer to itself."""

    code = "transfer_to_self"


class MovementToSelf(Refusal):
    """Money cannot move from a holding to the same holding."""

    code = "movement_to_self"


class HoldingOfOtherKind(Refusal):
    """The holding does not take money of this channel."""

    code = "holding_of_other_kind"


class FundUnknownToReceiver(Refusal):
    """The receiving unit has no such fund, so the money cannot arrive in the same fund."""

    code = "fund_unknown_to_receiver"


class VoucherMixed(Refusal):
    """Rows with one voucher text lie in two units, or on two days."""

    code = "voucher_mixed"


class SeriesAlreadyUsed(Refusal):
    """The series has gone past this number already."""

    code = "series_already_used"


class TreeHasCycle(Refusal):
    """The unit would be above itself."""

    code = "tree_has_cycle"


class EventTooLarge(Refusal):
    """The entry would exceed the size that a public log entry may have."""

    code = "event_too_large"


class KeyUsedForOther(Refusal):
    """The key was recorded before with other content."""

    code = "key_used_for_other"


class AlreadyReversed(Refusal):
    """The row has been reversed before."""

    code = "already_reversed"


class ReversalOfReversal(Refusal):
    """A reversal cannot be reversed; record the row again under a new key."""

    code = "reversal_of_reversal"


class TransferReversed(Refusal):
    """The transfer was reversed, so it cannot arrive any more."""

    code = "transfer_reversed"


class ApprovalDecided(Refusal):
    """The rows were admitted, sent back or withdrawn already."""

    code = "approval_decided"


class ApprovalNeeded(Refusal):
    """Money out and reversals need a second person; the row was asked for by one alone."""

    code = "approval_needed"


class PreparerCannotApprove(Refusal):
    """Who put rows before a second person cannot be that person."""

    code = "preparer_cannot_approve"


class MayNotApprove(Refusal):
    """The person is not an account holder of the unit, or of one above it, on the day."""

    code = "may_not_approve"


class UnknownApproval(Refusal):
    """Nothing waits, or ever waited, under this key in the unit's book."""

    code = "unknown_approval"


class ApprovalContentDiffers(Refusal):
    """The rows are not those that were put before the second person."""

    code = "approval_content_differs"


class UnknownGrant(Refusal):
    """The person was never granted this role from this day."""

    code = "unknown_grant"


class GrantEmpty(Refusal):
    """A role ends before it begins."""

    code = "grant_empty"


class RolesConflict(Refusal):
    """One person cannot be treasurer and accountant of the same unit at the same time."""

    code = "roles_conflict"


class MayNotPublish(Refusal):
    """The person is not an account holder of the unit, or of one above it, on the day."""

    code = "may_not_publish"


class PublicationPeriodWrong(Refusal):
    """Figures are published for days of one year that are over."""

    code = "publication_period_wrong"


class PublicationNotWhole(Refusal):
    """A hash is none, a count is below zero, or what is empty has a sum."""

    code = "publication_not_whole"


class PublicationTotalDiffers(Refusal):
    """The receipts do not add up to the figure that is to be published."""

    code = "publication_total_differs"


class PublicationBehind(Refusal):
    """An earlier publication of the year stands on more of the log."""

    code = "publication_behind"


class UnknownPerson(Refusal):
    """The vault knows nobody like that: there is nobody to be forgotten, or to be named."""

    code = "unknown_person"


class MayNotErase(Refusal):
    """The person is neither an account holder nor an administrator of the unit on the day."""

    code = "may_not_erase"


class RetentionNotOver(Refusal):
    """The names on these papers must be kept longer; the association may not destroy them yet."""

    code = "retention_not_over"


class PersonAmbiguous(Refusal):
    """More than one person is meant; each must be named apart."""

    code = "person_ambiguous"


class HolderHolds(Refusal):
    """The holder still holds money for a unit: whose it is to hand over must stay known."""

    code = "holder_holds"


class ConsentUnfitting(Refusal):
    """The row is no gift or award of the unit, or whoever consents has no say in it."""

    code = "consent_unfitting"


class ConsentNotGiven(Refusal):
    """No such consent stands, so there is none to withdraw."""

    code = "consent_not_given"


class LogKeyMissing(Refusal):
    """The log was begun with a key that is not in the folder of keys; there is never a second."""

    code = "log_key_missing"


class LogKeyDiffers(Refusal):
    """The key in the folder of keys is not the one that signs for this database."""

    code = "log_key_differs"


class LogOriginDiffers(Refusal):
    """The log was begun under another name than the one that is set."""

    code = "log_origin_differs"


class LogBehind(Refusal):
    """The database has fewer entries than its log has already signed: it is an old copy."""

    code = "log_behind"


class LogForked(Refusal):
    """The database has other entries than those that its log has signed."""

    code = "log_forked"


class LogContradicted(Refusal):
    """Enough witnesses say that they have seen another log: nothing more is signed."""

    code = "log_contradicted"


class EntryNotLogged(Refusal):
    """The entry was recorded a moment ago; no checkpoint covers it yet."""

    code = "entry_not_logged"


class Broken(Exception):
    """What is stored cannot be right. Stop, and name the entry; never guess around it."""
