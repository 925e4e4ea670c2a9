/** Random numbers for the few decisions that are taken on the host. */
import { type Key, random } from "../tensor/mod.ts";

/** `count` uniform numbers in [0, 1). */
export function hostUniform(key: Key, count: number): Float32Array {
  const drawn = random.uniform(key, [count]);
  const values = Float32Array.from(drawn.dataSync());
  drawn.dispose();
  return values;
}
