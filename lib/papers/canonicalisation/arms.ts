/** The arms of all experiments but the energies: what the denoiser learns from. */
export const ARMS = ["none", "frozen", "learned", "equivariant", "oracle"] as const;

/** One of {@link ARMS}. */
export type Arm = typeof ARMS[number];
