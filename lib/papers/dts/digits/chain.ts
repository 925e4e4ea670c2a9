/** The chain of digits, many at once, and what particles and trees make of it. */
import {
  compile,
  type Compiled,
  disposeTree,
  type Key,
  random,
  type Tensor,
  type Tensor1D,
  tf,
} from "../../../tensor/mod.ts";
import type { Params } from "../../../nn/parameters.ts";
import { classify, DIGIT_STEPS, digitSchedule, EDGE, estimateDigit, PIXELS } from "./networks.ts";

/** What a step from t to t - 1 is made of, by name. */
const rowOf = (t: number) => {
  const { beta, alphaBar, posteriorVariance } = digitSchedule;
  const a = alphaBar[t - 1]!, last = t > 1 ? alphaBar[t - 2]! : 1, b = beta[t - 1]!;
  return [
    Math.sqrt(a),
    (1 - a) / a,
    Math.sqrt(last) * b / (1 - a),
    Math.sqrt(1 - b) * (1 - last) / (1 - a),
    Math.sqrt(posteriorVariance[t - 1]!),
  ];
};

/** √ᾱ, h, the weights of x̂_0 and of x in the mean, and σ, each `[1]`. */
function partsOf(rows: Tensor, i: number): Tensor1D[] {
  return Array.from(
    { length: 5 },
    (_, k) => tf.reshape(tf.slice(rows, [i, k], [1, 1]), [1]) as Tensor1D,
  );
}

type WalkInputs = {
  readonly params: Params;
  readonly x: Tensor;
  readonly key: Key;
  readonly rows: Tensor;
};
type GuidedInputs = WalkInputs & {
  readonly classifier: Params;
  /** One for the wanted class, `[1, 10]`. */
  readonly wanted: Tensor;
  /** λ, and the most deviations of a step that a push may take. */
  readonly lambda: Tensor;
  readonly longest: Tensor;
};

/** log p(c | x) of each. */
const rewardOf = (classifier: Params, x: Tensor, wanted: Tensor): Tensor1D =>
  tf.sum(tf.mul(tf.logSoftmax(classify(classifier, x).logits), wanted), 1) as Tensor1D;

/** A chain of digits with a class to reach. */
export interface DigitChain {
  /** `count` starts, N(0, I), as rows of one array. */
  start(key: Key, count: number): Float32Array;
  /** Goes one edge of {@link EDGE} steps down from t; EDGE evaluations a row. */
  walk(x: Float32Array, t: number, key: Key): Float32Array;
  /** One step from t, its mean pushed by λσ²∇r(x̂_0); log p(x'|x) - log q(x'|x) of each row. */
  guided(
    x: Float32Array,
    t: number,
    key: Key,
    options: { readonly lambda: number; readonly longest: number },
  ): { readonly x: Float32Array; readonly corrections: Float32Array };
  /** r(x̂_0(x_t)) of each row; at t = 0, r(x). */
  value(x: Float32Array, t: number): Float32Array;
  dispose(): void;
}

/**
 * The chain whose reward is log p(`digit` | x) of a classifier. Parameters stay the caller's.
 *
 * @throws {RangeError} If there is no such digit
 */
