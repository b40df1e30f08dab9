"""A policy says whose cosignatures are enough; a line that could be misread is refused."""

from __future__ import annotations

from itertools import combinations

import pytest

from ledger.log import checkpoints
from ledger.log.notes import KeyKind, Signer
from ledger.log.policy import Policy, PolicyFault, PolicyWrong, satisfied_by
from tests.ledger.log.trees import LOG, WITNESSES, checkpoint_of, cosigned, entries

W0, W1, W2 = (str(each.verifier) for each in WITNESSES)
TWO_OF_THREE = f"""# Who watches the books
log {LOG.verifier} https://quy.example/nghean

witness above {W0} https://above.example/
witness committee {W1}
\twitness  newspaper\t{W2}  \x20
group all-three 2 above committee newspaper
quorum all-three
"""

SIX = [Signer(f"w.example/{at}", bytes([50 + at]) * 32, KeyKind.WITNESS) for at in range(6)]
X1, X2, X3, Y1, Y2, Y3 = (str(each.verifier) for each in SIX)
EXAMPLE = f"""log {LOG.verifier}

witness X1 {X1}
witness X2 {X2}
witness X3 {X3}
group X-witnesses 2 X1 X2 X3

witness Y1 {Y1}
witness Y2 {Y2}
witness Y3 {Y3}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def refused(text: str | bytes) -> tuple[PolicyFault, int]:
    with pytest.raises(PolicyWrong) as wrong:
        Policy.parse(text)
    return wrong.value.reason, wrong.value.line


def test_a_policy_names_logs_and_witnesses_and_where_they_are_asked() -> None:
    policy = Policy.parse(TWO_OF_THREE)
    assert policy.log_keys == [LOG.verifier]
    assert policy.witness_keys == [each.verifier for each in WITNESSES]
    assert [each.url for each in policy.witnesses] == ["https://above.example/", "", ""]


def test_any_two_of_three_are_enough_and_one_is_not() -> None:
    policy, note = Policy.parse(TWO_OF_THREE), checkpoint_of(entries(3))
    for count in range(4):
        for some in combinations(WITNESSES, count):
            found = checkpoints.opened(cosigned(note, some), policy.log_keys, policy.witness_keys)
            assert satisfied_by(found, policy) == (count >= 2)


def test_the_example_of_the_specification_wants_two_of_the_first_and_one_of_the_second() -> None:
    policy = Policy.parse(EXAMPLE)
    for count in range(7):
        for some in combinations(range(6), count):
            enough = sum(each < 3 for each in some) >= 2 and any(each >= 3 for each in some)
            assert policy.reached_by([SIX[each].verifier for each in some]) == enough


def test_a_policy_may_ask_for_no_witness_or_for_one() -> None:
    assert Policy.parse("quorum none\n").reached_by([])
    one = Policy.parse(f"witness w {W0}\nquorum w\n")
    assert not one.reached_by([])
    assert one.reached_by([WITNESSES[0].verifier])


def test_a_policy_is_written_as_it_was_read() -> None:
    for text in (TWO_OF_THREE, EXAMPLE):
        policy = Policy.parse(text)
        assert Policy.parse(str(policy)) == policy


def test_a_name_is_any_octets_and_none_of_them_is_interpreted() -> None:
    text = b"witness K %b\nwitness \xe2\x84\xaa %b\nwitness \xff\xfe %b\nquorum \xff\xfe\n"
    policy = Policy.parse(text % (W0.encode(), W1.encode(), W2.encode()))
    assert policy.reached_by([WITNESSES[2].verifier])
    assert not policy.reached_by([each.verifier for each in WITNESSES[:2]])


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", PolicyFault.NO_QUORUM, 0),
        (f"witness w {W0}\n", PolicyFault.NO_QUORUM, 0),
        ("quorum none\nquorum none\n", PolicyFault.DUPLICATE, 2),
        ("quorum nobody\n", PolicyFault.UNKNOWN_NAME, 1),
        (f"quorum w\nwitness w {W0}\n", PolicyFault.UNKNOWN_NAME, 1),
        (f"witness none {W0}\nquorum none\n", PolicyFault.MALFORMED, 1),
        (f"witness w {W0}\nwitness w {W1}\nquorum w\n", PolicyFault.DUPLICATE, 2),
        (f"witness v {W0}\nwitness w {W0}\nquorum w\n", PolicyFault.DUPLICATE, 2),
        (f"witness w {LOG.verifier}\nquorum w\n", PolicyFault.KEY_WRONG, 1),
        (f"log {W0}\nquorum none\n", PolicyFault.KEY_WRONG, 1),
        (f"log {LOG.verifier}\nlog {LOG.verifier}\nquorum none\n", PolicyFault.DUPLICATE, 2),
        ("log nonsense\nquorum none\n", PolicyFault.KEY_WRONG, 1),
        ("log\nquorum none\n", PolicyFault.MALFORMED, 1),
        (f"witness w {W0} url more\nquorum w\n", PolicyFault.MALFORMED, 1),
        (f"witness w {W0}\ngroup g 0 w\nquorum g\n", PolicyFault.MALFORMED, 2),
        (f"witness w {W0}\ngroup g 2 w\nquorum g\n", PolicyFault.MALFORMED, 2),
        (f"witness w {W0}\ngroup g 01 w\nquorum g\n", PolicyFault.MALFORMED, 2),
        (f"witness w {W0}\ngroup g most w\nquorum g\n", PolicyFault.MALFORMED, 2),
        (f"witness w {W0}\ngroup g all\nquorum g\n", PolicyFault.MALFORMED, 2),
        (f"witness w {W0}\ngroup g all w none\nquorum g\n", PolicyFault.UNKNOWN_NAME, 2),
        (f"witness w {W0}\ngroup g all g\nquorum g\n", PolicyFault.UNKNOWN_NAME, 2),
        (f"witness w {W0}\ngroup g 1 w w\nquorum g\n", PolicyFault.DUPLICATE, 2),
        (f"witness w {W0}\ngroup g any w\ngroup h any w\nquorum h\n", PolicyFault.DUPLICATE, 3),
        ("Quorum none\n", PolicyFault.MALFORMED, 1),
        ("quorum none # comment\n", PolicyFault.MALFORMED, 1),
        ("# fine\nquorum none\r\n", PolicyFault.MALFORMED, 2),
        ("quorum\u00a0none\n", PolicyFault.MALFORMED, 1),
        ("quorum none\x7f\n", PolicyFault.MALFORMED, 1),
        ("quorum none\x0b\n", PolicyFault.MALFORMED, 1),
        ("#" * 300_000, PolicyFault.TOO_LARGE, 0),
    ],
)
def test_a_policy_that_could_be_misread_is_refused(
    text: str, reason: PolicyFault, line: int
) -> None:
    assert refused(text) == (reason, line)


def test_groups_within_groups_have_an_end() -> None:
    rows = [f"witness w0 {W0}"] + [f"group w{at + 1} any w{at}" for at in range(300)]
    assert refused("\n".join([*rows, "quorum w300"]))[0] is PolicyFault.TOO_LARGE
