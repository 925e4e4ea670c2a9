/** Trivial answers to connectivity, on the host. */
import type { ConnectivityBatch } from "../../../lib/datasets/connectivity.ts";

/** Trivial baseline: every pair is connected. `[B, N, N]`, all +1. */
export function allConnected({ nodes, count }: ConnectivityBatch): Float32Array {
  return new Float32Array(count * nodes * nodes).fill(1);
}

/**
 * Trivial baseline: only neighbours are connected, and each node with itself. `[B, N, N]`, the
 * input with its diagonal set to +1.
 */
export function adjacencyOnly({ nodes, count, x }: ConnectivityBatch): Float32Array {
  const answer = x.slice();
  for (let i = 0; i < count * nodes; i++) answer[i * nodes + i % nodes] = 1;
  return answer;
}
