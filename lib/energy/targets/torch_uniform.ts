/** The uniform numbers that PyTorch draws on a CPU, so that its published targets can be rebuilt. */

const SIZE = 624, SHIFT = 397;

/**
 * The Mersenne twister MT19937 (Matsumoto & Nishimura 1998) as `torch.manual_seed(seed)` starts it.
 *
 * @returns A function that gives the next 32 bits
 */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let at = SIZE;
  const twist = () => {
    for (let i = 0; i < SIZE; i++) {
      const joined = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  return () => {
    if (at === SIZE) twist();
    let word = state[at++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

/**
 * `count` numbers in [0, 1) as `torch.manual_seed(seed); torch.rand(count)` gives them in float32:
 * the low 24 bits of each word, over 2²⁴.
 *
 * @throws {RangeError} If the seed is not an integer from 0 to 2³² - 1
 */
export function torchUniform(seed: number, count: number): Float32Array {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(
      `Cannot seed the Mersenne twister with ${seed}: accepted are integers from 0 to 2^32 - 1`,
    );
  }
  const next = mersenneTwister(seed);
  return Float32Array.from({ length: count }, () => (next() & 0xffffff) / 2 ** 24);
}
