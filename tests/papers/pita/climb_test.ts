/** A short climb, and what is said of climbs. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { climb, type ClimbProgress } from "lib/papers/pita/climb.ts";
import { clusterClaims, clusterLadderTable, clusterRows } from "lib/papers/pita/cluster_report.ts";
import {
  type ClusterRung,
  clusterTask,
  lennardJonesTask,
  mixtureTask,
  type RungRow,
} from "lib/papers/pita/ladder_tasks.ts";
import {
  chainsWith,
  energiesOfClimb,
  finalRow,
  ladderClaims,
  type LadderRecord,
  ladderRows,
  ladderTable,
} from "lib/papers/pita/ladder_report.ts";
import { lj13Final, lj13LadderClaims, lj13Reference } from "lib/papers/pita/lj_report.ts";
import { flowClaims, ladderAblation, readLadderVariants } from "lib/papers/pita/ladder_ablation.ts";
import { particlesApart } from "lib/datasets/particles_apart.ts";
import { lj13Drawn, PUBLISHED_LJ13 } from "lib/papers/idem/lennard_jones.ts";
import { gmm40 } from "lib/energy/mod.ts";
import { pointsOf } from "lib/metrics/mod.ts";
import { random, tf } from "lib/tensor/mod.ts";

Deno.test("a climb tells of every rung by all methods", async () => {
  const options = {
    ...{ temperatures: [64, 8], trainingSteps: 3, batch: 16, particles: 60 },
    ...{ samplingSteps: 4, settling: 4, seed: 2 },
  };
  const before = tf.memory().numTensors, rungs: ClimbProgress<RungRow>[] = [];
  const points = await climb(mixtureTask(), options, (progress) => void rungs.push(progress));
  assertEquals(tf.memory().numTensors, before, "a climb leaves no tensor behind");
  assert(points.values.length === 120 && points.values.every(Number.isFinite));
  assertEquals(rungs.map(({ temperature }) => temperature), [64, 8]);
  assertEquals(rungs[0]!.rows.map(({ method }) => method), ["exact", "MALA"]);
  const methods = [
    ...["exact", "MALA alone, no network", "score scaling", "weights (FKC)"],
    "weights and MALA (PITA)",
  ];
  rungs.slice(1).forEach(({ rows }) => {
    assertEquals(rows.map(({ method }) => method), methods);
    const [, , scaled, weighted] = rows;
    assertEquals(scaled!.lineages, 60, "nothing is resampled");
    assert(weighted!.lineages! >= 1 && weighted!.lineages! < 60);
  });
  // Settled chains at the hottest temperature are as near to the grid as 60 points can be.
  const [exact, hot] = rungs[0]!.rows;
  assert(hot!.energyW2 < 5 * exact!.energyW2 + 0.5, `${hot!.energyW2} ${exact!.energyW2}`);
});

/** A record with given mode TV for each method, and energies half of it. */
function recordOf(seed: number, tv: Readonly<Record<string, readonly number[]>>): LadderRecord {
  const temperatures = [4, 2, 1];
  const rungs = temperatures.map((temperature, i) => ({
    ...{ temperature, loss: 1, seconds: 1 },
    rows: Object.entries(tv).map(([method, values]): RungRow => ({
      ...{ temperature, method, modeTv: values[i]!, w2: 1, energyW2: values[i]! / 2, lineages: 7 },
    })),
  }));
  return {
    ...{ temperatures, trainingSteps: 10, batch: 4, particles: 5, samplingSteps: 3, settling: 2 },
    ...{ seed, machine: "a machine", rungs },
  };
}

const record = recordOf(1, {
  exact: [0.1, 0.1, 0.1],
  "score scaling": [0.2, 0.4, 0.5],
  "weights (FKC)": [0.2, 0.3, 0.6],
  "weights and MALA (PITA)": [0.2, 0.2, 0.2],
});
const other = { modeTv: 0.3, w2: 1, energyW2: 0.05, energies: 10 };

