/**
 * `deno task conformance [pattern]`: runs tfjs-core's own specs on our backend, as tfjs-node does.
 *
 * `pattern` is a regular expression that selects specs by name. Exits with 1 if a spec fails that
 * known_failures.ts does not list, or if a listed one passes, and with 2 if `pattern` is none.
 */
import { messageOf } from "lib/checks/not_set_up.ts";
import { type KnownFailure, knownFailures } from "./known_failures.ts";

/** Reports what `known` does not say; returns whether there was nothing to report. */
function compare(failed: readonly string[], known: readonly KnownFailure[]): boolean {
  const fixed = known.filter(({ spec }) => !failed.includes(spec));
  const unlisted = failed.filter((name) => !known.some(({ spec }) => spec === name));
  for (const { spec } of fixed) console.log(`LISTED AS FAILING, BUT PASSES  ${spec}`);
  if (unlisted.length) console.log(`${unlisted.length} failures are not listed`);
  return fixed.length + unlisted.length === 0;
}

/** Ends the process with the code of what failed, or with 2 where it was called wrongly. */
function refuse(message: string, code: 1 | 2 = 1): never {
  console.error(message);
  Deno.exit(code);
}

/** The pattern of the specs that are asked for. */
function patternOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    refuse(
      `PATTERN must be a regular expression: current value is ${text} (${
        (error as Error).message
      })`,
      2,
    );
  }
}

/** What runs specs; its packages are there only once setup has run. */
async function loadEngine() {
  try {
    const { backend } = await import("lib/tensor/mod.ts"), { runSpecs } = await import("./run.ts");
    return { backend, runSpecs };
  } catch (error) {
    refuse(messageOf(error));
  }
}

if (Deno.args.includes("--help")) {
  console.log(
    "deno task conformance [PATTERN]: runs tfjs-core's own specs on our backend\n\n" +
      "  PATTERN  a regular expression that chooses specs by name, as in: conformance conv2d\n" +
      "  --help   show this help",
  );
  Deno.exit(0);
}
const pattern = Deno.args[0] ?? "", select = patternOf(pattern);
const { backend, runSpecs } = await loadEngine();
const { name, version } = backend();
if (name !== "tensorflow") refuse(`The specs run on the tensorflow backend only, this is ${name}`);
console.log(`tfjs-core's specs on libtensorflow ${version}`);
const { passed, failures, skipped } = await runSpecs(select, ({ spec, message }) => {
  const reason = knownFailures.find((known) => known.spec === spec)?.reason;
  console.log(reason ? `KNOWN  ${spec}\n       ${reason}` : `FAIL   ${spec}\n       ${message}`);
});
if (passed + failures.length === 0) {
  refuse(
    `PATTERN must match a spec that tfjs-node runs, such as conv2d: current value is ${pattern}`,
    2,
  );
}
const share = 100 * passed / Math.max(passed + failures.length, 1);
console.log(
  `${passed} passed, ${failures.length} failed, ${skipped} skipped (${share.toFixed(2)} %)`,
);
const known = knownFailures.filter(({ spec }) => select.test(spec));
const asKnown = compare(failures.map(({ spec }) => spec), known);
Deno.exit(asKnown && passed > 0 ? 0 : 1);
