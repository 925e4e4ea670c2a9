/** The reference of every room and paper, by Deno's own program, in the dress of the site. */
import { join, relative } from "node:path";
import { isFile } from "../checks/paths.ts";
import { pageStyle } from "../pages/style.ts";
import { leadAnchors, nameExamples } from "./anchors.ts";
import { anchorsIn, filesBelow } from "./links.ts";

/** Modules that the reference is of: each room's, and each paper's, with its notebook's. */
function modules(root: string): string[] {
  const rooms = [...Deno.readDirSync(join(root, "lib"))].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => `lib/${name}/mod.ts`);
  const papers = [...Deno.readDirSync(join(root, "lib/papers"))].flatMap(({ name }) => [
    `lib/papers/${name}/mod.ts`,
    `lib/papers/${name}/notebook.ts`,
  ]);
  return [...rooms, ...papers].filter((path) => isFile(join(root, path))).sort();
}

/** The site's colours, light and dark, as its own pages have them. */
const colours =
  (pageStyle.match(/^(?::root|@media \(prefers-color-scheme: dark\)) \{\n[\s\S]*?^\}/gm) ?? [])
    .slice(0, 2).join("\n");

/** Dark or light as the reader's system is: nothing is stored, and there is no button for it. */
const THEME =
  '<script>if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.classList.add("dark");</script>';

/**
 * A page of Deno's in the site's dress: its links at the top, its colours; no links to the sources,
 * whose addresses are those of the machine that built them; addresses of folders end in a file.
 *
 * @param html The page
 * @param up Leads from the page to the reference's folder, such as "../../"
 * @param navigation The site's links, as seen from there
 */
export function dressed(html: string, up: string, navigation: string): string {
  return html
    .replace(/<a\s+class="sourceButton"[\s\S]*?<\/a>/g, "")
    .replace(/<script src="[^"]*darkmode_toggle\.js"><\/script>/, THEME)
    .replace("</head>", `<link rel="stylesheet" href="${up}site.css"></head>`)
    .replace("<body>", `<body>\n${navigation.replace("<nav>", '<nav class="site">')}`)
    .replace(/href="([^":]*(?:&#x2F;|\/))"/g, 'href="$1index.html"')
    .replace('href="" class="contextLink"', 'href="index.html" class="contextLink"');
}

/** The first sentence of a module's page, where the module says what it is. */
function opening(html: string): string {
  const text = /id="module_doc"><div class="markdown[^"]*"><p>([\s\S]*?)<\/p>/.exec(html)?.[1] ??
    "";
  return /^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}

/** What there is a page of: rooms, then papers, each with its first sentence. */
function contents(folder: string): string {
  const pages = [...filesBelow(folder)].map((path) => relative(folder, path))
    .filter((path) => path.endsWith(".ts/index.html")).sort();
  const items = (own: readonly string[]) =>
    own.map((path) => {
      const name = path.replace(/\/index\.html$/, "").replace(/\/mod\.ts$/, "").replace(
        /^papers\//,
        "",
      );
      const said = opening(Deno.readTextFileSync(join(folder, path)));
      return `<li><a href="${path}">${name}</a>${said && ` – ${said}`}</li>`;
    }).join("\n");
  const isPaper = (path: string) => path.startsWith("papers/");
  const rooms = pages.filter((path) => !isPaper(path)), papers = pages.filter(isPaper);
  const part = (title: string, own: readonly string[]) =>
    own.length === 0 ? "" : `<h2>${title}</h2>\n<ul>\n${items(own)}\n</ul>\n`;
  return `<div class="contents">${part("Rooms", rooms)}${part("Papers", papers)}</div>`;
}

/**
 * Makes the reference.
 *
 * @param root The project's folder
 * @param folder Where it goes
 * @param navigationAt The site's links, as seen from so many folders below the site's root
 */
export async function writeReference(
  root: string,
  folder: string,
  navigationAt: (depth: number) => string,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--html", "--name=Reference", `--output=${folder}`, ...modules(root)],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`No reference was made: ${new TextDecoder().decode(stderr)}`);
  const own = Deno.readTextFileSync(new URL("./reference.css", import.meta.url));
  Deno.writeTextFileSync(join(folder, "site.css"), `${colours}\n${own}`);
  const first = join(folder, "index.html"), list = contents(folder);
  const listed = Deno.readTextFileSync(first).replace("<main></main>", `<main>${list}</main>`);
  Deno.writeTextFileSync(first, listed);
  const pages = new Map<string, string>(), anchors = new Map<string, Set<string>>();
  for (const path of filesBelow(folder)) {
    if (!path.endsWith(".html")) continue;
    const depth = relative(folder, path).split("/").length - 1;
    const html = nameExamples(Deno.readTextFileSync(path));
    pages.set(path, dressed(html, "../".repeat(depth), navigationAt(depth + 1)));
    anchors.set(path, anchorsIn(html));
  }
  for (const [path, html] of pages) {
    Deno.writeTextFileSync(path, leadAnchors(html, path, (target) => anchors.get(target)));
  }
}
