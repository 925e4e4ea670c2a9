/** Imports go one way. */
import { assert, assertEquals } from "@std/assert";
import {
  filesBelow,
  type Import,
  importsOf,
  readSource,
  resolveImport,
  roomOf,
  withoutComments,
} from "./sources.ts";

const sources = filesBelow("lib", ".ts").map(readSource);
const byPath = new Map(sources.map((source) => [source.path, source]));
const config = JSON.parse(Deno.readTextFileSync(new URL("../../deno.json", import.meta.url)));

/** The rooms of the library, each with those that it may import beside itself. */
const rooms: Record<string, readonly string[]> = {
  checks: [],
  tensor: ["checks"],
  nn: ["checks", "tensor"],
  datasets: ["checks", "tensor", "symmetry"],
  energy: ["checks", "tensor", "nn"],
  metrics: ["checks", "tensor", "nn", "energy"],
  diffusion: ["checks", "tensor", "nn", "energy"],
  symmetry: ["checks", "tensor", "nn", "energy"],
  models: ["checks", "tensor", "nn", "energy", "symmetry"],
  samplers: ["checks", "tensor", "nn", "energy", "diffusion"],
  training: ["checks", "tensor", "nn"],
  records: ["checks", "tensor", "training"],
  plots: ["checks"],
  pages: ["checks"],
  setup: ["checks", "pages"],
};

const library = Object.keys(rooms).filter((room) => !["setup", "pages"].includes(room));

/** Which rooms of `lib` each room may import, beside itself. */
const allowed: Record<string, readonly string[]> = {
  ...rooms,
  papers: [...library, "notebooks"],
  notebooks: library,
  mod: [...library, "papers"],
  cli: [...library, "papers"],
  site: [...library, "papers", "pages", "setup"],
};

/**
 * The rooms within IRED: a method knows no task, tasks no evaluation, and so on. Files of the folder
 * itself may be imported by all of them.
 */
const ired = ["method", "tasks", "evaluation", "landscapes", "report"];

const relative = ({ specifier }: Import) => specifier.startsWith(".");

Deno.test("imports are found", () => {
  const code = withoutComments(`
/**
 * import { no } from "./comment.ts";
 */
import { a, type B } from "./a.ts";
import type { C } from "./c.ts";
import {
  type D,
  type E,
} from "./d.ts";
import * as f from "npm:f@1.0.0";
import "./effect.ts";
export * from "./g.ts";
export { h } from "./h.ts"; // import "./no.ts"
export const text = "x";
const from = 1;
const i = await import("./i.ts");
`);
  assertEquals(importsOf(code), [
    { specifier: "./a.ts", typeOnly: false },
    { specifier: "./c.ts", typeOnly: true },
    { specifier: "./d.ts", typeOnly: true },
    { specifier: "npm:f@1.0.0", typeOnly: false },
    { specifier: "./effect.ts", typeOnly: false },
    { specifier: "./g.ts", typeOnly: false },
    { specifier: "./h.ts", typeOnly: false },
    { specifier: "./i.ts", typeOnly: false },
  ]);
});

Deno.test("every file of lib lies in a room with a place in the order", () => {
  assert(sources.length > 100);
  const unknown = sources.map(({ path }) => path).filter((path) => !(roomOf(path) in allowed));
  assertEquals(unknown, []);
});

Deno.test("imports between the rooms of lib go one way", () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.filter(relative).flatMap(({ specifier }) => {
      const target = resolveImport(path, specifier);
      const from = roomOf(path), to = roomOf(target);
      if (from === to || allowed[from]?.includes(to)) return [];
      return [`${path} must not import ${target}`];
    })
  );
  assertEquals(wrong, []);
});

