/**
 * `deno task pack`: the program as one folder, for a machine that has a PJRT plugin (such as that of
 * JAX for CUDA) and nothing else: no network, npm, pip or Deno.
 */
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { usageError } from "../checks/usage.ts";
import { runMain } from "./errors.ts";
import { folderSize, formatBytes, remove } from "./files.ts";
import { helpText, parseFlags } from "./flags.ts";
import {
  assertOnlyOwn,
  assertOutFolder,
  hasAll,
  isPackage,
  namesInOut,
  someOf,
} from "./out_folder.ts";
import { placesIn, ROOT } from "./paths.ts";
import { run } from "./process.ts";
import { isFile, namesIn } from "../checks/paths.ts";
import { sourceCommit } from "../checks/source_commit.ts";

const FLAGS = {
  out: {
    value: "FOLDER",
    help:
      "where to (default: dist/pack): an empty folder, or one with an earlier pack, whose app, " +
      "and what its runs left, is removed first; any other is refused",
  },
  checkpoints: {
    value: "NAME,…",
    help: "folders of data/checkpoints to take along; none by default",
  },
  help: { help: "show this help" },
} as const;

/** The library's name, as deno.json has it. */
const NAME: string = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json"))).name;

/** What may be larger than no archive that is easy to carry. */
const LARGEST = 60e6;

/**
 * npm packages that the engine loads, and which files of each: those that a bundle for Node has, or
 * all sources. Others serve notebooks and tests.
 */
const PACKAGES: Readonly<Record<string, "bundle" | "sources">> = JSON.parse(
  await Deno.readTextFile(join(ROOT, "lib/tensor/packages.json")),
);
const WANTED = {
  bundle: /^package\.json$|^dist\/tf[\w-]*\.node\.js$|^dist\/[\w-]+\.wasm$/,
  sources: /^package\.json$|^[\w-]+\.js$|^(lib|src|dist)\/(?!.*(_test|\.min)\.js$).*\.js$/,
};

async function copyFile(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, to);
}

async function* filesBelow(folder: string, prefix = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory, isFile } of Deno.readDir(join(folder, prefix))) {
    const path = prefix ? `${prefix}/${name}` : name;
    if (isDirectory && name !== "node_modules") yield* filesBelow(folder, path);
    else if (isFile) yield path;
  }
}

/** Copies what is loaded of the packages, flat and without links, which not every archive keeps. */
async function copyModules(from: string, to: string): Promise<void> {
  const stores = [...Deno.readDirSync(join(from, ".deno"))].map(({ name }) => name);
  for (const [name, form] of Object.entries(PACKAGES)) {
    const store = stores.find((each) => each.startsWith(`${name.replace("/", "+")}@`));
    if (!store) throw new Error(`node_modules has no ${name}: run \`deno task setup\` first.`);
    const source = join(from, ".deno", store, "node_modules", name);
    for await (const file of filesBelow(source)) {
      if (WANTED[form].test(file)) await copyFile(join(source, file), join(to, name, file));
    }
  }
}

/** Deno itself, as small as it gets: with xz where there is one, else gzip. */
async function packDeno(out: string): Promise<void> {
  const target = join(out, "deno");
  await Deno.copyFile(Deno.execPath(), target);
  const { code } = await run("xz", ["-6", "--force", target]);
  if (code === 0) return;
  await Deno.writeFile(`${target}.gz`, gzipSync(await Deno.readFile(target), { level: 9 }));
  await Deno.remove(target);
}

/** Says that a folder is a pack's, and of which Deno; it is written first. */
const MARKER = ".energy-pack";

const MARK = `Made by \`deno task pack\` with Deno ${Deno.version.deno} (${Deno.build.target}).\n`;

/** What a pack's `run` makes there: Deno unpacked, or a part of it, and what it and a plugin keep. */
const MADE_BY_RUN = /^(deno|deno\.part(\.\d+)?|cache|programs)$/;

/** What a pack holds beside that. */
const PACKED = /^(app|run|deno\.(xz|gz)|\.energy-pack)$/;

/** All that an earlier pack may have in its folder. */
const OWN = new RegExp(`${PACKED.source}|${MADE_BY_RUN.source}`);

/**
 * Refuses to write over what no earlier pack made, and to remove what was computed in one.
 *
 * @throws {SyntaxError} With cause "usage", if the folder has anything else in it, or runs or results
 */