Deno.test("claims follow from the rows: rungs that are better are counted", () => {
  const others = [{ ...other, method: "parallel tempering" }, { ...other, method: "iDEM" }];
  const claims = ladderClaims([record], others);
  assert(claims.every(({ claim }) => claim.startsWith("ours: GMM-40, ")));
  // Shares are better on one rung and worse on the other; both others are farther in energies.
  assertEquals(claims.map(({ holds }) => holds), [false, true, false, false]);
  const [energies] = claims[2]!.evidence.split("; ").slice(1);
  assertEquals(energies, "W₂ of energies 0.10 against 0.05 (exact samples 0.05), farther");
  // At and below the floor, .05, nothing is nearer.
  const at = others.map((row) => ({ ...row, energyW2: 0.1 }));
  const low = {
    ...record,
    rungs: record.rungs.map((rung) => ({
      ...rung,
      rows: rung.rows.map((row) => (
        { ...row, energyW2: row.method === "exact" ? 0.1 : 0.02 }
      )),
    })),
  };
  assertEquals(ladderClaims([low], at).map(({ holds }) => holds), [
    false,
    "undecided",
    "partly",
    "partly",
  ]);
  assert(claims[0]!.evidence.startsWith("at 1 of 2 temperatures; at 1: 0.600 against 0.500"));
});

Deno.test("tables have the last rung, charts all, and energies are counted", () => {
  const lines = ladderTable([record], [{ ...other, method: "iDEM" }]);
  assertEquals(lines.length, 5);
  assertEquals(lines[0]!.method, "exact samples (floor)");
  assertEquals(lines[3]!["shares of modes, TV"], "0.200");
  assertEquals(ladderRows([record, recordOf(2, { exact: [0.3, 0.3, 0.3] })]).length, 12);
  const exact = ladderRows([record, recordOf(2, { exact: [0.3, 0.3, 0.3] })])
    .find(({ method, steps }) => /^exact/.test(method) && steps === 1)!;
  assertAlmostEquals(exact.value, 0.2, 1e-12);
  // 5 particles: 300 steps of MALA, 2 rungs of 2, and 2 rungs of 10 batches of 4.
  assertEquals(energiesOfClimb(record), 5 * (300 + 2 * 2) + 2 * 10 * 4);
  const longer = { ...record, firstSteps: 25 };
  assertEquals(energiesOfClimb(longer), energiesOfClimb(record) + (25 - 10) * 4);
  // With a known energy, 3 steps of annealing a rung, and noised points beside clean ones.
  const known = 5 * (300 + 2 * (2 + 3)) + 2 * 2 * 10 * 4;
  assertEquals(energiesOfClimb({ ...record, known: 0.1 }), known);
});

Deno.test("the ablation has a line for each kind of climb, with the last rung's shares", () => {
  const lines = ladderAblation({
    "learned": [record, recordOf(2, { "weights (FKC)": [0.1, 0.1, 0.4] })],
    "known": [record],
  });
  assertEquals(lines.map((line) => line["U, rates of weights"]), ["learned", "known"]);
  assertEquals(lines[0]!["weights (FKC)"], "0.500 (0.400 – 0.600)");
  assertEquals([lines[1]!["score scaling"], lines[1]!["lineages left"]], ["0.500", 7]);
  // The shipped ones differ in what is known and in what is cut, as they are named.
  for (const [kind, records] of Object.entries(readLadderVariants([1, 2, 3]))) {
    records.forEach(({ known, rateQuantile, transport }) => {
      assertEquals(Boolean(known), kind.startsWith("known"), kind);
      assertEquals(rateQuantile === 1, kind.includes("whole"), kind);
      assertEquals(transport === "flow", kind.endsWith("along the flow"), kind);
    });
  }
});

Deno.test("the flow is nearer where all of its climbs are nearer than all others", () => {
  const climbed = (modeTv: number, energyW2: number) => {
    const method = "weights and MALA (PITA)";
    const row = { temperature: 1, method, modeTv, energyW2, w2: 1, lineages: 5 };
    return { ...record, rungs: [{ temperature: 1, loss: 1, seconds: 1, rows: [row] }] };
  };
  const cluster = (energyW2: number, distanceW2: number): LadderRecord<ClusterRung> => {
    const method = "weights and MALA (PITA)", distanceTv = 0.1;
    const row = { temperature: 1, method, energyW2, distanceW2, distanceTv };
    return { ...record, rungs: [{ temperature: 1, loss: 1, seconds: 1, rows: [row] }] };
  };
  const [mixtures, clusters] = flowClaims(
    [[climbed(0.25, 0.1), climbed(0.3, 0.1)], [climbed(0.1, 0.05), climbed(0.2, 0.2)]],
    [[cluster(1, 1)], [cluster(2, 2)]],
  );
  assertEquals([mixtures!.holds, clusters!.holds], ["partly", false]);
  assert(mixtures!.evidence.includes("0.150 for 0.275, nearer (lower in 2 of 2 climbs)"));
  assert(mixtures!.evidence.includes("not decided (lower in 1 of 2 climbs)"), mixtures!.evidence);
  const [against] = flowClaims(
    [[climbed(0.2, 0.1)], [climbed(0.1, 0.2)]],
    [[cluster(1, 1)], [cluster(2, 2)]],
  );
  assertEquals(against!.holds, false, "nearer by one measure, farther by the other");
});

