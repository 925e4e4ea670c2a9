/** What was trained: targets, networks and constants of iDEM, ours and the paper's. */
import { centred, doubleWell, gmm40, lennardJones } from "../../energy/mod.ts";
import { geometricSchedule } from "../../diffusion/variance_schedule.ts";
import { egnn } from "../../models/egnn.ts";
import { scoreMlp } from "../../models/score_mlp.ts";
import type { IdemOptions } from "./options.ts";

/** Lengths of GMM-40 are divided by it, so that the network sees numbers of order 1. */
export const GMM_SCALE = 50;

/** Batches and the buffer, the same for all targets. */
const OUTER_LOOP = {
  batch: 256,
  learningRate: 1e-3,
  refreshEvery: 100,
  refreshSamples: 500,
  refreshSteps: 100,
  capacity: 10_000,
  initialSamples: 1024,
} as const;

/**
 * GMM-40, cut to what two cores do in minutes: K = 100, batches of 256, 100 SDE steps, 500 samples a
 * refresh.
 */
export function gmmOptions(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  return {
    target: gmm40({ scale: GMM_SCALE }),
    network: scoreMlp(),
    schedule: geometricSchedule(1e-5, 1),
    estimator: { samples: 100, clip: 70 },
    weight: "variance",
    ...OUTER_LOOP,
  };
}

/**
 * The same with four things changed, and the cut of estimates with them (ours): the noise begins at a length of .1, not .0005, as all below
 * is the same density; the network's output is of order 1 at all times; it tells times apart; and
 * the Monte-Carlo score mixes forces and noise.
 */
export function ownGmmOptions(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  return {
    ...gmmOptions(),
    network: scoreMlp({ conditionScale: 10 }),
    schedule: geometricSchedule(2e-3, 1),
    estimator: { samples: 100, clip: 140, kind: "mixed" },
    weight: "normalised",
    deviation: 0.03,
  };
}

/** DW-4: K = 100, batches of 256, an EGNN of 3 layers of 32. */
export function dw4Options(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  return {
    target: doubleWell(),
    network: egnn({ particles: 4, dimensions: 2, width: 32, layers: 3 }),
    schedule: geometricSchedule(1e-5, 3),
    estimator: { samples: 100, clip: 20, clipPer: "particle" },
    weight: "one",
    ...OUTER_LOOP,
    project: centred,
  };
}

/**
 * DW-4 with noise that begins at a length of .03, where wells are some .2 wide, an output of order 1,
 * and forces and noise mixed (ours).
 */
export function ownDw4Options(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  return {
    ...dw4Options(),
    schedule: geometricSchedule(0.03, 3),
    estimator: { samples: 100, clip: 60, clipPer: "particle", kind: "mixed" },
    weight: "normalised",
    deviation: 0.2,
  };
}

/** The same with forces in the score itself, and K = 300 (ours). */
export function forcedDw4Options(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  const own = ownDw4Options();
  return {
    ...own,
    estimator: { ...own.estimator, samples: 300 },
    forces: { deviation: 0.2, clip: 60 },
  };
}

/**
 * DW-4 by a network that sees distances and times in bumps and waves; with the noised point among K = 100, so
 * that estimates at much noise are not the best of K far points; noise up to 6, beside which the start
 * N(0, h(1)) is nearly what noised data are; own samples twice as often, of which half as many are
 * remembered; and a rate that begins higher and falls (ours).
 */
export function keptDw4Options(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  return {
    ...ownDw4Options(),
    network: egnn({ particles: 4, dimensions: 2, width: 32, layers: 3, bumps: 17, waves: 8 }),
    schedule: geometricSchedule(0.03, 6),
    keeps: "noised point",
    learningRate: 3e-3,
    rate: "cosine",
    refreshEvery: 50,
    capacity: 5000,
  };
}

/** The same with K = 400: the mean of that many forces lies nearer to the score (ours). */
export function finerDw4Options(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  const kept = keptDw4Options();
  return { ...kept, estimator: { ...kept.estimator, samples: 400 } };
}

/**
 * LJ-13 on two cores (ours): as DW-4's kept settings, but noise from .02 to 2, an output for data .3
 * wide, other bumps, K = 20 and batches of 128; collisions have finite energies; the buffer holds 1,000 samples, and an eighth of it is drawn anew every 25 steps, in
 * 50 steps, as the cluster draws together only from one generation of samples to the next.
 */
export function lj13Options(): Omit<IdemOptions, "steps" | "seed" | "source"> {
  const size = { particles: 13, dimensions: 3 };
  return {
    target: lennardJones({ ...size, softBelow: 0.65 }),
    network: egnn({ ...size, width: 32, layers: 3, bumps: 16, bumpRange: 2.4, waves: 8 }),
    schedule: geometricSchedule(0.02, 2),
    estimator: { samples: 20, clip: 60, clipPer: "particle", kind: "mixed" },
    keeps: "noised point",
    weight: "normalised",
    deviation: 0.3,
    batch: 128,
    learningRate: 3e-3,
    rate: "cosine",
    refreshEvery: 25,
    refreshSamples: 128,
    refreshSteps: 50,
    capacity: 1000,
    initialSamples: 1000,
    project: centred,
  };
}
