/** log of the mean of exp(values). */
export function logMeanExp(values: Float64Array): number {
  const top = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (top === -Infinity) return top;
  return top + Math.log(values.reduce((sum, v) => sum + Math.exp(v - top), 0) / values.length);
}