export function digitChain(params: Params, classifier: Params, digit: number): DigitChain {
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) {
    throw new RangeError(`Cannot aim at digit ${digit}: accepted are 0 to 9`);
  }
  const walk = compile(({ params, x, key, rows }: WalkInputs) => {
    const keys = random.split(key, EDGE);
    let now = x;
    for (let i = 0; i < EDGE; i++) {
      const [root, h, ofEstimate, ofState, deviation] = partsOf(rows, i) as [
        Tensor1D,
        Tensor1D,
        Tensor1D,
        Tensor1D,
        Tensor1D,
      ];
      const mean = tf.add(
        tf.mul(estimateDigit(params, now, root, h), ofEstimate),
        tf.mul(now, ofState),
      );
      now = tf.add(mean, tf.mul(random.normal(keys[i]!, x.shape), deviation));
    }
    return { x: now };
  }, { name: "digitWalk", mode: "graph" });

  const guided = compile((inputs: GuidedInputs) => {
    const { params, classifier, x, key, rows, wanted, lambda, longest } = inputs;
    const [root, h, ofEstimate, ofState, deviation] = partsOf(rows, 0) as [
      Tensor1D,
      Tensor1D,
      Tensor1D,
      Tensor1D,
      Tensor1D,
    ];
    const slope = tf.grad((y: Tensor) =>
      tf.sum(rewardOf(classifier, estimateDigit(params, y, root, h), wanted))
    )(x);
    const size = tf.mul(tf.mul(deviation, lambda), tf.norm(slope, 2, 1, true));
    const cut = tf.minimum(1, tf.div(longest, tf.add(size, 1e-9)));
    const push = tf.mul(tf.mul(slope, cut), tf.mul(tf.square(deviation), lambda));
    const mean = tf.add(
      tf.mul(estimateDigit(params, x, root, h), ofEstimate),
      tf.mul(x, ofState),
    );
    const e = random.normal(key, x.shape);
    // (log N(x'; mean, σ²) - log N(x'; mean + push, σ²)) with x' = mean + push + σe, σ cancelled where it may be 0.
    const pushed = tf.mul(tf.mul(slope, cut), tf.mul(deviation, lambda));
    const correction = tf.neg(tf.add(
      tf.mul(tf.sum(tf.square(pushed), 1), 0.5),
      tf.sum(tf.mul(pushed, e), 1),
    ));
    return { x: tf.add(tf.add(mean, push), tf.mul(e, deviation)), correction };
  }, { name: "digitGuided", mode: "graph" });

  const value = compile(
    ({ params, classifier, x, rows, wanted }: Omit<GuidedInputs, "key" | "lambda" | "longest">) => {
      const [root, h] = partsOf(rows, 0) as [Tensor1D, Tensor1D];
      return { value: rewardOf(classifier, estimateDigit(params, x, root, h), wanted) };
    },
    { name: "digitValue", mode: "graph" },
  );
  const final = compile(
    ({ classifier, x, wanted }: Pick<GuidedInputs, "classifier" | "x" | "wanted">) => ({
      value: rewardOf(classifier, x, wanted),
    }),
    { name: "digitReward", mode: "graph" },
  );

  const wanted = tf.tensor2d([Array.from({ length: 10 }, (_, k) => k === digit ? 1 : 0)]);
  const onTensors = <T>(
    x: Float32Array,
    t: number,
    count: number,
    use: (x: Tensor, rows: Tensor) => T,
  ) => {
    const tensor = tf.tensor2d(x, [x.length / PIXELS, PIXELS]);
    const rows = tf.tensor2d(Array.from({ length: count }, (_, i) => rowOf(Math.max(1, t - i))));
    const result = use(tensor, rows);
    tf.dispose([tensor, rows]);
    return result;
  };
  const host = <T extends Readonly<Record<string, Tensor>>>(out: T) => {
    const values = Object.fromEntries(
      Object.entries(out).map(([name, v]) => [name, v.dataSync() as Float32Array]),
    );
    disposeTree(out);
    return values as { [K in keyof T]: Float32Array };
  };
  return {
    start: (key, count) => host({ x: random.normal(key, [count, PIXELS]) }).x,
    walk: (x, t, key) => onTensors(x, t, EDGE, (x, rows) => host(walk({ params, x, key, rows })).x),
    guided: (x, t, key, options) =>
      onTensors(x, t, 1, (x, rows) => {
        const lambda = tf.scalar(options.lambda), longest = tf.scalar(options.longest);
        const out = host(guided({ params, classifier, x, key, rows, wanted, lambda, longest }));
        tf.dispose([lambda, longest]);
        return { x: out.x, corrections: out.correction };
      }),
    value: (x, t) =>
      onTensors(x, t, 1, (x, rows) =>
        host(
          t === 0
            ? final({ classifier, x, wanted })
            : value({ params, classifier, x, rows, wanted }),
        ).value),
    dispose() {
      ([walk, guided, value, final] as unknown as Compiled<never, never>[])
        .forEach((one) => one.dispose());
      wanted.dispose();
    },
  };
}

/** Evaluations of the denoiser for one end. */
export const EVALUATIONS = DIGIT_STEPS;
