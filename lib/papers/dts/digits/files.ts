/** Shipped networks and records of digits. */
import { fileURLToPath } from "node:url";
import { readDigits } from "../../../datasets/digits.ts";
import type { ParameterSpecs, Params } from "../../../nn/parameters.ts";
import { loadParams } from "../../../training/parameters_file.ts";
import type { DigitNetworks, DigitRow, DigitSearchRow } from "./experiment.ts";
import { classifierSpec, digitDenoiser } from "./networks.ts";

/** A record of `make.ts`. */
export interface DigitRecord {
  readonly machine: string;
  readonly commit?: string;
  readonly particles: number;
  readonly count: number;
  readonly rows: readonly DigitRow[];
  readonly searches: readonly DigitSearchRow[];
  /** Shares of test digits that the two classifiers name rightly. */
  readonly accuracies: { readonly reward: number; readonly judge: number };
}

const PARTS = ["denoiser", "reward", "judge"] as const;
const specs: Readonly<Record<typeof PARTS[number], ParameterSpecs>> = {
  ...{ denoiser: digitDenoiser.parameters, reward: classifierSpec, judge: classifierSpec },
};
const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../../../data/papers/dts/${name}`, import.meta.url));

/** The three networks as one tree of parameters, `part/name`. */
export function joined(networks: DigitNetworks): Params {
  return Object.fromEntries(
    PARTS.flatMap((part) =>
      Object.entries(networks[part]).map(([name, p]) => [`${part}/${name}`, p])
    ),
  );
}

/** Reads data/papers/dts/digits.safetensors. */
export function shippedDigits(): DigitNetworks {
  const all = Object.fromEntries(
    PARTS.flatMap((part) =>
      Object.entries(specs[part]).map(([name, spec]) => [`${part}/${name}`, spec])
    ),
  );
  const { params } = loadParams(pathOf("digits.safetensors"), all);
  const of = (part: string): Params =>
    Object.fromEntries(
      Object.entries(params).filter(([name]) => name.startsWith(`${part}/`))
        .map(([name, p]) => [name.slice(part.length + 1), p]),
    );
  return { denoiser: of("denoiser"), reward: of("reward"), judge: of("judge") };
}

/** Reads data/papers/dts/digits.json. */
export function readDigitRecord(): DigitRecord {
  return JSON.parse(Deno.readTextFileSync(pathOf("digits.json")));
}

/** Real digits to compare with. */
export async function realDigits() {
  return { test: await readDigits("test"), validation: await readDigits("validation") };
}
