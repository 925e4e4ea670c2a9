/** By what the better of several answers to a problem is told, without knowing the right one. */
import { type Tensor, type Tensor1D, tf, tidy } from "../../../tensor/mod.ts";
import type { Encoded, EnergyNetwork } from "../../../energy/energy_network.ts";
import type { Params } from "../../../nn/parameters.ts";
import type { Schedule } from "../../../diffusion/schedule.ts";
import { compiledPiece, perNetwork, type SamplerMode, type Solving } from "../method/solver.ts";
import type { Task } from "../tasks/task.ts";

/**
 * - "energy": that of the last step of descent.
 * - "rounded": that of the nearest answer that can be right, E(x, √ᾱ₀·round(y), 0).
 * - "summed": the last energies of the landscapes that a hop descends, added up.
 * - "confidence": how far the answer is from the nearest one that can be right, a mean square.
 * - "conflicts": how many rules of the task it breaks; the network is not asked.
 */
export const selections = ["energy", "rounded", "summed", "confidence", "conflicts"] as const;

/** A name in {@link selections}. */
export type Selection = (typeof selections)[number];

/** What a descent left. */
export interface Candidate {
  /** `[batch, …]`. */
  readonly answer: Tensor;
  /** The energies with which landscape t was left, `[batch]` each, by t; gaps where it was not. */
  readonly energies: readonly Float32Array[];
}

/** A number for each answer of a batch, the lower the better. */
export type Score = (candidate: Candidate, solving: Solving) => Float32Array;

/** What a task must tell for some of {@link selections}. */
export type Telling = Pick<Task, "name" | "nearest" | "conflicts">;

/** The selections that are possible for a task. */
export function selectionsOf({ nearest, conflicts }: Telling): Selection[] {
  return selections.filter((name) =>
    name === "conflicts"
      ? conflicts !== undefined
      : name === "energy" || name === "summed" || nearest !== undefined
  );
}

const sharpestEnergies = perNetwork((network, mode: SamplerMode) =>
  compiledPiece(
    network,
    "energy_of_answer",
    ({ params, encoded, y }: { params: Params; encoded: Encoded; y: Tensor }) => ({
      energy: network.energy(params, encoded, y, tf.tensor1d([0], "int32") as Tensor1D),
    }),
    mode,
  ), (mode) => mode);

/** What a score is of. */
export interface ScoreOptions {
  readonly network: EnergyNetwork;
  readonly schedule: Schedule;
  readonly mode: SamplerMode;
  readonly task: Telling;
  /** The smoothest landscape that counts for "summed". */
  readonly level: number;
}

/** The score of a selection. */
export function scoreOf(
  selection: Selection,
  { network, schedule, mode, task, level }: ScoreOptions,
): Score {
  const host = (compute: () => Tensor) => {
    const tensor = tidy(compute), values = Float32Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  };
  const sharpest = ({ energies }: Candidate) => energies.find((one) => one !== undefined)!;
  switch (selection) {
    case "energy":
      return sharpest;
    case "summed":
      return (candidate) => {
        const sum = new Float32Array(sharpest(candidate).length);
        candidate.energies.slice(0, level + 1).forEach((one) =>
          one?.forEach((e, i) => sum[i]! += e)
        );
        return sum;
      };
    case "rounded":
      return ({ answer }, { params, encoded }) =>
        host(() => {
          const y = tf.mul(schedule.sqrtAlphaBar[0]!, task.nearest!(answer));
          return sharpestEnergies(network, mode)({ params, encoded, y }).energy;
        });
    case "confidence":
      return ({ answer }) =>
        host(() => {
          const square = tf.squaredDifference(answer, task.nearest!(answer));
          return tf.mean(tf.reshape(square, [answer.shape[0]!, -1]), 1);
        });
    case "conflicts":
      return ({ answer }) => host(() => task.conflicts!(answer));
  }
}
