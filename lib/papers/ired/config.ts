/** What a training run of IRED is: a flat, serialisable record. */
import { assertOptionNames } from "../../checks/spelling.ts";
import { checkValues, type Limits, type RunConfig, runLimits } from "../../training/config.ts";
import type { LearningRateOptions } from "../../training/learning_rate.ts";
import { type MethodName, methodNamed, methodNames } from "./method/methods.ts";
import type { PresetName } from "./method/options.ts";

/** A training run. It is written into each checkpoint and result. */
export interface IredConfig extends RunConfig, LearningRateOptions {
  /** Which experiment, such as "addition". */
  readonly task: string;
  /** Which of the task's networks, such as "mlp". */
  readonly network: string;
  /** What is minimised; "ired" if absent, as in checkpoints from before there were others. */
  readonly method?: MethodName;
  /** Whether IRED's loss has its contrastive part; "on" if absent. */
  readonly contrast?: "on" | "off";
  /** Size of a step of IREM's descent; 1 if absent, which is too long for steep energies. */
  readonly iremStep?: number;
  /**
   * Share of each batch that are states of the model's own descents, for IRED, or of its own passes,
   * for a recurrence; none if absent. These states are not kept in checkpoints: a resumed run
   * begins new ones.
   */
  readonly ownDescents?: number;
  /**
   * Chance that a problem loses some of what is observed, of which it keeps each entry with one chance
   * uniform in 0.4 to 1, where a task can; none if absent.
   */
  readonly hiddenClues?: number;
  /**
   * Folders of the checkpoints whose averaged parameters were the start, of this network or of parts
   * of it, from here or from the project's folder; what none of them has was drawn.
   */
  readonly startedFrom?: readonly string[];
  /** Factor on the learning rate of what `startedFrom` gave, beside what was drawn; 1 if absent. */
  readonly startedRate?: number;
  /** Options of losses and sampler: the released code's, or without its oversights. */
  readonly preset: PresetName;
  /** Problems per optimiser step. */
  readonly batch: number;
  /** Decay of the moving average of parameters, with which everything is evaluated. */
  readonly averageDecay: number;
  /** Steps between updates of the average. */
  readonly averageEvery: number;
  /** Limit of the gradients' global norm. */
  readonly clip: number;
}

/** What the optional fields of an {@link IredConfig} mean where they are absent. */
export const configDefaults = {
  method: "ired",
  contrast: "on",
  iremStep: 1,
  ownDescents: 0,
  hiddenClues: 0,
  startedRate: 1,
} as const;

const limits: Readonly<Record<string, Limits>> = {
  ...runLimits,
  batch: [1, 65536, "integer"],
  learningRate: [1e-12, 10, "real"],
  warmupSteps: [0, 1e9, "integer"],
  averageDecay: [0, 1, "real"],
  averageEvery: [1, 1e6, "integer"],
  clip: [1e-9, 1e9, "real"],
  iremStep: [1e-9, 1e3, "real"],
  ownDescents: [0, 0.9, "real"],
  hiddenClues: [0, 1, "real"],
  startedRate: [0, 1, "real"],
};

const choices = {
  preset: ["reference", "corrected"],
  schedule: ["constant", "cosine"],
  method: methodNames,
  contrast: ["on", "off"],
};

/** What else a configuration has. */
const OTHERS = ["task", "network", "startedFrom", "extendedFrom"] as const satisfies readonly (
  keyof IredConfig
)[];

/** A text would be read letter by letter. */
function assertLists({ startedFrom, extendedFrom }: IredConfig): void {
  const list = (value: unknown, fits: (one: unknown) => boolean) =>
    value === undefined || (Array.isArray(value) && value.every(fits));
  if (!list(startedFrom, (one) => typeof one === "string" && one !== "")) {
    throw new RangeError(
      `startedFrom must be a list of folders, such as ["results/run"]: current value is ${
        JSON.stringify(startedFrom)
      }`,
    );
  }
  if (!list(extendedFrom, (one) => Number.isInteger(one) && Number(one) >= 1)) {
    throw new RangeError(
      `extendedFrom must be a list of steps, such as [1000]: current value is ${
        JSON.stringify(extendedFrom)
      }`,
    );
  }
}

/**
 * Checks a configuration and freezes it.
 *
 * @throws {RangeError} If an option is mistyped or a value impossible; the message has the accepted ones
 */
export function checkConfig(config: IredConfig): IredConfig {
  const names = [...Object.keys({ ...limits, ...choices }), ...OTHERS];
  assertOptionNames(config, names, true);
  checkValues({ ...configDefaults, ...config }, limits, choices);
  assertLists(config);
  const { method = configDefaults.method, ownDescents = 0 } = config;
  if (ownDescents > 0 && !methodNamed(method).lossWithPool) {
    throw new RangeError(
      `ownDescents must be 0 for the method ${method}, which has none: current value is ${ownDescents}`,
    );
  }
  return Object.freeze({ ...config });
}
