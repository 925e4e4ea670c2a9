/**
 * What logic alone says about a Sudoku, as bit masks.
 *
 * A state is 30 words: word `3 d + b` holds the cells of band `b` where digit index `d` may still
 * stand (bit `9 r + c`, `r` the row within the band), words 27–29 the cells not yet decided.
 *
 * One observation carries all of the inference. Within a band a digit takes one cell of each row and
 * one of each box, so its three minirows are a perfect matching of rows and boxes; within a stack
 * the same holds of columns and boxes. Keeping only candidates that lie in some matching gives
 * hidden singles and locked candidates from one table of 512 entries; naked singles are the rest.
 *
 * @module
 */

/** Words of one state. */
export const STATE = 30;
const BAND = 0x7ffffff;

/** `MATCHED[p]`: the union of the perfect matchings inside the 3×3 pattern `p`, 0 if there is none. */
const MATCHED = new Int16Array(512);
/** `BOXES[r]`: the boxes (3 bits) that a row of 9 bits touches. */
const BOXES = new Int8Array(512);
/** `MINIROWS[p]`: the cells (27 bits) of the minirows in the pattern `p`. */
const MINIROWS = new Int32Array(512);
/** `SINGLE[r]`: the row `r` if it has exactly one bit, else 0. */
const SINGLE = new Int16Array(512);
const MATCHINGS = [0o421, 0o412, 0o241, 0o214, 0o142, 0o124];
for (let p = 0; p < 512; p++) {
  for (const m of MATCHINGS) if ((p & m) === m) MATCHED[p]! |= m;
  for (let box = 0; box < 3; box++) if (p & (7 << (3 * box))) BOXES[p]! |= 1 << box;
  for (let i = 0; i < 9; i++) if (p & (1 << i)) MINIROWS[p]! |= 7 << (3 * i);
  SINGLE[p] = (p & (p - 1)) === 0 ? p : 0;
}

/** Writes the state in which nothing is known at `s[o..o+29]`. */
export function clear(s: Int32Array, o: number): void {
  s.fill(BAND, o, o + STATE);
}

/** Restricts a row to have digit index `d` at `cell` (0–80); {@linkcode propagate} does the rest. */
export function place(s: Int32Array, o: number, cell: number, d: number): void {
  const band = (cell / 27) | 0;
  const inBand = cell - 27 * band;
  const row = 511 << (9 * ((inBand / 9) | 0));
  s[o + 3 * d + band]! &= ~row | (1 << inBand);
}

/** Bans digit index `d` from `cell`. */
export function ban(s: Int32Array, o: number, cell: number, d: number): void {
  const band = (cell / 27) | 0;
  s[o + 3 * d + band]! &= ~(1 << (cell - 27 * band));
}

/**
 * Draws every conclusion from the digits in the mask `dirty` until nothing changes.
 *
 * @returns False if the state contradicts itself.
 */
export function propagate(s: Int32Array, o: number, dirty = 511): boolean {
  for (;;) {
    while (dirty !== 0) {
      const d = 31 - Math.clz32(dirty);
      if (!match(s, o + 3 * d)) return false;
      dirty = (dirty & ~(1 << d)) | settle(s, o, d);
    }
    for (let b = 0; b < 3; b++) {
      let once = 0, twice = 0;
      for (let i = o + b; i < o + 27; i += 3) {
        const v = s[i]!;
        twice |= once & v;
        once |= v;
      }
      if (once !== BAND) return false;
      let single = once & ~twice & s[o + 27 + b]!;
      while (single !== 0) {
        const bit = 31 - Math.clz32(single);
        single &= ~(1 << bit);
        for (let d = 0; d < 9; d++) {
          if ((s[o + 3 * d + b]! >>> bit) & 1) {
            place(s, o, 27 * b + bit, d);
            dirty |= 1 << d;
          }
        }
      }
    }
    if (dirty === 0) return true;
  }
}

/** Keeps the candidates of the digit at `s[p..p+2]` that some matching uses; false if none. */
function match(s: Int32Array, p: number): boolean {
  let x = s[p]!, y = s[p + 1]!, z = s[p + 2]!;
  for (;;) {
    const a = x & MINIROWS[rows(x)]!;
    const b = y & MINIROWS[rows(y)]!;
    const c = z & MINIROWS[rows(z)]!;
    const ca = (a | (a >>> 9) | (a >>> 18)) & 511;
    const cb = (b | (b >>> 9) | (b >>> 18)) & 511;
    const cc = (c | (c >>> 9) | (c >>> 18)) & 511;
    let ka = 0, kb = 0, kc = 0;
    for (let k = 0; k < 9; k += 3) {
      const kept = MATCHED[((ca >>> k) & 7) | (((cb >>> k) & 7) << 3) | (((cc >>> k) & 7) << 6)]!;
      if (kept === 0) return false;
      ka |= (kept & 7) << k;
      kb |= ((kept >>> 3) & 7) << k;
      kc |= (kept >>> 6) << k;
    }
    const na = a & (ka * 0x40201), nb = b & (kb * 0x40201), nc = c & (kc * 0x40201);
    if (na === x && nb === y && nc === z) break;
    x = na;
    y = nb;
    z = nc;
  }
  s[p] = x;
  s[p + 1] = y;
  s[p + 2] = z;
  return true;
}

const rows = (v: number): number =>
  MATCHED[BOXES[v & 511]! | (BOXES[(v >>> 9) & 511]! << 3) | (BOXES[v >>> 18]! << 6)]!;

/** Decides the cells where a row has one place left for `d`; returns the digits that changed. */
function settle(s: Int32Array, o: number, d: number): number {
  let changed = 0;
  for (let b = 0; b < 3; b++) {
    const v = s[o + 3 * d + b]!;
    const hits = (SINGLE[v & 511]! | (SINGLE[(v >>> 9) & 511]! << 9) | (SINGLE[v >>> 18]! << 18)) &
      s[o + 27 + b]!;
    if (hits === 0) continue;
    s[o + 27 + b]! &= ~hits;
    for (let e = 0; e < 9; e++) {
      if (e !== d && (s[o + 3 * e + b]! & hits) !== 0) {
        s[o + 3 * e + b]! &= ~hits;
        changed |= 1 << e;
      }
    }
  }
  return changed;
}
