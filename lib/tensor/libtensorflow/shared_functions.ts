/** Equal recorded functions are one, however often they are recorded. */

/** A share in a function. */
export interface SharedFunction {
  /** What TensorFlow calls it. */
  readonly name: string;
  /** Gives the share back. */
  release(): void;
  /** Gives it back, and keeps the function from being shared again, as when its code is damaged. */
  discard(): void;
}

interface Entry {
  readonly name: string;
  shares: number;
}

/**
 * Functions by their content. Samplers, solvers and trainings record anew each time that they are made; a function
 * takes a megabyte, and the code that XLA makes of it several, which TensorFlow never frees. One of the same content is
 * found here instead, and XLA does not compile it again.
 */
export class SharedFunctions {
  readonly #entries = new Map<string, Entry>();

  /** @param remove Takes a function, by its name, from TensorFlow */
  constructor(readonly remove: (name: string) => void) {}

  /**
   * The function of that content, made by `make`, which gives its name, if there is none.
   *
   * @param content Undefined: it is shared with none
   * @param lasting Kept when nobody has a share in it: its code would stay behind all the same
   */
  take(content: string | undefined, lasting: boolean, make: () => string): SharedFunction {
    const found = content === undefined ? undefined : this.#entries.get(content);
    const entry = found ?? { name: make(), shares: 0 };
    if (content !== undefined) this.#entries.set(content, entry);
    entry.shares++;
    let given = false;
    const end = (forgotten: boolean) => {
      if (given) return;
      given = true;
      const known = content !== undefined && this.#entries.get(content) === entry;
      const unused = --entry.shares === 0;
      if (known && (forgotten || (unused && !lasting))) this.#entries.delete(content);
      if (unused && (!known || forgotten || !lasting)) this.remove(entry.name);
    };
    return {
      name: entry.name,
      release: () => end(false),
      discard: () => end(true),
    };
  }
}
