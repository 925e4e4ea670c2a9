import { tf } from "lib/tensor/mod.ts";
import { createRequire } from "node:module";
import { importSpecs } from "./bundle.ts";

const require = createRequire(import.meta.url);

/** A spec that failed, with its first message. */
export interface Failure {
  readonly spec: string;
  readonly message: string;
}

/** What a run counted; `skipped` are those that tfjs-node skips, too. */
export interface Totals {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** The parts of jasmine that the run uses. */
interface SpecResult {
  readonly fullName: string;
  readonly status: string;
  readonly failedExpectations?: readonly { readonly message: string; readonly stack?: string }[];
}
interface JasmineEnvironment {
  configure(options: Record<string, unknown>): void;
  clearReporters(): void;
  addReporter(reporter: Record<string, (result: SpecResult) => void>): void;
  execute(): Promise<unknown>;
}
interface Jasmine {
  getEnv(): JasmineEnvironment;
  DEFAULT_TIMEOUT_INTERVAL: number;
}

/** The list of specs that tfjs-node does not run, read from its own runner. */
export function skippedByTfjsNode(): string[] {
  const runner = require.resolve("@tensorflow/tfjs-node-gpu/dist/run_tests.js");
  const [, list] = /IGNORE_LIST = \[([^]*?)\n\];/.exec(Deno.readTextFileSync(runner)) ?? [];
  if (!list) throw new Error(`Cannot find the list of skipped specs in ${runner}`);
  return Array.from(list.matchAll(/^ *'(.*)',?$/gm), ([, name]) => name!);
}

/**
 * Runs the specs of tfjs-core on the backend that `lib/tensor/mod.ts` has registered, the way
 * tfjs-node runs them.
 *
 * @param select Runs only the specs whose name matches
 * @param report Called after each failure
 */
export async function runSpecs(
  select: RegExp,
  report: (failure: Failure) => void,
): Promise<Totals> {
  const core = require("jasmine-core");
  const jasmine: Jasmine = core.boot(core);
  jasmine.DEFAULT_TIMEOUT_INTERVAL = 20_000;
  const specs = await importSpecs();
  specs.setTestEnvs([
    { name: "test-tensorflow", backendName: "tensorflow", flags: {}, isDataSync: true },
  ]);
  const gradient = tf.getGradient("Sigmoid");
  await specs.load();
  if (tf.getGradient("Sigmoid") !== gradient) {
    throw new Error("The specs have replaced the gradients of lib/tensor/second_order.ts");
  }

  const skipped = skippedByTfjsNode();
  const totals = { passed: 0, skipped: 0, failures: [] as Failure[] };
  const fail = (result: SpecResult) => {
    const failure = {
      spec: result.fullName ?? "outside of any spec",
      message: result.failedExpectations?.[0]?.message ?? result.status,
    };
    totals.failures.push(failure);
    report(failure);
  };
  const env = jasmine.getEnv();
  env.configure({
    random: false,
    specFilter: (spec: { getFullName(): string }) => {
      const name = spec.getFullName();
      return select.test(name) && !skipped.some((part) => name.includes(part));
    },
  });
  env.clearReporters();
  env.addReporter({
    specDone(result) {
      if (result.status === "passed") totals.passed++;
      else if (result.status === "failed") fail(result);
      else totals.skipped++;
    },
    suiteDone: (result) => void (result.failedExpectations?.length && fail(result)),
    jasmineDone: (result) => void (result.failedExpectations?.length && fail(result)),
  });
  await env.execute();
  return totals;
}