export function assertPackFolder(folder: string): void {
  assertOnlyOwn(folder, OWN, "an earlier pack");
  const names = namesInOut(folder), app = join(folder, "app");
  if (names.length === 0) return;
  const made = names.includes(MARKER) ||
    hasAll(folder, ["run", "app/lib/cli.ts"]) && isPackage(join(app, "deno.json"), NAME);
  if (!made) {
    throw usageError(
      `--out must be a folder that is empty or new, or holds an earlier pack: ${folder} holds ${
        someOf(names)
      }, which no pack made.`,
    );
  }
  const computed = ["runs", "results"].find((name) => namesInOut(app).includes(name));
  if (computed === undefined) return;
  throw usageError(
    `--out must not hold what would be removed: move ${join(app, computed)} away first.`,
  );
}

/** Whether the Deno that an earlier pack holds is this one, and whole enough to be an archive. */
export function hasDeno(out: string): boolean {
  try {
    if (Deno.readTextFileSync(join(out, MARKER)) !== MARK) return false;
    const [xz, gz] = ["xz", "gz"].map((ending) => namesInOut(out).includes(`deno.${ending}`));
    if (xz === gz) return false;
    const start = [...Deno.readFileSync(join(out, xz ? "deno.xz" : "deno.gz")).subarray(0, 6)];
    return `${start}`.startsWith(`${xz ? [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] : [0x1f, 0x8b]}`);
  } catch {
    return false;
  }
}

/** @throws {SyntaxError} With cause "usage", if no such checkpoint is shipped */
export function assertShipped(name: string): void {
  const folder = join(ROOT, "data/checkpoints");
  const has = (one: string) => isFile(join(folder, one, "checkpoint.json"));
  if (has(name)) return;
  const there = namesIn(folder).filter(has).join(", ");
  throw usageError(`--checkpoints must be folders of data/checkpoints, not ${name}: ${there}`);
}

/**
 * Packs the program into `out`, in place of an earlier pack.
 *
 * @param say Told what is being done, before it is
 */
async function pack(
  out: string,
  checkpoints: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const places = placesIn(ROOT), app = join(out, "app");
  for (const name of checkpoints) assertShipped(name);
  assertOutFolder(out);
  assertPackFolder(out);
  const packed = hasDeno(out);
  say(`Copying the program into ${out}.`);
  await Deno.mkdir(out, { recursive: true });
  if (!packed) { for (const ending of ["xz", "gz"]) await remove(join(out, `deno.${ending}`)); }
  await Deno.writeTextFile(join(out, MARKER), MARK);
  await remove(app);
  // Neither carried away nor counted: the next run makes it again.
  for (const name of namesInOut(out).filter((name) => MADE_BY_RUN.test(name))) {
    await remove(join(out, name));
  }
  for await (const file of filesBelow(join(ROOT, "lib"))) {
    await copyFile(join(ROOT, "lib", file), join(app, "lib", file));
  }
  for (const name of ["deno.json", "deno.lock"]) await copyFile(join(ROOT, name), join(app, name));
  await copyModules(join(places.root, "node_modules"), join(app, "node_modules"));
  for (const folder of ["data/samples", ...checkpoints.map((name) => `data/checkpoints/${name}`)]) {
    for await (const file of filesBelow(join(ROOT, folder))) {
      await copyFile(join(ROOT, folder, file), join(app, folder, file));
    }
  }
  // For the records that it writes there.
  const commit = sourceCommit();
  if (commit) await Deno.writeTextFile(join(app, "commit"), `${commit}\n`);
  await Deno.copyFile(new URL("./run.sh", import.meta.url), join(out, "run"));
  await Deno.chmod(join(out, "run"), 0o755);
  if (packed) say("Deno is packed there already.");
  else {
    say("Packing Deno, which takes a minute or two.");
    await packDeno(out);
  }
}

if (import.meta.main) {
  await runMain(async () => {
    const flags = parseFlags(Deno.args, FLAGS);
    if (flags.help) {
      return console.log(helpText("pack", "makes a folder that runs without network", FLAGS));
    }
    const out = resolve(flags.out ?? join(ROOT, "dist/pack"));
    await pack(out, flags.checkpoints?.split(",") ?? [], console.log);
    const bytes = await folderSize(out);
    console.log(
      `Packed ${formatBytes(bytes)} into ${out}: there, ./run --help says how to use it.`,
    );
    if (bytes > LARGEST) {
      throw new Error(
        `The folder has ${formatBytes(bytes)} and must stay below ${formatBytes(LARGEST)}: ` +
          "take fewer checkpoints along.",
      );
    }
  });
}
