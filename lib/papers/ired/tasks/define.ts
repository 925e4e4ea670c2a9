/** Tasks from their parts, with defaults, and with checks of what they are asked. */
import { suggestion } from "../../../checks/spelling.ts";
import { type Key, random, type Tensor, tf, tidy } from "../../../tensor/mod.ts";
import type { Problems } from "../problems.ts";
import { assertParts } from "./task_parts.ts";
import { assertObserved } from "./told.ts";
import { splits, type Task, type TaskNetwork } from "./task.ts";
import { shortTraining } from "./usual_training.ts";

/** Mean squared error over the entries of each answer, `[batch]`. */
export function meanSquaredError(answer: Tensor, problems: Pick<Problems, "answer">): Tensor {
  const batch = answer.shape[0]!;
  const difference = tf.reshape(tf.sub(answer, problems.answer), [batch, -1]);
  return tf.mean(tf.square(difference), 1);
}

/** A network of a task, of which only `create` must be given. */
export type TaskNetworkParts = Pick<TaskNetwork, "create"> & Partial<TaskNetwork>;

/** What a task must be made of, and what it may. */
export type TaskParts =
  & Pick<Task, "name" | "answerShape" | "sample">
  & Partial<Omit<Task, "networks">>
  & { readonly networks: Readonly<Record<string, TaskNetworkParts>> };

/** Folded into the keys of validation problems, so that no test problem has the same key. */
const VALIDATION = -2;

function assertSample(name: string, key: Key, count: number, split: string): void {
  if (!(splits as readonly string[]).includes(split)) {
    throw new RangeError(
      `split of ${name} must be one of ${splits.join(", ")}: current value is ${split}${
        suggestion(split, splits)
      }`,
    );
  }
  if (!Number.isInteger(count) || count < 1 || count > 65536) {
    throw new RangeError(
      `count of ${name} must be an integer from 1 to 65536: current value is ${count}`,
    );
  }
  if (!(key instanceof tf.Tensor) || key.dtype !== "int32" || `${key.shape}` !== "2") {
    throw new TypeError(`key of ${name} must be one of random.key(seed)`);
  }
}

/** What is no tensor, or of another batch, would fail later, and where nobody looks for it. */
function assertDrawn(name: string, drawn: Problems, count: number): void {
  const of = (what: unknown): what is Tensor => what instanceof tf.Tensor;
  if (!of(drawn?.answer) || typeof drawn.condition !== "object" || drawn.condition === null) {
    const found = (drawn as unknown) instanceof Promise
      ? "a promise"
      : drawn
      ? `{${Object.keys(drawn)}}`
      : `${drawn}, as where nothing is returned`;
    throw new TypeError(
      `A sample of ${name} must be {condition, answer} with tensors of ${count} problems: it is ${found}`,
    );
  }
  if (of(drawn.condition)) {
    throw new TypeError(
      `condition of a sample of ${name} must be tensors by name, such as {x}: it is a tensor`,
    );
  }
  for (const [part, tensor] of Object.entries(drawn.condition)) {
    if (of(tensor) && tensor.shape[0] === count) continue;
    const found = of(tensor) ? `a tensor [${tensor.shape}]` : String(tensor);
    throw new RangeError(
      `condition.${part} of a sample of ${name} must be a tensor of ${count} problems: it is ${found}`,
    );
  }
}

/**
 * Entries that are observed must be known of any condition, not of drawn problems only: own questions have
 * nothing else.
 */
function withObserved({ name, observed }: TaskParts, drawn: Problems): Problems {
  if (drawn.observed && !observed) {
    throw new TypeError(
      `A sample of ${name} has observed entries, but the task does not say which a condition gives: ` +
        "give it observed(condition), too",
    );
  }
  const given = drawn.observed ?? observed?.(drawn.condition);
  if (!given) return { ...drawn };
  assertObserved(name, given, drawn.answer.shape, drawn.condition);
  return { ...drawn, observed: given };
}

/** Answers of another shape would be trained on, and fail where they are measured. */
function assertAnswers(
  { name, answerShape, shapeOf }: Pick<Task, "name" | "answerShape" | "shapeOf">,
  { condition, answer }: Problems,
  count: number,
): void {
  const wanted = [count, ...(shapeOf?.(condition) ?? answerShape)];
  if (`${answer.shape}` === `${wanted}`) return;
  throw new RangeError(
    `answer of a sample of ${name} must have shape [${wanted}]: it has [${answer.shape}]`,
  );
}

/**
 * A task from its parts. By default the error is the mean squared error, nothing is published, and
 * networks have {@link shortTraining}.
 *
 * `sample` is asked for the split "validation" only where `testSet` has one; problems that never end
 * are validated on those of "same" whose keys no test has. What it makes on the way is freed, and what
 * it returns once it was used: of a tensor that is kept for the next time, give a `tf.clone`.
 *
 * @throws {TypeError} If a part is missing; `sample`, if what is drawn is no problems
 * @throws {RangeError} If a part is unknown or impossible; `sample`, if shapes are not those asked for
 */
export function defineTask(parts: TaskParts): Task {
  assertParts(parts);
  const networks = Object.fromEntries(
    Object.entries(parts.networks).map(([name, network]) => [
      name,
      { title: name, training: shortTraining, ...network },
    ]),
  );
  return {
    title: parts.name,
    error: meanSquaredError,
    errorName: "mean squared error",
    metrics: [],
    published: [],
    baselines: [],
    ...parts,
    networks,
    sample(key, count, split) {
      assertSample(parts.name, key, count, split);
      return tidy(() => {
        const drawn = split !== "validation" || parts.testSet
          ? parts.sample(key, count, split)
          : parts.sample(random.fold(key, VALIDATION), count, "same");
        assertDrawn(parts.name, drawn, count);
        assertAnswers(parts, drawn, count);
        return withObserved(parts, drawn);
      }) as Problems;
    },
  };
}
