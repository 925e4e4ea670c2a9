/** What a network can be trained as: IRED, or one of the methods that the paper compares it with. */

/** The methods' names. */
export const methodNames = ["ired", "irem", "diffusion", "feedforward"] as const;

/**
 * - "ired": the energy's gradient is the noise, and negatives lie higher (the paper).
 * - "irem": five unrolled steps down one landscape end at the answer (Du et al. 2022).
 * - "diffusion": the read-out is the noise; answers by the reverse process.
 * - "feedforward": the read-out is the answer, in one pass.
 */
export type Method = typeof methodNames[number];

/** The methods without descent, whose networks give no energy. */
export const withoutEnergy: readonly Method[] = ["diffusion", "feedforward"];
