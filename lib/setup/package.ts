/** `deno task package`: the library as an npm package for Deno, with types, into dist. */
import { dirname, join, resolve } from "node:path";
import { usageError } from "../checks/usage.ts";
import { runMain } from "./errors.ts";
import { helpText, parseFlags } from "./flags.ts";
import { remove } from "./files.ts";
import { assertOnlyOwn, assertOutFolder, isPackage, namesInOut } from "./out_folder.ts";
import { ROOT } from "./paths.ts";
import { run } from "./process.ts";

const FLAGS = {
  out: {
    value: "FOLDER",
    help:
      "where the package goes (default: dist): an empty folder, or one with an earlier package, " +
      "which is removed first; any other is refused",
  },
  help: { help: "show this help" },
} as const;

/** Name and version of `npm:@scope/name@1.2.3/path` or `npm:/name@1.2.3/`. */
function pinned(specifier: string): [name: string, version: string] | undefined {
  const match = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)@([^/]+)/.exec(specifier);
  return match ? [match[1]!, match[2]!] : undefined;
}

/** The packages that compiled modules import, by name; examples in comments do not count. */
export function packagesIn(code: string): string[] {
  const plain = code.replace(/\/\*[\s\S]*?\*\//g, "");
  const specifiers = [...plain.matchAll(/\b(?:from|import)\s*\(?\s*"([^"\s]+)"/g)];
  const names = specifiers.flatMap(([, one]) =>
    /^((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/|$)/.exec(one!)?.[1] ?? []
  );
  return [...new Set(names)].sort();
}

/**
 * What package.json says beside what `deno pack` wrote: exactly the versions of deno.json.
 *
 * @throws {RangeError} If a package has no version there
 */
export function withDependencies(
  manifest: Readonly<Record<string, unknown>>,
  packages: readonly string[],
  imports: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const versions = new Map(
    Object.values(imports).flatMap((one) => {
      const known = pinned(one);
      return known ? [known] : [];
    }),
  );
  const dependencies = Object.fromEntries(packages.map((name) => {
    const version = versions.get(name);
    if (!version) throw new RangeError(`deno.json has no version of ${name}`);
    return [name, version];
  }));
  return {
    ...manifest,
    description: "Reasoning and sampling as energy minimisation",
    engines: { deno: ">=2.8.1" },
    dependencies,
  };
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* filesBelow(join(folder, name));
    else yield join(folder, name);
  }
}

async function must(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await run(program, args, { cwd, env: { NO_COLOR: "1" } });
  if (code === 0) return output;
  throw new Error(`${program} ${args[0]} failed: ${output.trim().split("\n").slice(-3).join(" ")}`);
}

/** Where it goes by default, beside what else is made there. */
const USUAL = join(ROOT, "dist");

/**
 * Refuses to write beside, or over, what is no earlier package.
 *
 * @param name Of the package
 * @throws {SyntaxError} With cause "usage", if the folder has anything else in it
 */
export function assertPackageFolder(folder: string, name: string): void {
  const archive = `${name.replace("@", "").replace("/", "-")}-[^/]*\\.tgz`;
  if (folder !== USUAL) {
    assertOnlyOwn(folder, new RegExp(`^(package|pack|${archive})$`), "an earlier package");
  }
  const unpacked = join(folder, "package");
  if (namesInOut(unpacked).length === 0 || isPackage(join(unpacked, "package.json"), name)) return;
  throw usageError(
    `--out must not hold what would be removed: ${unpacked} is no earlier package, move it away first.`,
  );
}

/** Makes the package; returns the path of its archive. */
export async function makePackage(folder: string): Promise<string> {
  const { imports, name } = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  assertOutFolder(folder);
  assertPackageFolder(folder, name);
  await Deno.mkdir(folder, { recursive: true });
  const draft = join(await Deno.makeTempDir(), "draft.tgz"), unpacked = join(folder, "package");
  await remove(unpacked);
  const pack = ["pack", "--allow-dirty", "--no-source-maps", "-o", draft];
  await must(Deno.execPath(), pack, ROOT);
  await must("tar", ["-xzf", draft], folder);
  await remove(dirname(draft));
  const packages = new Set<string>();
  for await (const path of filesBelow(unpacked)) {
    if (!/\.(js|d\.ts)$/.test(path)) continue;
    packagesIn(await Deno.readTextFile(path)).forEach((name) => packages.add(name));
  }
  const path = join(unpacked, "package.json");
  const manifest = JSON.parse(await Deno.readTextFile(path));
  const whole = withDependencies(manifest, [...packages].sort(), imports);
  await Deno.writeTextFile(path, `${JSON.stringify(whole, null, 2)}\n`);
  const npm = Deno.build.os === "windows" ? "npm.cmd" : "npm";
  const output = await must(npm, ["pack", "--silent", "--pack-destination", folder], unpacked);
  return join(folder, output.trim().split("\n").at(-1)!);
}

if (import.meta.main) {
  await runMain(async () => {
    const flags = parseFlags(Deno.args, FLAGS);
    if (flags.help) {
      return console.log(
        helpText("package", "makes an npm package of the library, for Deno", FLAGS),
      );
    }
    console.log(`The package is ${await makePackage(resolve(flags.out ?? USUAL))}.`);
  });
}
