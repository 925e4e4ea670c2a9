/** The checks that `deno task test` runs, and how their results are counted. */

/** A count of what passed and what failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** One command of the test run. */
export interface Gate {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether its output ends with the summary line of `deno test`; other gates count as one. */
  readonly tests: boolean;
}

/** The gates for the whole project; `folders` are the test folders, run one process each. */
export function allGates(folders: readonly string[]): Gate[] {
  const sources = ["lib", "tests"];
  return [
    { name: "format", args: ["fmt", "--check"], tests: false },
    { name: "lint", args: ["lint"], tests: false },
    { name: "types", args: ["check", ...sources], tests: false },
    { name: "examples", args: ["test", "-A", "--doc", "--permit-no-files", "lib"], tests: true },
    // A crash in native code takes its process along; the other folders still report.
    ...folders.map((folder) => testGate(folder, [folder])),
  ];
}

/** The folders whose tests take minutes, the longest first. */
const LONGEST = ["tests/notebooks", "tests/papers", "tests/tensor"];

/** The gates in the order in which they should begin where some run at once: the longest first. */
export function longestFirst(gates: readonly Gate[]): Gate[] {
  const rank = ({ name }: Gate) =>
    LONGEST.indexOf(name) < 0 ? LONGEST.length : LONGEST.indexOf(name);
  return gates.toSorted((a, b) => rank(a) - rank(b));
}

/** The gate that runs test files or folders; their types are checked by an earlier gate. */
export function testGate(name: string, paths: readonly string[]): Gate {
  const args = ["test", "-A", "--no-check", "--permit-no-files", ...paths];
  return { name, args, tests: true };
}

/**
 * Sums the summary lines of `deno test`, such as `ok | 12 passed (3 steps) | 0 failed (2s)`;
 * `undefined` where there is none.
 */
export function parseSummary(output: string): Tally | undefined {
  const pattern = /^\s*(?:ok|FAILED) \| (\d+) passed\b.*?\| (\d+) failed\b/gm;
  let sum: Tally | undefined;
  // deno-lint-ignore no-control-regex
  for (const [, passed, failed] of output.replace(/\x1b\[[\d;]*m/g, "").matchAll(pattern)) {
    sum = add(sum ?? { passed: 0, failed: 0 }, { passed: Number(passed), failed: Number(failed) });
  }
  return sum;
}

/**
 * What a finished gate counts for. A test process that ends badly without a failed test (a crash, a
 * syntax error) counts as one failure, so that it cannot go unnoticed.
 */
export function tallyOf(gate: Gate, code: number, output: string): Tally {
  const ok = code === 0;
  if (!gate.tests) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const sum = parseSummary(output) ?? { passed: 0, failed: 0 };
  return ok || sum.failed > 0 ? sum : { ...sum, failed: 1 };
}

/** The sum of two counts. */
export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The last line of a test run. */
export function formatTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}
