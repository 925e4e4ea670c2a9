/** Normal numbers from a seeded stream. */
import type { Rng } from "./rng.ts";

/** Standard normal numbers, drawn in pairs from uniform ones (Box and Muller). */
export function normals(stream: Pick<Rng, "uniform">): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform()));
    const angle = 2 * Math.PI * stream.uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
