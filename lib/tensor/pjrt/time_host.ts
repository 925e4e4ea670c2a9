/**
 * Times what the host does about a call: a function that adds one to each of its tensors, four for each
 * parameter of a network, on a PJRT device, such as the CPU's plugin. With so little to compute, most of it
 * is arguments, results, and the freeing of the state before, as in a training step.
 *
 *     TENSOR_BACKEND=pjrt deno run -A lib/tensor/pjrt/time_host.ts 104
 */
import { backend, compile, disposeTree, type Tensor, tf } from "../mod.ts";

const [CALLS, ROUNDS] = [100, 30];

type Named = Record<string, Tensor>;
type State = Record<"params" | "average" | "first" | "second", Named>;

/** Milliseconds of a call of `count` tensors of 64 numbers: of the first hundred, and the median afterwards. */
function timeCalls(count: number): { readonly first: number; readonly median: number } {
  const names = Array.from({ length: count / 4 }, (_, i) => `tensor${i}`);
  const entries = (of: (name: string) => Tensor): Named =>
    Object.fromEntries(names.map((name) => [name, of(name)]));
  const all = (of: (part: keyof State) => Named): State => ({
    params: of("params"),
    average: of("average"),
    first: of("first"),
    second: of("second"),
  });
  const step = compile(
    (state: State) => all((part) => entries((name) => tf.add(state[part][name]!, 1))),
    { name: "add_one", mode: "xla" },
  );
  let state = all(() => entries(() => tf.zeros([8, 8])));
  const call = () => {
    const next = step(state);
    disposeTree(state);
    state = next;
  };
  call(); // compiled here
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    for (let i = 0; i < CALLS; i++) call();
    state.params[names[0]!]!.dataSync();
    return (performance.now() - started) / CALLS;
  });
  disposeTree(state);
  step.dispose();
  const [first, ...others] = times as [number, ...number[]];
  return { first, median: others.sort((a, b) => a - b)[others.length >> 1]! };
}

if (import.meta.main) {
  const count = Number(Deno.args[0] ?? 104);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `The number of tensors must be 1 or more: current value is ${Deno.args[0]}`,
    );
  }
  const { first, median } = timeCalls(count);
  console.log(
    `${count} tensors in and out, on ${backend().name} ${backend().version}: ` +
      `${median.toFixed(3)} ms a call, ${first.toFixed(3)} ms in the first hundred`,
  );
}