Deno.test("exact samples are at their floor, and chains near it", () => {
  const target = gmm40({ scale: 50 }), x = target.sample(random.key(9), 2000);
  const exact = finalRow("exact", pointsOf(x), { energies: 0, seed: 1 });
  assert(exact.modeTv < 0.09 && exact.energyW2 < 0.2, JSON.stringify(exact));
  const chains = chainsWith(200_000, 3);
  assert(chains.modeTv < 0.3 && chains.w2 < 25, JSON.stringify(chains));
});

Deno.test("the ladder may be climbed on four particles, whose centre stays", async () => {
  const options = {
    ...{ temperatures: [4, 2], trainingSteps: 2, batch: 8, particles: 40, compared: 60 },
    ...{ samplingSteps: 3, settling: 4, seed: 2 },
  };
  const before = tf.memory().numTensors, rungs: ClimbProgress<ClusterRung>[] = [];
  const { values, dimension } = await climb(clusterTask(), options, (p) => void rungs.push(p));
  assertEquals(tf.memory().numTensors, before);
  assertEquals([values.length, dimension], [320, 8]);
  for (let i = 0; i < values.length; i += 8) {
    for (const axis of [0, 1]) {
      const sum = [0, 2, 4, 6].reduce((s, k) => s + values[i + k + axis]!, 0);
      assertAlmostEquals(sum, 0, 1e-4);
    }
  }
  const [exact, hot] = rungs[0]!.rows;
  assert(hot!.distanceW2 < exact!.distanceW2 + 0.5, `${hot!.distanceW2} ${exact!.distanceW2}`);
  const records = [{ ...options, machine: "a machine", rungs }];
  assertEquals(clusterRows(records).length, 2 * (2 + 5));
});

Deno.test("thirteen particles are led along the flow, and only its samples are settled", async () => {
  const task = lennardJonesTask(), hot = { ...task.hot, steps: 20 };
  const options = {
    ...{ temperatures: [4, 3], trainingSteps: 2, batch: 4, particles: 20, compared: 20 },
    ...{ samplingSteps: 3, settling: 4, seed: 2, ways: ["scaled", "flow-weighted"] as const },
  };
  const before = tf.memory().numTensors, rungs: ClimbProgress<ClusterRung>[] = [];
  const exact = (_: number, count: number, seed: number) => {
    const x = particlesApart(count, seed), points = pointsOf(x);
    x.dispose();
    return points;
  };
  const small = { ...task, hot, exact };
  const { values } = await climb(small, options, (p) => void rungs.push(p));
  assertEquals(values.length, 20 * 39);
  assertEquals(rungs[1]!.rows.map(({ method }) => method), [
    ...["exact", "MALA alone, no network", "score scaling"],
    ...["flow, weights of the score", "flow, weights of the score, and MALA"],
  ]);
  assertEquals(tf.memory().numTensors, before);
  // Steps at the start are the task's: 20, 4 after the networks, and 2 trainings of 4 points.
  const record = { ...options, hotSteps: 20, known: 0.05 };
  assertEquals(energiesOfClimb(record), 20 * (20 + 4 + 3) + 2 * 2 * 4);
});

