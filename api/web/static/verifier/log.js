// The log's formats, strictly read: keys (c2sp.org/signed-note), checkpoints, proofs
// (c2sp.org/tlog-proof) and the Merkle tree of RFC 6962.
"use strict";

const SIZE_MAX = 2n ** 63n - 1n;

// A key as others take it: name+id+base64(0x01 ‖ 32 bytes).
async function keyOf(text) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text);
  const raw = parts && fromBase64(parts[3]);
  if (!raw || raw.length !== 33 || raw[0] !== 1) throw new Wrong("key_malformed", { text });
  const id = (await sha256(joinBytes(BYTES.encode(`${parts[1]}\n`), raw))).slice(0, 4);
  const hex = Array.from(id, (each) => each.toString(16).padStart(2, "0")).join("");
  if (hex !== parts[2]) throw new Wrong("key_malformed", { text });
  return { name: parts[1], id, raw: raw.slice(1), text };
}

// Several keys, one a line: a log that changed its key is followed through both.
async function keysOf(text) {
  const lines = text.split(/\r?\n/).map((each) => each.trim()).filter(Boolean);
  return Promise.all(lines.map(keyOf));
}

function numberOf(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > SIZE_MAX) throw new Wrong("proof_form");
  return BigInt(text);
}

function hashOf(text) {
  const raw = fromBase64(text);
  if (!raw || raw.length !== 32) throw new Wrong("proof_form");
  return raw;
}

function parsedProof(text) {
  const gap = text.indexOf("\n\n");
  const lines = gap < 0 ? [] : text.slice(0, gap).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Wrong("proof_form");
  if (lines.length && lines[0].startsWith("extra ")) lines.shift();
  if (!lines.length || !lines[0].startsWith("index ") || lines.length > 64) {
    throw new Wrong("proof_form");
  }
  const index = numberOf(lines.shift().slice(6));
  return { index, path: lines.map(hashOf), note: text.slice(gap + 2) };
}

function parsedNote(note) {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || /[\x00-\x09\x0b-\x1f]/.test(note)) {
    throw new Wrong("proof_form");
  }
  const signatures = note.slice(end + 2, -1).split("\n").map((line) => {
    const parts = /^— ([^ +]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line);
    const raw = parts && fromBase64(parts[2]);
    if (!raw || raw.length <= 4) throw new Wrong("proof_form");
    return { name: parts[1], id: raw.slice(0, 4), signed: raw.slice(4) };
  });
  const text = note.slice(0, end + 1);
  const lines = text.split("\n");
  if (lines.length < 4 || lines.slice(0, -1).some((each) => !each)) throw new Wrong("proof_form");
  return {
    text, signatures, origin: lines[0], size: numberOf(lines[1]), root: hashOf(lines[2]),
  };
}

// The key among `keys` that has signed the checkpoint. A signature of a known key that does not
// hold spoils it, whoever else has signed.
async function signerOf(checkpoint, keys) {
  let signer = null;
  for (const key of keys) {
    for (const each of checkpoint.signatures) {
      if (each.name !== key.name || !sameBytes(each.id, key.id)) continue;
      if (!await signatureHolds(key.raw, BYTES.encode(checkpoint.text), each.signed)) {
        throw new Wrong("signature_wrong", { name: key.name });
      }
      if (key.name === checkpoint.origin) signer = key;
    }
  }
  if (!signer) throw new Wrong("key_unknown", { name: checkpoint.origin });
  return signer;
}

// RFC 9162, 2.1.3.2.
async function requireInside(entry, proof, checkpoint) {
  if (proof.index >= checkpoint.size) throw new Wrong("proof_wrong");
  const node = (left, right) => sha256(joinBytes(Uint8Array.of(1), left, right));
  let place = proof.index, last = checkpoint.size - 1n;
  let top = await sha256(joinBytes(Uint8Array.of(0), entry));
  for (const each of proof.path) {
    if (last === 0n) throw new Wrong("proof_wrong");
    if (place & 1n || place === last) {
      top = await node(each, top);
      while (place && !(place & 1n)) {
        place >>= 1n;
        last >>= 1n;
      }
    } else {
      top = await node(top, each);
    }
    place >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n || !sameBytes(top, checkpoint.root)) throw new Wrong("proof_wrong");
}

// The bytes of an entry are in the log that one of `keys` has signed.
async function requireLogged(entry, proofText, keys) {
  const proof = parsedProof(proofText);
  const checkpoint = parsedNote(proof.note);
  const signer = await signerOf(checkpoint, keys);
  await requireInside(entry, proof, checkpoint);
  return { index: proof.index, size: checkpoint.size, signer };
}
