/** How long samples take: all arms of a task in turn, again and again, in one job. */
import { readDigits } from "../../datasets/digits.ts";
import { ARMS } from "./arms.ts";
import { fourTurns, sampleDigits, trainDigits } from "./digits.ts";
import { ENERGY_ARMS, trainClusterEnergy } from "./energies.ts";
import { clustersOf, free } from "./experiments.ts";
import { askedMolecules } from "./molecule_experiment.ts";
import { sampleMolecules, trainMolecules } from "./molecules.ts";
import { sampleClusters, trainClusters } from "./particles.ts";
import type { Task } from "./record.ts";

/** Rounds; the shortest time of each arm counts, in which least else was done on the machine. */
const ROUNDS = 4;

/** Something that samples, and says how long one sample took. */
interface Timed {
  readonly arm: string;
  measure(): number;
  free(): void;
}

async function timedArms(task: Task, seed: number): Promise<Timed[]> {
  // Hardly trained networks take as long as trained ones.
  const training = { seed, steps: 1 };
  const timed = <T extends { readonly arm: string } & Parameters<typeof free>[0]>(
    one: T,
    sample: (one: T) => { readonly msPerSample: number },
  ): Timed => ({
    arm: one.arm,
    measure: () => sample(one).msPerSample,
    free: () => free(one),
  });
  if (task === "digits") {
    const turns = fourTurns(await readDigits("validation"));
    const arms = ARMS.map((arm) =>
      timed(trainDigits(arm, turns, training), (one) => sampleDigits(one, 250, seed))
    );
    turns.dispose();
    return arms;
  }
  if (task === "molecules") {
    const molecules = askedMolecules("validation", 100);
    return ARMS.map((arm) =>
      timed(
        trainMolecules(arm, molecules, training),
        (one) => sampleMolecules(one, molecules, seed),
      )
    );
  }
  const data = clustersOf("validation", 500);
  return task === "clusters"
    ? ARMS.map((arm) =>
      timed(trainClusters(arm, data, training), (one) => sampleClusters(one, 500, seed))
    )
    : ENERGY_ARMS.map((arm) =>
      timed(trainClusterEnergy(arm, data, training), (one) => sampleClusters(one, 500, seed))
    );
}

/** Milliseconds a sample of each arm. */
export async function samplingTimes(
  task: Task,
  seed: number,
): Promise<Readonly<Record<string, number>>> {
  const arms = await timedArms(task, seed), best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { arm, measure } of arms) {
      best.set(arm, Math.min(best.get(arm) ?? Infinity, measure()));
    }
  }
  arms.forEach((one) => one.free());
  return Object.fromEntries(best);
}