Deno.test("claims on four particles follow from the rows", () => {
  const row = (method: string, energyW2: number, distanceW2: number): ClusterRung => ({
    ...{ temperature: 1, method, energyW2, distanceW2, distanceTv: 0.1 },
  });
  const rows = [
    ...[row("exact", 0.1, 0.05), row("MALA alone, no network", 0.2, 0.3)],
    ...[row("score scaling", 5, 0.5), row("weights (FKC)", 4, 0.6)],
    row("weights and MALA (PITA)", 0.3, 0.1),
  ];
  const records = [{
    ...{ temperatures: [2, 1], trainingSteps: 1, batch: 1, particles: 1, samplingSteps: 1 },
    ...{
      settling: 1,
      seed: 1,
      machine: "",
      rungs: [{ temperature: 1, loss: 1, seconds: 1, rows }],
    },
  }];
  const { temperature: _, ...idem } = row("iDEM", 0.5, 0.2);
  const { temperature: __, ...chains } = row("parallel tempering", 0.1, 0.05);
  const others = [{ ...idem, energies: 1 }, { ...chains, energies: 1 }];
  const claims = clusterClaims(records, others);
  assert(claims.every(({ claim }) => claim.startsWith("ours: DW-4, ")));
  // Against score scaling and MALA alone, energies and distances say the opposite of each other.
  assertEquals(claims.map(({ holds }) => holds), [true, false, false, true, false]);
  assert(claims[2]!.evidence.endsWith(": energies farther, distances nearer"), claims[2]!.evidence);
  assertEquals(clusterLadderTable(records, others).length, 7);
});

Deno.test("claims on thirteen particles follow from the rows, and from samples beside them", () => {
  const row = (method: string, energyW2: number, distanceW2: number): ClusterRung => ({
    ...{ temperature: 1, method, energyW2, distanceW2, distanceTv: 0.1 },
  });
  const hot = { ...row("exact", 0.4, 0.01), temperature: 4 };
  const record = (settled: number) => ({
    ...{ machine: "", temperatures: [4, 1], trainingSteps: 1, batch: 1, particles: 1 },
    ...{ samplingSteps: 1, settling: 1, seed: 1 },
    rungs: [{ temperature: 4, loss: 1, seconds: 1, rows: [hot] }, {
      ...{ temperature: 1, loss: 1, seconds: 1 },
      rows: [
        row("exact", 0.4, 0.01),
        row("score scaling", 50, 0.2),
        row("flow, weights of the score", 40, 0.3),
        row("flow, weights of the score, and MALA", settled, 0.1),
      ],
    }],
  });
  const beside = (method: string, energyW2: number, distanceW2: number) => {
    const { temperature: _, ...rest } = row(method, energyW2, distanceW2);
    return { ...rest, energies: 1 };
  };
  const others = [
    ...[
      beside("iDEM", 22, 0.38),
      beside("iDEM", 21, 0.37),
      beside("parallel tempering", 0.9, 0.03),
    ],
    beside("MALA alone, down", 30, 0.5),
  ];
  const claims = (settled: number) =>
    lj13LadderClaims([{ ...record(settled), hotSteps: 3000 }], others, PUBLISHED_LJ13);
  const verdicts = (settled: number) => claims(settled).map(({ holds }) => holds);
  assert(claims(2).every(({ claim }) => claim.startsWith("ours: LJ-13, ")));
  const { evidence } = claims(2)[0]!;
  assert(evidence.endsWith("steps of MALA: 1 a rung, PITA 5, and 3,000 at the hottest"), evidence);
  // Published is 2.26; the flow is nearer in energies and farther in distances.
  assertEquals(verdicts(2), [true, false, true, true, false]);
  assertEquals(verdicts(3)[0], "partly");
  // Nearer than iDEM and than short chains by one measure, farther by the other.
  assertEquals(verdicts(25), [false, false, true, false, false]);
  assertEquals(verdicts(0.5), [true, false, true, true, false]);
});

Deno.test("samples of thirteen particles are measured against chains of the same kind", () => {
  const effort = 0.01, reference = lj13Reference(200, effort);
  const again = lj13Final("chains", { points: lj13Reference(200, effort), energies: 5 }, reference);
  // The same seed: the very same samples.
  assertEquals([again.energyW2, again.distanceW2, again.energies], [0, 0, 5]);
  const drawn = lj13Drawn(200, { seed: 1, steps: 20 });
  const other = lj13Final("iDEM", drawn, reference);
  assert(other.distanceW2 > 0.05 && other.energies > 1e7, JSON.stringify(other));
});
