// Hashes, HMAC and Ed25519: by the browser where it can, else written out here, so that the
// verifier also works from a file, without a network, in an older browser.
"use strict";

const BYTES = new TextEncoder();
const TEXT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Wrong extends Error {
  constructor(code, detail) {
    super(code);
    this.code = code;
    this.detail = detail || {};
  }
}

function joinBytes(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const each of parts) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}

function sameBytes(one, other) {
  return one.length === other.length && one.every((each, at) => each === other[at]);
}

// Standard base64 in the one way it can be written, as signed notes want it; else null.
function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) return null;
  const raw = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  return toBase64(raw) === text ? raw : null;
}

function toBase64(raw) {
  return btoa(String.fromCharCode(...raw));
}

// The first bits of the square and cube roots of primes, of which SHA-2 takes its constants.
function rootsOfPrimes(count, power, bits) {
  const found = [];
  for (let prime = 2n; found.length < count; prime += 1n) {
    let isPrime = true;
    for (let each = 2n; each * each <= prime; each += 1n) if (prime % each === 0n) isPrime = false;
    if (!isPrime) continue;
    const sought = prime << (power * bits);
    let low = 0n, high = 1n << (bits + 5n);
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** power <= sought) low = middle;
      else high = middle;
    }
    found.push(BigInt.asUintN(Number(bits), low));
  }
  return found;
}

// SHA-256 (FIPS 180-4), also where the browser's own cannot be had.
let sha256Constants = null;
function sha256Here(message) {
  sha256Constants ||= {
    round: rootsOfPrimes(64, 3n, 32n).map((each) => Number(each) | 0),
    begin: rootsOfPrimes(8, 2n, 32n).map((each) => Number(each) | 0),
  };
  const turn = (value, by) => (value >>> by) | (value << (32 - by));
  const padded = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0);
  const state = Int32Array.from(sha256Constants.begin);
  const words = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(block + 4 * at);
    for (let at = 16; at < 64; at += 1) {
      const a = words[at - 15], b = words[at - 2];
      const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      words[at] = (words[at - 16] + low + words[at - 7] + high) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at += 1) {
      const high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + high + ((e & f) ^ (~e & g)) + sha256Constants.round[at] + words[at]) | 0;
      const low = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
      const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((each, at) => { state[at] += each; });
  }
  const hash = new DataView(new ArrayBuffer(32));
  state.forEach((each, at) => hash.setInt32(4 * at, each));
  return new Uint8Array(hash.buffer);
}

// SHA-512 (FIPS 180-4), which Ed25519 needs.
let sha512Constants = null;
function sha512Here(message) {
  sha512Constants ||= { round: rootsOfPrimes(80, 3n, 64n), begin: rootsOfPrimes(8, 2n, 64n) };
  const cut = (value) => BigInt.asUintN(64, value);
  const turn = (value, by) => (value >> by) | cut(value << (64n - by));
  const padded = new Uint8Array((((message.length + 16) >> 7) + 1) << 7);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  const state = [...sha512Constants.begin];
  const words = new Array(80);
  for (let block = 0; block < padded.length; block += 128) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getBigUint64(block + 8 * at);
    for (let at = 16; at < 80; at += 1) {
      const a = words[at - 15], b = words[at - 2];
      const low = turn(a, 1n) ^ turn(a, 8n) ^ (a >> 7n);
      const high = turn(b, 19n) ^ turn(b, 61n) ^ (b >> 6n);
      words[at] = cut(words[at - 16] + low + words[at - 7] + high);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 80; at += 1) {
      const high = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const other = (e & f) ^ (cut(~e) & g);
      const one = cut(h + high + other + sha512Constants.round[at] + words[at]);
      const low = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const two = cut(low + ((a & b) ^ (a & c) ^ (b & c)));
      [h, g, f, e, d, c, b, a] = [g, f, e, cut(d + one), c, b, a, cut(one + two)];
    }
    [a, b, c, d, e, f, g, h].forEach((each, at) => { state[at] = cut(state[at] + each); });
  }
  const hash = new DataView(new ArrayBuffer(64));
  state.forEach((each, at) => hash.setBigUint64(8 * at, each));
  return new Uint8Array(hash.buffer);
}

async function sha256(message) {
  const subtle = globalThis.crypto && globalThis.crypto.subtle;
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", message)) : sha256Here(message);
}

async function hmac256(key, message) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? await sha256(key) : key);
  const inner = await sha256(joinBytes(block.map((each) => each ^ 0x36), message));
  return sha256(joinBytes(block.map((each) => each ^ 0x5c), inner));
}

// Ed25519 (RFC 8032, 5.1.7) on points (X, Y, Z, T) of the curve −x² + y² = 1 + d·x²·y².
const P = (1n << 255n) - 19n;
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;
const mod = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base); exponent; exponent >>= 1n, square = (square * square) % P) {
    if (exponent & 1n) result = (result * square) % P;
  }
  return result;
}

const CURVE = mod(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

function littleEndian(raw) {
  return raw.reduceRight((sum, each) => (sum << 8n) | BigInt(each), 0n);
}

function pointOf(raw) {
  const said = littleEndian(raw);
  const y = said & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const above = mod(y * y - 1n), below = mod(CURVE * y * y + 1n);
  let x = mod(above * below ** 3n * power(above * below ** 7n, (P - 5n) / 8n));
  if (mod(below * x * x) === mod(-above)) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(below * x * x) !== above) return null;
  const isOdd = said >> 255n;
  if (x === 0n && isOdd) return null;
  if ((x & 1n) !== isOdd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function add(one, other) {
  const a = mod((one[1] - one[0]) * (other[1] - other[0]));
  const b = mod((one[1] + one[0]) * (other[1] + other[0]));
  const c = mod(2n * one[3] * other[3] * CURVE);
  const d = mod(2n * one[2] * other[2]);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(point, factor) {
  let result = [0n, 1n, 1n, 0n];
  for (let double = point; factor; factor >>= 1n, double = add(double, double)) {
    if (factor & 1n) result = add(result, double);
  }
  return result;
}

function holdsHere(publicKey, message, signature) {
  const key = pointOf(publicKey), first = pointOf(signature.slice(0, 32));
  const scalar = littleEndian(signature.slice(32));
  if (!key || !first || scalar >= ORDER) return false;
  const base = pointOf(joinBytes(Uint8Array.of(0x58), new Uint8Array(31).fill(0x66)));
  const hash = littleEndian(sha512Here(joinBytes(signature.slice(0, 32), publicKey, message)));
  const left = times(base, scalar), right = add(first, times(key, hash % ORDER));
  return mod(left[0] * right[2]) === mod(right[0] * left[2]) &&
    mod(left[1] * right[2]) === mod(right[1] * left[2]);
}

async function signatureHolds(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const subtle = globalThis.crypto && globalThis.crypto.subtle;
  if (subtle) {
    try {
      const key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
      return await subtle.verify({ name: "Ed25519" }, key, signature, message);
    } catch (_unknownToThisBrowser) { /* then by hand */ }
  }
  return holdsHere(publicKey, message, signature);
}