Deno.test("imports between the rooms of IRED go one way", () => {
  const roomIn = (path: string) => /^lib\/papers\/ired\/(\w+)\//.exec(path)?.[1];
  const rank = (path: string) => ired.indexOf(roomIn(path)!);
  const inside = sources.filter(({ path }) => roomIn(path));
  assertEquals([...new Set(inside.map(({ path }) => roomIn(path)!))].sort(), [...ired].sort());
  const wrong = inside.flatMap(({ path, imports }) =>
    imports.filter(relative).map(({ specifier }) => resolveImport(path, specifier))
      .filter((target) => rank(target) > rank(path))
      .map((target) => `${path} must not import ${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("no paper imports another", () => {
  const paperOf = (path: string) => /^lib\/papers\/([^/.]+)/.exec(path)?.[1];
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.filter(relative).map(({ specifier }) => resolveImport(path, specifier))
      .filter((target) => paperOf(path) && paperOf(target) && paperOf(path) !== paperOf(target))
      .map((target) => `${path} must not import ${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("relative imports stay within lib and name files that exist", () => {
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.filter(relative).map(({ specifier }) => resolveImport(path, specifier))
      .filter((target) => !byPath.has(target)).map((target) => `${path} imports ${target}`)
  );
  assertEquals(wrong, []);
});

Deno.test("no file loads itself through others", () => {
  const done = new Set<string>(), cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const { specifier, typeOnly } of byPath.get(path)?.imports.filter(relative) ?? []) {
      if (!typeOnly) visit(resolveImport(path, specifier), [...trail, path]);
    }
    done.add(path);
  };
  sources.forEach(({ path }) => visit(path, []));
  assertEquals(cycles, []);
});

Deno.test("only lib/tensor names TensorFlow.js", () => {
  const naming = sources.filter(({ code }) => /@tensorflow\b|\btfjs\b/.test(code));
  assert(naming.length > 0);
  assertEquals(naming.map(({ path }) => roomOf(path)).filter((room) => room !== "tensor"), []);
});

/** Name and version of `npm:@scope/name@1.2.3/path` or `npm:/name@1.2.3/path`. */
const parseNpm = (specifier: string) =>
  /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?/.exec(specifier)!.slice(1) as [
    string,
    string | undefined,
  ];

const pinned = new Map(
  (Object.values(config.imports) as string[]).filter((target) => target.startsWith("npm:"))
    .map((target) => parseNpm(target)),
);

Deno.test("deno.json pins every package to one exact version", () => {
  assert(pinned.size > 5);
  const loose = [...pinned].filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version ?? ""));
  assertEquals(loose, []);
});

Deno.test("every npm: specifier in lib has the version of deno.json", () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const { path, code } of sources) {
    if (path.startsWith("lib/setup/")) continue; // builds specifiers from deno.json
    for (const [, specifier] of code.matchAll(/["'](npm:[^"']+)["']/g)) {
      const [name, version] = parseNpm(specifier!);
      seen++;
      if (version === undefined || version !== pinned.get(name)) {
        wrong.push(`${path}: ${specifier}, but deno.json has ${pinned.get(name) ?? "none"}`);
      }
    }
  }
  assert(seen >= 5);
  assertEquals(wrong, []);
});

Deno.test("other specifiers are Node's, or mapped by deno.json", () => {
  const mapped = Object.keys(config.imports);
  const wrong = sources.flatMap(({ path, imports }) =>
    imports.filter((one) => !relative(one) && !/^(npm|node):/.test(one.specifier))
      .filter(({ specifier }) =>
        !mapped.some((key) => key.endsWith("/") ? specifier.startsWith(key) : specifier === key)
      ).map(({ specifier }) => `${path} imports ${specifier}`)
  );
  assertEquals(wrong, []);
});

Deno.test("what lib/mod.ts reaches needs no import map, so that scripts elsewhere can use it", () => {
  const reached = new Set<string>(), mapped: string[] = [];
  const visit = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const one of byPath.get(path)?.imports ?? []) {
      if (relative(one)) visit(resolveImport(path, one.specifier));
      else if (!/^(npm|node):/.test(one.specifier)) mapped.push(`${path} imports ${one.specifier}`);
    }
  };
  visit("lib/mod.ts");
  assert(reached.size > 50);
  assertEquals(mapped, []);
});
