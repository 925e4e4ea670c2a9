/**
 * `deno task pack`: the program as one folder, for a machine that has a PJRT plugin (such as that of
 * JAX for CUDA) and nothing else: no network, npm, pip or Deno.
 */
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { runMain } from "./errors.ts";
import { folderSize, formatBytes, remove } from "./files.ts";
import { helpText, parseFlags } from "./flags.ts";
import { placesIn, ROOT } from "./paths.ts";
import { run } from "./process.ts";
import { sourceCommit } from "../checks/source_commit.ts";

const FLAGS = {
  out: { value: "FOLDER", help: "where to; dist/pack by default" },
  checkpoints: {
    value: "NAME,…",
    help: "folders of data/checkpoints to take along; none by default",
  },
  help: { help: "show this help" },
} as const;

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

async function assertCheckpoint(name: string): Promise<void> {
  const folder = join(ROOT, "data/checkpoints");
  try {
    await Deno.stat(join(folder, name));
  } catch {
    const there = [...Deno.readDirSync(folder)].map((entry) => entry.name).sort().join(", ");
    throw new Error(`--checkpoints must be folders of data/checkpoints, not ${name}: ${there}`);
  }
}

/** Packs the program into `out`, which is emptied first. */
async function pack(out: string, checkpoints: readonly string[]): Promise<void> {
  const places = placesIn(ROOT), app = join(out, "app");
  for (const name of checkpoints) await assertCheckpoint(name);
  await remove(app);
  await Deno.mkdir(app, { recursive: true });
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
  if (![...Deno.readDirSync(out)].some(({ name }) => /^deno\.(xz|gz)$/.test(name))) {
    await packDeno(out);
  }
}

if (import.meta.main) {
  await runMain(async () => {
    const flags = parseFlags(Deno.args, FLAGS);
    if (flags.help) {
      return console.log(helpText("pack", "makes a folder that runs without network", FLAGS));
    }
    const out = flags.out ?? join(ROOT, "dist/pack");
    await pack(out, flags.checkpoints?.split(",") ?? []);
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
