/** Watching a loss for runs that have gone wrong. */

/** Losses that have risen by this multiple of their usual size count as an explosion. */
const EXPLOSION = 1e4;

/** Steps that a watcher only watches for what is not finite: losses may fall far at first. */
const SETTLING = 100;

/** What is thrown of a run that has gone wrong at a step, by what shows it; says what to do. */
export const diverged = (step: number, sign: string): RangeError =>
  new RangeError(
    `Training diverged at step ${step} with ${sign}: train again with a smaller learning rate`,
  );

/** What is thrown of a run whose first step shows what is not finite: no learning rate is to blame. */
export const spoiltAtFirst = (sign: string): RangeError =>
  new RangeError(
    `The first step has ${sign}, before anything was learned: ` +
      "look for what is not finite in the problems or in what the network makes of them",
  );

/**
 * A watcher that refuses a step whose loss or gradient is not finite, or whose loss has risen far
 * above its running mean: by 10,000 times the running mean of its size, whatever its sign. A run that goes on
 * has a new watcher, which gets to know the losses first.
 *
 * @throws {RangeError} With what to do
 */
export function watchLoss(): (step: number, loss: number, gradientNorm: number) => void {
  let mean = NaN, size = NaN, seen = 0;
  return (step, loss, gradientNorm) => {
    const finite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
    if (!finite && step === 1) {
      throw spoiltAtFirst(`loss ${loss} and gradient norm ${gradientNorm}`);
    }
    // Losses that have all been 0 have no size.
    const exploded = seen++ >= SETTLING && size > 0 && loss - mean > EXPLOSION * size;
    if (!finite || exploded) {
      throw diverged(step, `loss ${loss} and gradient norm ${gradientNorm}`);
    }
    const first = Number.isNaN(mean);
    mean = first ? loss : 0.98 * mean + 0.02 * loss;
    size = first ? Math.abs(loss) : 0.98 * size + 0.02 * Math.abs(loss);
  };
}
