/**
 * The site: notebooks, claims, records, guides and the reference, as files that need no server.
 *
 * @module
 */
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { usageError } from "../checks/usage.ts";
import { isFolder } from "../checks/paths.ts";
import { type GalleryEntry, renderGallery } from "../pages/gallery.ts";
import { renderPage } from "../pages/html.ts";
import { renderMarkdown } from "../pages/markdown.ts";
import { renderNotebook } from "../pages/notebook.ts";
import { allFormulaStyle, pageStyle } from "../pages/style.ts";
import { readRecord } from "../records/records.ts";
import { namesInOut, someOf } from "../setup/out_folder.ts";
import { writeReference } from "./reference.ts";
import { type NamedRecord, renderRecords } from "./records_page.ts";
import { pathPage, solverPage, writeSolvers } from "./solver_page.ts";

/** The project's root. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

const NAVIGATION = [
  ["index.html", "Home"],
  ["solve.html", "Sudoku"],
  ["path.html", "Path"],
  ["notebooks.html", "Notebooks"],
  ["results.html", "Results"],
  ["records.html", "Records"],
  ["which.html", "Which sampler"],
  ["contribute.html", "Contribute"],
  ["accelerators.html", "Accelerators"],
  ["api/index.html", "Reference"],
] as const;

/** What is built. */
export interface SiteOptions {
  /** Whether the reference is made, which takes half of the time. */
  readonly reference: "built" | "left out";
}

/** One site being written. */
class Site {
  constructor(readonly folder: string, readonly options: SiteOptions) {}

  /** Links from a page in `depth` folders; that to `address`, where it is, says so. */
  navigation(depth: number, address?: string): string {
    const shown = NAVIGATION.filter(([address]) =>
      this.options.reference === "built" || !address.startsWith("api/")
    );
    const links = shown.map(([to, title]) =>
      `<a href="${"../".repeat(depth)}${to}"${
        to === address ? ' aria-current="page"' : ""
      }>${title}</a>`
    );
    return `<nav><div>${links.join("")}</div></nav>\n`;
  }

  /** Writes a page; its styles are shared files, so that a second page loads at once. */
  page(address: string, title: string, body: string, description?: string): void {
    const depth = address.split("/").length - 1, up = "../".repeat(depth);
    const formulas = body.includes('class="katex')
      ? `<link rel="stylesheet" href="${up}assets/formulas.css">\n`
      : "";
    const head = `<link rel="stylesheet" href="${up}assets/page.css">\n${formulas}`;
    const navigation = this.navigation(depth, address);
    this.write(address, renderPage({ title, body, style: "", head, navigation, description }));
  }

  write(address: string, text: string): void {
    const path = join(this.folder, address);
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(path, text);
  }

  /** Takes a file of the project along; returns its address. */
  take(path: string): string {
    const address = `files/${path}`, target = join(this.folder, address);
    Deno.mkdirSync(dirname(target), { recursive: true });
    Deno.copyFileSync(join(ROOT, path), target);
    return address;
  }

