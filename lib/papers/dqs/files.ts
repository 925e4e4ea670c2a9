/** Trained agents in files: actor and critics, and how they came about. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Params } from "../../nn/parameters.ts";
import { random, type Tensor, tf } from "../../tensor/mod.ts";
import { saveParams } from "../../training/parameters_file.ts";
import { decodeSafetensors } from "../../training/safetensors.ts";
import { type AgentState, createAgent } from "./agent.ts";
import type { AgentOptions } from "./agent_options.ts";
import type { TrainedAgent } from "./report.ts";

/** Parts of a state that are kept; slow critics and moments are only of use to a training. */
const KEPT = ["critic", "actor"] as const;

/** Writes an agent's networks, with what is known of its training as `about`. */
export function saveAgent(
  path: string,
  { title, agent, training }: TrainedAgent,
  about: Readonly<Record<string, string>>,
): void {
  const { state, ...rest } = training;
  const params = Object.fromEntries(
    KEPT.flatMap((part) => Object.entries(state[part]).map(([name, p]) => [`${part}.${name}`, p])),
  );
  Deno.mkdirSync(dirname(path), { recursive: true });
  saveParams(path, params, {
    ...about,
    title,
    options: JSON.stringify(agent.options),
    training: JSON.stringify(rest),
  });
}

/**
 * Reads data/papers/dqs/NAME.safetensors.
 *
 * @throws {Error} If there is no such file
 */
export function shippedAgent(name: string): TrainedAgent {
  const url = new URL(`../../../data/papers/dqs/${name}.safetensors`, import.meta.url);
  return readAgent(fileURLToPath(url));
}

/** Reads what {@link saveAgent} wrote; the agent acts, and would learn on with fresh moments. */
export function readAgent(path: string): TrainedAgent {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
  } catch {
    throw new Error(`Cannot find an agent in ${path}: \`git checkout data\` brings it back`);
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const options = JSON.parse(metadata.options!) as AgentOptions;
  const agent = createAgent(options), key = random.key(0), fresh = agent.init(0);
  key.dispose();
  const read = (part: string, like: Params): Params =>
    Object.fromEntries(
      Object.keys(like).map((name) => {
        const { values, shape } = tensors[`${part}.${name}`]!;
        return [name, tf.tensor(values, [...shape]) as Tensor];
      }),
    );
  const state: AgentState = {
    ...fresh,
    critic: read("critic", fresh.critic),
    target: read("critic", fresh.target),
    actor: read("actor", fresh.actor),
  };
  tf.dispose([fresh.critic, fresh.target, fresh.actor] as unknown as tf.TensorContainer);
  return { title: metadata.title!, agent, training: { ...JSON.parse(metadata.training!), state } };
}
