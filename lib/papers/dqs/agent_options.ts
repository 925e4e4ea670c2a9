/** How an agent learns, and whether it can learn so. */
import { assertChoice, assertCount, assertFinite, assertShare } from "../../checks.ts";
import { assertOptionNames } from "../../checks/spelling.ts";
import { assertEta, type Eta } from "./estimator.ts";
import type { ActorSees } from "./networks.ts";

/** How an agent learns. */
export interface AgentOptions {
  /**
   * "dqs": the actor's score regresses on the smoothed score of exp(Q/α); "qsm": on ∇Q/α where it
   * stands, as if there were no noise; "sac": a Gaussian actor.
   */
  readonly method: "dqs" | "qsm" | "sac";
  /** One for each lane: the seed of a lane is its place. */
  readonly lanes: number;
  /** Coordinates of a state. */
  readonly states: number;
  /** Samples of the estimate, K; 1,000 in the released code. Default 32. */
  readonly K?: number;
  /** Default 1. */
  readonly eta?: Eta;
  /** Discount; 0 makes a bandit. */
  readonly discount: number;
  /**
   * Whether values of next states hold the entropy of the policy. "without" is the printed
   * algorithm: min Q(s', a'), a' of the policy. "with": α log mean_a exp(Q(s', a)/α) over 16
   * uniform actions, the soft value, relative to the uniform policy.
   */
  readonly entropy?: "with" | "without";
  /** Transitions of a batch on which the actor learns, the first ones; default 64. */
  readonly actorBatch?: number;
  /** Steps of the reverse equation; 500 in the released code. Default 20. */
  readonly diffusionSteps?: number;
  readonly learningRate?: number;
  /** Units in each of the actor's two layers; default 64, as the critics'. */
  readonly actorWidth?: number;
  /** Default "u". */
  readonly actorSees?: ActorSees;
  /** Of the slow critics, for each update. Default .01. */
  readonly tau?: number;
}

/** Names of {@link AgentOptions}. */
const OPTION_NAMES = [
  ...["method", "lanes", "states", "K", "eta", "discount", "entropy", "actorBatch"],
  ...["diffusionSteps", "learningRate", "actorWidth", "actorSees", "tau"],
] as const satisfies (keyof AgentOptions)[];

/**
 * The options with defaults filled in.
 *
 * @throws {RangeError} If one is impossible, or its name unknown
 */
export function agentOptions(given: AgentOptions): Required<AgentOptions> {
  assertOptionNames(given, OPTION_NAMES, true);
  const o: Required<AgentOptions> = {
    K: 32,
    eta: 1,
    entropy: "without",
    diffusionSteps: 20,
    learningRate: 3e-3,
    tau: 0.01,
    actorBatch: 64,
    actorWidth: 64,
    actorSees: "u",
    ...given,
  };
  if (!Number.isInteger(o.K) || o.K < 1) {
    throw new RangeError(`Cannot estimate a score by ${o.K} samples: accepted are 1, 2, 3, …`);
  }
  assertChoice("method", o.method, ["dqs", "qsm", "sac"]);
  assertChoice("entropy", o.entropy, ["with", "without"]);
  assertChoice("actorSees", o.actorSees, ["u", "waves"]);
  assertEta(o.eta);
  const { lanes, states, actorBatch, diffusionSteps, actorWidth } = o;
  const counts = { lanes, states, actorBatch, diffusionSteps, actorWidth };
  for (const [name, value] of Object.entries(counts)) assertCount(name, value);
  assertShare("discount", o.discount);
  assertShare("tau", o.tau);
  assertFinite("learningRate", o.learningRate, "at least 0");
  return o;
}
