/** What ladders are called, and which record a climb may replace. */
import { HOT_STEPS } from "./climb.ts";

/** What a ladder is climbed on, as the command line says it. */
export type LadderTaskName = "gmm40" | "dw4" | "lj13";

/** All of them. */
export const LADDER_TASKS: readonly LadderTaskName[] = ["gmm40", "dw4", "lj13"];

/** What a name follows from. */
export interface NamedClimb {
  readonly task: LadderTaskName;
  /** As the record has it; absent or 0: the energy is learned throughout. */
  readonly known?: number;
  readonly rateQuantile?: number;
  readonly ways?: readonly string[];
  readonly transport?: string;
}

const PREFIXES = { gmm40: "ladder", dw4: "ladder_dw4", lj13: "ladder_lj13" } as const;

const PUBLISHED_WAYS = "scaled,weighted";

/** Ways that a name does not tell: on LJ-13 weights are those of the flow. */
const USUAL_WAYS = { gmm40: PUBLISHED_WAYS, dw4: PUBLISHED_WAYS, lj13: "scaled,flow-weighted" };

/** The name of a climb's record, without its seed: of shipped climbs the one that they have. */
export function ladderName(
  { task, known, rateQuantile = 0.9, ways, transport }: NamedClimb,
): string {
  const whole = rateQuantile === 1;
  const energy = known ? (whole ? "" : "known_cut") : whole ? "learned_whole" : "learned";
  const given = ways?.join(",") ?? PUBLISHED_WAYS;
  const others = given === USUAL_WAYS[task] ? "" : given.replaceAll(/[,-]/g, "_");
  const flow = transport === "flow" ? "flow" : "";
  return [PREFIXES[task], energy, flow, others].filter(Boolean).join("_");
}

/** The task that a record's name stands for; of names that begin otherwise nothing is known. */
export function taskOfName(name: string): LadderTaskName | undefined {
  const named = LADDER_TASKS.filter((task) =>
    name === PREFIXES[task] || name.startsWith(`${PREFIXES[task]}_`)
  );
  return named.at(-1);
}

/** Options without which a record is of the defaults that they had. */
const FORMER = {
  ...{ known: 0, hotSteps: HOT_STEPS, ways: PUBLISHED_WAYS.split(","), transport: "annealed" },
};

/** What a record was made with: all but what came out, where, and by which source. */
function optionsOf(record: object): Readonly<Record<string, string>> {
  const { machine: _, commit: __, rungs: ___, firstSteps, ...rest } = record as
    & Record<string, unknown>
    & { readonly trainingSteps?: number };
  const all = { ...FORMER, ...rest, firstSteps: firstSteps ?? rest.trainingSteps };
  return Object.fromEntries(Object.entries(all).map(([name, v]) => [name, JSON.stringify(v)]));
}

/**
 * Refuses to replace a record of another task, or of other options.
 *
 * @param path Where it lies, for the message
 * @param before What is there
 * @param next What is to be made: the same fields, without what comes out
 * @throws {Error} If they differ
 */
export function assertSameClimb(path: string, before: object, next: object): void {
  const [old, own] = [optionsOf(before), optionsOf(next)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(own)])];
  const other = names.filter((name) => old[name] !== own[name]);
  if (other.length === 0) return;
  const said = other.map((name) => `${name} ${old[name] ?? "unknown"} and not ${own[name]}`);
  throw new Error(
    `Cannot replace ${path}, a climb of ${
      said.join(", ")
    }: --name=NAME gives another name, --force replaces it`,
  );
}
