/** What was seen, on the host, one ring for each lane. */
import type { Rng } from "../../datasets/rng.ts";

/** Transitions as flat arrays, `[lanes × batch × …]`. */
export interface HostTransitions {
  readonly s: Float32Array;
  readonly u: Float32Array;
  readonly reward: Float32Array;
  readonly next: Float32Array;
  readonly goesOn: Float32Array;
}

/** One transition. */
export interface Transition {
  readonly s: readonly number[];
  readonly u: readonly number[];
  readonly reward: number;
  readonly next: readonly number[];
  readonly goesOn: boolean;
}

/** A ring buffer of transitions for each lane: the oldest give way. */
export class ReplayBuffer {
  readonly #rows: Transition[][];
  readonly #at: number[];

  constructor(readonly lanes: number, readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `Cannot hold ${capacity} transitions: accepted is a capacity of 1, 2, 3, …`,
      );
    }
    this.#rows = Array.from({ length: lanes }, () => []);
    this.#at = new Array<number>(lanes).fill(0);
  }

  /** Transitions of a lane that are held. */
  size(lane = 0): number {
    return this.#rows[lane]!.length;
  }

  push(lane: number, row: Transition): void {
    this.#rows[lane]![this.#at[lane]!] = row;
    this.#at[lane] = (this.#at[lane]! + 1) % this.capacity;
  }

  /** `batch` transitions of each lane, with repetition. */
  sample(batch: number, stream: Rng): HostTransitions {
    const empty = this.#rows.findIndex((rows) => rows.length === 0);
    if (empty >= 0) {
      throw new RangeError(
        `Cannot draw ${batch} transitions of lane ${empty}: its buffer is empty, push some first`,
      );
    }
    const [first] = this.#rows[0] as [Transition];
    const [states, actions, n] = [first.s.length, first.u.length, this.lanes * batch];
    const out = {
      s: new Float32Array(n * states),
      u: new Float32Array(n * actions),
      reward: new Float32Array(n),
      next: new Float32Array(n * states),
      goesOn: new Float32Array(n),
    };
    for (let i = 0; i < n; i++) {
      const rows = this.#rows[Math.floor(i / batch)]!;
      const row = rows[stream.int(rows.length)]!;
      out.s.set(row.s, i * states);
      out.u.set(row.u, i * actions);
      out.next.set(row.next, i * states);
      out.reward[i] = row.reward;
      out.goesOn[i] = row.goesOn ? 1 : 0;
    }
    return out;
  }
}
