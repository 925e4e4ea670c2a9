/**
 * One look for every chart: fonts, sizes, and one colour per method wherever it appears.
 *
 * The categorical colours are those of Okabe and Ito, which stay apart under the common forms of
 * colour blindness; published and trivial results also differ from ours by shape or dash.
 *
 * @module
 */
import { rampColours, VIRIDIS } from "./ramps.ts";

/** Fonts, sizes in pixels, and the neutral colours. */
export const theme = {
  font: "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif",
  /** As large as JupyterLab's own. */
  fontSize: 13,
  /** Numbers beside marks and small print. */
  smallSize: 12,
  titleSize: 15,
  /** Room for a chart's content: JupyterLab cuts off wider SVG on a laptop's screen. */
  width: 816,
  background: "#ffffff",
  ink: "#222222",
  muted: "#666666",
  grid: "#e4e4e4",
  accent: "#0072b2",
  wrong: "#d55e00",
} as const;

/** The colour of each known method, by its lower-case name. */
const METHODS: Readonly<Record<string, string>> = {
  "ired reference mlp": "#0072b2",
  "reference mlp": "#0072b2",
  "ired": "#0072b2",
  "symmetric network": "#d55e00",
  "published ired": "#222222",
  "published irem": "#009e73",
  "irem": "#009e73",
  "published feedforward": "#cc79a7",
  "feedforward": "#cc79a7",
  "published diffusion": "#b87a00",
  "diffusion": "#b87a00",
  "published satnet": "#56b4e9",
  "satnet": "#56b4e9",
  "published rrn": "#8a6d3b",
  "rrn": "#8a6d3b",
  "dts as printed": "#0072b2",
  "tree, uniform (ours)": "#e69f00",
  "tree, scouted (ours)": "#d55e00",
  "weighted rollouts": "#222222",
  "rollouts": "#222222",
  "one rollout": "#8c8c8c",
  "tweedie": "#cc79a7",
  "smc": "#009e73",
  "tds": "#56b4e9",
  "dps": "#cc79a7",
  "dts*": "#0072b2",
  "dts*, deeper (c = 1, α = ½)": "#d55e00",
  "dts*, deeper, maximum": "#e69f00",
  "best of n": "#222222",
  "steered particles": "#009e73",
  "exact samples": "#8c8c8c",
  "exact samples (floor)": "#8c8c8c",
  "chains, again": "#8c8c8c",
  "mala": "#8a6d3b",
  "mala alone, no network": "#222222",
  "score scaling": "#009e73",
  "weights (fkc)": "#cc79a7",
  "weights and mala (pita)": "#0072b2",
  "flow, weights of the score": "#e69f00",
  "flow, weights of the score, and mala": "#d55e00",
  "more steps": "#222222",
  "restarts": "#cc79a7",
  "hopping": "#0072b2",
  "tree over landscapes": "#009e73",
  "tree over hops": "#d55e00",
  "truth": "#8c8c8c",
  "dqs": "#0072b2",
  "dqs, soft values": "#56b4e9",
  "qsm": "#cc79a7",
  "sac": "#009e73",
  "uniform actions": "#8c8c8c",
  "weighted uniform actions": "#222222",
  "η = 0": "#009e73",
  "η = 0.5": "#e69f00",
  "η = 1": "#0072b2",
  "η = optimal": "#d55e00",
  "gradient as it stands (qsm)": "#cc79a7",
  "own descents": "#b2182b",
  "reader learned from scratch": "#56b4e9",
  "idem, ours": "#0072b2",
  "egnn": "#0072b2",
  "emnn": "#d55e00",
  "orbits, projected as in the paper": "#0072b2",
  "orbits, no position twice": "#d55e00",
  "all atoms, no symmetry": "#009e73",
};

