"""The log: hashes and proofs, what is signed, who has seen it."""
