"""The log: every entry a leaf of one Merkle tree, whose root is signed and witnessed.

What is pure, from below:
    shape         how a tree is divided
    merkle        hashes, roots, proofs (RFC 6962)
    tiles, edge   where a node or an entry lies (tlog-tiles); where a tree grows
    notes         texts with signatures (signed-note)
    checkpoints   origin, size, root; cosignatures (tlog-checkpoint, tlog-cosignature)
    policy        whose cosignatures are enough (tlog-policy)
    proofs        what a receipt carries (tlog-proof)
    hand_over     one key of the log follows another
    sums          a tree over amounts: a gift is inside a published total
What has files or tables:
    signer        the key of the log
    following     entries become leaves, tiles, a signed checkpoint
    store         how all this is read
    memory        the largest checkpoint ever given away
    dissent       what witnesses say against the log
    witness       a witness, for others and on its own (tlog-witness)
    witnessing    asking one witness; `rounds`: asking all of them, again and again
"""