/** What a name is matched against when it is not listed itself, in this order. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^none(:|$)/, "#cc79a7"],
  [/frozen at random/, "#e69f00"],
  [/^learned$|canonicaliser, learned|learned slice/, "#0072b2"],
  [/^by hand|^oracle/, "#6a51a3"],
  [/trivial|baseline|constant|copy|^random|all connected|adjacency/, "#8c8c8c"],
  [/own descents/, "#b2182b"],
  [/composed/, "#009e73"],
  [/two stages/, "#0072b2"],
  [/symmetric.*adaptive steps/, "#009e73"],
  [/mlp.*adaptive steps/, "#6a51a3"],
  [/symmetric|relational|exchangeable|equivariant/, "#d55e00"],
  [/irem/, "#009e73"],
  [/feedforward/, "#cc79a7"],
  [/diffusion/, "#b87a00"],
  [/shifted/, "#56b4e9"],
  [/mlp|paper's/, "#0072b2"],
  [/published.*ired|ired.*published|paper/, "#222222"],
  [/ired|reference/, "#0072b2"],
];

const SPARE = ["#56b4e9", "#8a6d3b", "#6a51a3", "#a6761d", "#1b7f79", "#b2182b"] as const;

/**
 * The colour of a method, the same in every chart.
 *
 * @param method The method's name, as "symmetric network" or "published IRED"; case is ignored
 * @returns A hexadecimal colour; an unknown name gets a spare one that depends on the name alone
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { methodColour } from "lib/plots/mod.ts";
 * assertEquals(methodColour("Symmetric network"), methodColour("symmetric network"));
 * ```
 */
export function methodColour(method: string): string {
  return knownColour(method) ?? SPARE[hashOf(method) % SPARE.length]!;
}

const plainName = (method: string) => method.trim().toLowerCase();

/** The colour of a name that is listed itself. */
function listedColour(method: string): string | undefined {
  const name = plainName(method);
  return Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
}

function knownColour(method: string): string | undefined {
  const name = plainName(method);
  return listedColour(method) ?? PATTERNS.find(([pattern]) => pattern.test(name))?.[1];
}

function hashOf(method: string): number {
  let hash = 0;
  for (const letter of plainName(method)) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return hash;
}

/**
 * The colours of the methods of one chart: {@linkcode methodColour}, but no two alike as long as there are
 * others. Listed names keep theirs, then names that a pattern knows, then the rest.
 *
 * @param methods Their names
 * @param families Whether names that one pattern knows, such as one network by two samplers, are "apart"
 * (default) or share a colour, where each has a line of its own anyway
 * @returns The colour of each
 */
export function methodColours(
  methods: readonly string[],
  families: "apart" | "together" = "apart",
): ReadonlyMap<string, string> {
  const found = new Map<string, string>(), used = new Set<string>();
  const give = (method: string, colour: string) => {
    found.set(method, colour);
    used.add(colour);
  };
  for (const colourOf of [listedColour, knownColour]) {
    for (const method of methods) {
      const colour = found.has(method) ? undefined : colourOf(method);
      if (colour === undefined) continue;
      if (families === "together" || !used.has(colour)) give(method, colour);
    }
  }
  for (const method of methods) {
    if (found.has(method)) continue;
    const first = hashOf(method) % SPARE.length;
    const spare = [...SPARE.slice(first), ...SPARE.slice(0, first), ...CATEGORIES];
    give(method, spare.find((colour) => !used.has(colour)) ?? methodColour(method));
  }
  return found;
}

/**
 * The colour of landscape `t`: light for the smooth ones, dark for the sharp ones.
 *
 * @param t Index of the landscape, 0 (sharp) to `count - 1` (smooth)
 * @param count Number of landscapes
 * @returns A hexadecimal colour
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { landscapeColour } from "lib/plots/mod.ts";
 * assertEquals(landscapeColour(0), "#440154");
 * ```
 */
export function landscapeColour(t: number, count = 10): string {
  const palette = rampColours(VIRIDIS, 10, 0, 0.86);
  const share = count > 1 ? t / (count - 1) : 0;
  return palette[Math.min(9, Math.max(0, Math.round(share * 9)))]!;
}

/** Colours for groups and loss parts that are no methods, in order of appearance. */
export const CATEGORIES: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#b87a00",
  "#8a6d3b",
  "#666666",
];

/**
 * The colours of curves that need not be methods: those that {@linkcode methodColour} lists have theirs, the
 * first of several that share one; the others {@linkcode CATEGORIES} in order of appearance.
 */
export function curveColours(names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>(), used = new Set<string>();
  for (const name of names) {
    const colour = listedColour(name);
    if (colour === undefined || used.has(colour)) continue;
    found.set(name, colour);
    used.add(colour);
  }
  const free = CATEGORIES.filter((colour) => !used.has(colour));
  const others = free.length ? free : CATEGORIES;
  let next = 0;
  return new Map(names.map((name) => [name, found.get(name) ?? others[next++ % others.length]!]));
}
