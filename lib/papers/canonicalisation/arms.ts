/** The arms of both experiments: what the denoiser learns from. */
export const ARMS = ["none", "frozen", "learned", "equivariant", "oracle"] as const;

/** One of {@link ARMS}. */
export type Arm = typeof ARMS[number];
