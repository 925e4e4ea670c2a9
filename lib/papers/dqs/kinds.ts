/** What is trained, by name: agents of the bandit and of the maze, and how long. */
import { usageError } from "../../checks/usage.ts";
import type { AgentOptions } from "./agent_options.ts";
import { bandit, maze } from "./environments.ts";
import { shippedAgent } from "./files.ts";
import { trained, type TrainedAgent } from "./report.ts";
import type { TrainingOptions } from "./training.ts";

/** The bandit's temperature, unless a kind has its own. */
export const BANDIT_ALPHA = 0.5;

/** Temperatures that the lanes of "temperatures" have. */
export const ALPHAS: readonly number[] = [0.25, 1, 2];

/** Samples K of the estimate that agents of the bandit were trained with, beside the usual 32. */
export const SAMPLES: readonly number[] = [1, 4];

/** Name of the kind that is "dqs" with K samples. */
export const samplesKind = (K: number): string => `samples${K}`;

/** Last temperatures of the maze: of most kinds, and of the warm ones. */
const COLD = 0.02, WARM = 0.08;

/** Temperature of the maze at a share of the training: .3, falling to the last one at two thirds. */
const cooling = (share: number, last = COLD) => 0.3 * (last / 0.3) ** Math.min(1, 1.5 * share);

interface Kind {
  readonly title: string;
  readonly agent: Omit<AgentOptions, "lanes" | "states" | "discount">;
  readonly temperature?: TrainingOptions["temperature"];
  /** Transitions that each lane remembers, unless as many as others do. */
  readonly capacity?: number;
}

const dqs = { method: "dqs" } as const;

/** With the estimate of least variance, which learns several times faster than the printed one. */
const mixed = { ...dqs, eta: "optimal" } as const;

/** Kinds by environment. */
export const kinds: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  bandit: {
    dqs: { title: "DQS", agent: dqs },
    optimal: { title: "DQS, η optimal (ours)", agent: mixed },
    qsm: { title: "QSM", agent: { method: "qsm" } },
    sac: { title: "SAC", agent: { method: "sac" } },
    temperatures: {
      ...{ title: "DQS, η optimal (ours)", agent: mixed },
      temperature: (lane) => ALPHAS[lane % ALPHAS.length]!,
    },
    ...Object.fromEntries(
      SAMPLES.map((K) => [samplesKind(K), { title: `DQS, K = ${K}`, agent: { ...dqs, K } }]),
    ),
  },
  maze: {
    dqs: { title: "DQS", agent: { ...mixed, entropy: "without" } },
    soft: { title: "DQS, soft values", agent: { ...mixed, entropy: "with" } },
    forgetful: {
      ...{ title: "DQS, short memory", agent: { ...mixed, entropy: "without" as const } },
      capacity: 20_000,
    },
    qsm: { title: "QSM", agent: { method: "qsm", entropy: "without" } },
    sac: { title: "SAC", agent: { method: "sac", entropy: "with" } },
    warm: {
      ...{ title: "DQS, warm", agent: { ...mixed, entropy: "without" as const } },
      temperature: (_, share) => cooling(share, WARM),
    },
    sacWarm: {
      ...{ title: "SAC, warm", agent: { method: "sac" as const, entropy: "with" as const } },
      temperature: (_, share) => cooling(share, WARM),
    },
  },
};

/** Name of a kind's file in data/papers/dqs. */
export const fileName = (environment: string, kind: string) => `${environment}_${kind}`;

/** Updates by environment, unless asked otherwise. */
export const UPDATES: Readonly<Record<string, number>> = { bandit: 8000, maze: 6000 };

/**
 * How agents learn: units of the actors, and the last share of a training in which learning rates
 * fall to 0; chosen on seed 0, as all here.
 */
const LEARNING = { actorWidth: 128, cooling: 0.3, batch: 256 } as const;

/**
 * Of the maze: all transitions of a training. A short memory turned out to serve as well
 * (notebook 13).
 */
const ALL_STEPS = 150_000;

/**
 * Throws where there is no such environment or kind.
 *
 * @throws {SyntaxError} With cause "usage"
 */
export function assertKind(environment: string, kind: string): void {
  if (kinds[environment]?.[kind]) return;
  const accepted = Object.entries(kinds).map(([name, all]) =>
    `${name} ${Object.keys(all).join(", ")}`
  );
  throw usageError(
    `Cannot train ${kind} on ${environment}: accepted are ${accepted.join("; ")}`,
  );
}

/**
 * Trains three agents of one kind.
 *
 * @throws {SyntaxError} With cause "usage", if there is no such environment or kind
 */
export function trainKind(
  environment: string,
  kind: string,
  { updates = UPDATES[environment] ?? 0, seed, tick }: {
    readonly updates?: number;
    readonly seed: number;
    readonly tick?: (update: number) => unknown;
  },
): Promise<TrainedAgent> {
  assertKind(environment, kind);
  const chosen = kinds[environment]![kind]!;
  const { actorWidth, ...learning } = LEARNING;
  const common = { lanes: 3, states: 2, actorWidth };
  const on = { ...learning, updates, seed, ...(tick && { tick }) };
  if (environment === "bandit") {
    const temperature = chosen.temperature ?? (() => BANDIT_ALPHA);
    return trained(chosen.title, { ...common, ...chosen.agent, discount: 0 }, bandit, {
      ...on,
      temperature,
    });
  }
  const options = { ...common, ...chosen.agent, discount: 0.95, tau: 0.02 };
  const temperature = chosen.temperature ?? ((_: number, share: number) => cooling(share));
  const capacity = chosen.capacity ?? ALL_STEPS;
  return trained(chosen.title, options, maze, { ...on, temperature, capacity });
}

/** Agents as they are shipped, or trained here where `train` is. */
export async function agentsOf(
  environment: string,
  names: readonly string[],
  { train, updates, seed, tick }: {
    readonly train: boolean;
    readonly updates: number;
    readonly seed: number;
    readonly tick?: (done: string) => unknown;
  },
): Promise<TrainedAgent[]> {
  const found: TrainedAgent[] = [];
  for (const name of names) {
    found.push(
      train
        ? await trainKind(environment, name, { updates, seed })
        : shippedAgent(fileName(environment, name)),
    );
    await tick?.(found.at(-1)!.title);
  }
  return found;
}