  /** Changes addresses of the project's files, as seen from the page in `depth` folders. */
  relink(from: string, depth: number): (address: string) => string {
    const up = "../".repeat(depth);
    return (address) => {
      if (/^([a-z]+:|#|\/\/)/.test(address)) return address;
      const [file, anchor] = address.split("#") as [string, string | undefined];
      const path = join(from, file).replace(/\/$/, "");
      const known = PAGES[path] ?? path.replace(/^(notebooks\/\w+)\.ipynb$/, "$1.html");
      const target = known === path
        ? isFolder(join(ROOT, path)) ? "records.html" : this.take(path)
        : known;
      return `${up}${target}${anchor === undefined ? "" : `#${anchor}`}`;
    };
  }
}

/** Files of the project that have a page. */
const PAGES: Readonly<Record<string, string>> = {
  "README.md": "index.html",
  "CONTRIBUTING.md": "contribute.html",
  "docs/which.md": "which.html",
  "docs/results.md": "results.html",
  "docs/accelerators.md": "accelerators.html",
};

const read = (path: string) => Deno.readTextFileSync(join(ROOT, path));

function notebooks(site: Site): GalleryEntry[] {
  const names = [...Deno.readDirSync(join(ROOT, "notebooks"))].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb") && !name.includes(".failed.")).sort();
  return names.map((name) => {
    const [relink, relinkSummary] = [1, 0].map((depth) => site.relink("notebooks", depth));
    const notebook = renderNotebook(read(`notebooks/${name}`), relink, relinkSummary);
    const address = `notebooks/${name.replace(".ipynb", ".html")}`;
    site.page(address, notebook.title, notebook.html, notebook.description);
    return { address, notebook };
  });
}

function readRecords(site: Site): NamedRecord[] {
  const paths = [...Deno.readDirSync(join(ROOT, "data/results"))].map(({ name }) => name)
    .filter((name) => name.endsWith(".json")).sort().map((name) => `data/results/${name}`);
  paths.forEach((path) => site.take(path));
  return paths.filter((path) => JSON.parse(read(path)).paper === "ired").map((path) => (
    { name: basename(path, ".json"), record: readRecord(join(ROOT, path)) }
  )).filter(({ record }) => record.kind === "evaluation");
}

/** Says that a folder is a site's, which the next one may empty; it is written first. */
const MARKER = ".energy-site";

/** What sites from before there was a marker have. */
const OLD_SITE = ["assets/page.css", "records.html", "solve.html", "path.html"];

/**
 * Refuses to empty what no earlier site made.
 *
 * @param folder An absolute path
 * @param root Of the project
 * @throws {SyntaxError} With cause "usage", if the folder has anything else in it, or is the project's, or around it
 */
export function assertSiteFolder(folder: string, root: string = ROOT): void {
  const names = namesInOut(folder);
  if (names.length === 0) return;
  const within = relative(Deno.realPathSync(folder), Deno.realPathSync(root));
  // A path that leads up, or to another drive, is not below the folder.
  if (!/^\.\.([\\/]|$)/.test(within) && !isAbsolute(within)) {
    throw usageError(`--out must not be the project's folder, or one around it: ${folder} is.`);
  }
  const { length: found } = OLD_SITE.filter((path) =>
    namesInOut(dirname(join(folder, path)))
      .includes(basename(path))
  );
  const made = names.includes(MARKER) || found === OLD_SITE.length;
  // A clone that sites are published from has more in it than a site.
  if (made && !names.includes(".git")) return;
  throw usageError(
    `--out must be a folder that is empty, or that a site was built into, as it is emptied first: ` +
      `${folder} holds ${someOf(names)}.`,
  );
}

/**
 * Builds the site into `folder`, which is emptied first.
 *
 * @param folder Where it goes, an absolute path
 * @param options What is left out
 * @throws {SyntaxError} With cause "usage", if something else than a site is in that folder
 */
export async function buildSite(folder: string, options: SiteOptions): Promise<void> {
  assertSiteFolder(folder);
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  const site = new Site(folder, options);
  site.write(
    MARKER,
    "Built by `deno task site`, which empties this folder before it builds again.\n",
  );
  site.write("assets/page.css", pageStyle);
  site.write("assets/formulas.css", allFormulaStyle());
  const making = options.reference === "built"
    ? writeReference(ROOT, join(folder, "api"), (depth) => site.navigation(depth))
    : undefined;
  const readme = read("README.md"), entries = notebooks(site);
  const relink = site.relink("", 0);
  const markdown = (text: string, change = relink) => renderMarkdown(text, change);
  const gallery = `<h2>Notebooks and their verdicts</h2>\n${renderGallery(entries)}`;
  const description =
    "Problems solved by descent on learned energies, in TypeScript and notebooks.";
  site.page("index.html", "Reasoning by energy minimisation", markdown(readme), description);
  site.page("notebooks.html", "Notebooks", `<h1>Notebooks</h1>\n${gallery}`);
  site.page("records.html", "Records", renderRecords(readRecords(site)));
  for (
    const [path, title] of [
      ["docs/which.md", "Which sampler, which network"],
      ["docs/results.md", "Results, task by task"],
      ["docs/accelerators.md", "Accelerators"],
    ] as const
  ) site.page(PAGES[path]!, title, markdown(read(path), site.relink("docs", 0)));
  site.page("contribute.html", "Add a task, a paper", markdown(read("CONTRIBUTING.md")));
  await writeSolvers((address, text) => site.write(address, text));
  site.page("solve.html", "A Sudoku, solved here", solverPage(), "Type clues, press Think, watch.");
  site.page(
    "path.html",
    "A path, planned here",
    pathPage(),
    "Drag points, and watch a path planned.",
  );
  await making;
}
