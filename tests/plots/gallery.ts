/**
 * One picture of every chart, from made-up but plausible rows. To look at them all:
 * `deno run -A tests/plots/gallery.ts FOLDER` writes an SVG and a PNG of each.
 */
import * as plots from "lib/plots/mod.ts";

const LANDSCAPES = Array.from({ length: 10 }, (_, i) => 9 - i);
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A fixed sequence of numbers in [0, 1) that look random. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

export function lossCurves(): plots.Chart {
  const random = noise(1);
  const rows = range(1500).flatMap((step) => [
    {
      step,
      loss: (1.2 * Math.exp(-step / 200) + 0.02) * (0.6 + 0.8 * random()),
      part: "denoising",
    },
    {
      step,
      loss: (0.7 * Math.exp(-step / 500) + 0.05) * (0.6 + 0.8 * random()),
      part: "contrastive",
    },
  ]);
  return plots.lossCurves(rows);
}

export function errorBySteps(): plots.Chart {
  const methods = [["symmetric network", 1.1e-4, 0.059, 0.5], [
    "IRED reference MLP",
    0.0096,
    0.206,
    0.05,
  ]] as const;
  const rows = methods.flatMap(([method, same, harder, gain]) =>
    [0, 1, 2, 5, 10, 20, 40].flatMap((steps) =>
      ([["same difficulty", same], ["harder", harder]] as const).map(([split, floor]) => {
        const value = floor * (1 + gain / (1 + steps));
        return { steps, value, low: value * 0.93, high: value * 1.07, method, split };
      })
    )
  );
  const references = [
    { label: "published IRED", value: 0.0095, split: "same difficulty" },
    { label: "published IREM", value: 0.0108, split: "same difficulty" },
    { label: "published feedforward", value: 0.0112, split: "same difficulty" },
    { label: "constant answer (trivial)", value: 0.0141, split: "same difficulty" },
    { label: "published IRED", value: 0.2063, split: "harder" },
    { label: "published IREM", value: 0.2083, split: "harder" },
    { label: "published feedforward", value: 0.215, split: "harder" },
    { label: "constant answer (trivial)", value: 0.229, split: "harder" },
  ];
  return plots.errorBySteps(rows, {
    references,
    title: "Matrix inverse: error by inference steps",
    caption:
      "Bands: 95 % bootstrap intervals over 1,000 matrices. Rules: published numbers and trivial baselines.",
  });
}

export function accuracyBySteps(): plots.Chart {
  const rows = [1, 2, 5, 10, 20, 40, 80].flatMap((steps) =>
    ([["31–42 clues", 99.5, 11], ["17–34 clues", 72, 20]] as const).map(([split, top, gap]) => (
      { steps, value: top - gap / steps, method: "sudoku relational", split }
    ))
  );
  const references = [
    { label: "published IRED (cells)", value: 99.4, split: "31–42 clues" },
    { label: "published IRED (cells)", value: 62.1, split: "17–34 clues" },
  ];
  return plots.errorBySteps(rows, { references, yLabel: "boards solved, %", yType: "linear" });
}

/** References that share a label, and others beside them: labels of several lines. */
export function longReferences(): plots.Chart {
  const rows = [1, 5, 20].flatMap((steps) =>
    ["same difficulty", "harder"].map((split) => ({
      steps,
      value: 0.2 / steps,
      method: "a",
      split,
    }))
  );
  const names = ["IRED", "IREM", "recurrent", "feedforward"].map((name) => `published ${name}`);
  const references = [...names, "mean inverse of the training set"].flatMap((label, i) =>
    ["same difficulty", "harder"].map((split) => ({ label, value: i < 3 ? 0.1 : 0.09, split }))
  );
  return plots.errorBySteps(rows, { references });
}

/** Two wells that become one as the noise grows, as the diffusion of a mixture does. */
function wells(t: number, x: number, y: number): number {
  const spread = 0.08 + 0.12 * t;
  const well = (cx: number, cy: number) =>
    Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * spread));
  const shrink = Math.sqrt(1 - t / 10);
  return -Math.log(well(0.9 * shrink, 0.5 * shrink) + well(-0.8 * shrink, -0.6 * shrink) + 1e-6);
}

export function landscapeMaps(): plots.Chart {
  const side = range(48).map((i) => -1.6 + (3.2 * (i + 0.5)) / 48);
  const cells = LANDSCAPES.flatMap((t) =>
    side.flatMap((x) => side.map((y) => ({ t, x, y, energy: wells(t, x, y) })))
  );
  const paths = [0, 1, 2].flatMap((path) => {
    let [x, y] = [[1.3, 1.2], [-1.1, 1.4], [0.2, -1.4]][path]!;
    return LANDSCAPES.flatMap((t) =>
      range(6).map((order) => {
        const at = { t, path, order, x: x!, y: y! };
        const slope = (dx: number, dy: number) =>
          (wells(t, x! + dx, y! + dy) - wells(t, x! - dx, y! - dy)) / 2e-3;
        const [gx, gy] = [slope(1e-3, 0), slope(0, 1e-3)];
        const rate = 0.02 + 0.01 * t;
        [x, y] = [x! - rate * gx, y! - rate * gy];
        return at;
      })
    );
  });
  const random = noise(5);
  const points = range(40).map((i) => ({
    t: 0,
    x: (i % 2 ? 0.9 : -0.8) + 0.3 * (random() - 0.5),
    y: (i % 2 ? 0.5 : -0.6) + 0.3 * (random() - 0.5),
  }));
  return plots.landscapeMaps(cells, {
    paths,
    points,
    solutions: [{ x: 0.9, y: 0.5 }, { x: -0.8, y: -0.6 }],
  });
}

export function errorMaps(): plots.Chart {
  const random = noise(2);
  const cells = LANDSCAPES.flatMap((t) =>
    range(20).flatMap((row) =>
      range(20).map((column) => ({
        t,
        row,
        column,
        value: random() * 0.9 * ((t + 0.3) / 10) ** 1.4,
      }))
    )
  );
  return plots.errorMaps(cells, { title: "Matrix inverse: error after each landscape" });
}

export function matrixMaps(): plots.Chart {
  const random = noise(3);
  const cells = range(20).flatMap((row) =>
    range(20).flatMap((column) => {
      const answer = 2 * random() - 1;
      const error = 0.2 * (random() - 0.5);
      return [
        { panel: "a", row, column, value: answer * 0.4 },
        { panel: "answer", row, column, value: answer },
        { panel: "prediction", row, column, value: answer + error },
        { panel: "difference", row, column, value: error },
      ];
    })
  );
  return plots.matrixMaps(cells, { title: "Addition: one example" });
}

export function matrixMapsByPanel(): plots.Chart {
  const cells = ["input", "answer"].flatMap((panel, i) =>
    range(4).flatMap((row) =>
      range(8).map((column) => ({ panel, row, column, value: (row - column) * (i + 1) / 7 }))
    )
  );
  return plots.matrixMaps(cells, { scale: "panel" });
}

export function corruption(): plots.Chart {
  const rows = [0.02, 0.05, 0.2].flatMap((amount) =>
    LANDSCAPES.map((t) => ({
      t,
      amount,
      energy: t > 8 ? -0.01 : (amount * 40) / (t + 0.2) ** 2,
      told: 1 - 0.4 * (t / 9) ** 3 * (1 - amount),
    }))
  );
  return plots.corruption(rows, { amountLabel: "flipped:" });
}

export function energyAlongLine(): plots.Chart {
  const rows = LANDSCAPES.flatMap((t) =>
    range(31).map((i) => (i - 5) / 20).map((position) => (
      { t, position, energy: (position ** 2 + 0.3 * Math.sin(6 * position) / (t + 1)) / (t + 0.1) }
    ))
  );
  return plots.energyAlongLine(rows);
}

export function energyAlongLineShared(): plots.Chart {
  const rows = [3, 0].flatMap((t) =>
    range(21).map((i) => ({ t, position: i / 20, energy: (i / 20) ** 2 / (t + 1) }))
  );
  return plots.energyAlongLine(rows, { scale: "shared" });
}

export function energyByDistance(): plots.Chart {
  const rows = LANDSCAPES.flatMap((t) =>
    range(25).map((i) => ({ t, distance: i / 24, energy: (i / 24) ** 1.5 * 40 * 0.62 ** t }))
  );
  return plots.energyByDistance(rows, { xLabel: "mean squared distance to the solution" });
}

export function energyTrace(): plots.Chart {
  const random = noise(4);
  const rows = range(12).flatMap((example) =>
    LANDSCAPES.flatMap((t, stage) =>
      range(6).map((i) => (
        {
          evaluation: stage * 6 + i,
          t,
          example,
          energy: (4 + 2 * random()) * Math.exp(-i / 3) * (1 + 0.15 * stage) + stage,
        }
      ))
    )
  );
  return plots.energyTrace(rows);
}

export function energyTraceOfOne(): plots.Chart {
  const rows = LANDSCAPES.flatMap((t, stage) =>
    range(4).map((i) => ({
      evaluation: stage * 4 + i,
      t,
      energy: 9 * Math.exp(-i / 2) / (1 + stage),
    }))
  );
  return plots.energyTrace(rows, { yType: "log" });
}

const INVERSE = [
  ["symmetric network", "ours", 1.1e-4, 0.059],
  ["IRED reference MLP", "ours", 0.0097, 0.2075],
  ["published IRED", "published", 0.0095, 0.2063],
  ["published IREM", "published", 0.0108, 0.2083],
  ["published diffusion", "published", 0.0115, 0.2132],
  ["published feedforward", "published", 0.0112, 0.215],
  ["constant answer", "trivial", 0.0141, 0.229],
] as const;

export function comparisonBars(): plots.Chart {
  const rows = INVERSE.flatMap(([method, kind, same, harder]) => {
    const spread = kind === "ours" ? 0.12 : 0;
    const row = (split: string, value: number) => (
      {
        method,
        kind,
        split,
        value,
        ...(spread ? { low: value * (1 - spread), high: value * (1 + spread) } : {}),
      }
    );
    return [row("same difficulty", same), row("harder", harder)];
  });
  return plots.comparisonBars(rows, { xType: "log", title: "Matrix inverse" });
}

export function comparisonNarrow(): plots.Chart {
  const rows = INVERSE.flatMap(([method, kind, same, harder]) => [
    { method, kind, split: "same difficulty", value: same },
    { method, kind, split: "harder", value: harder },
  ]);
  return plots.comparisonBars(rows, { xType: "log", title: "Matrix inverse", names: "above" });
}

export function comparisonLinear(): plots.Chart {
  const rows = [
    {
      method: "sudoku relational",
      kind: "ours" as const,
      split: "17–34 clues",
      value: 54.5,
      low: 47,
      high: 61,
    },
    { method: "published IRED", kind: "published" as const, split: "17–34 clues", value: 62.1 },
    { method: "one digit everywhere", kind: "trivial" as const, split: "17–34 clues", value: 11.1 },
  ];
  return plots.comparisonBars(rows, { xLabel: "unknown cells correct, %" });
}

export function planeMaps(): plots.Chart {
  const rows = [0, 1, 2].flatMap((i) => {
    const panel = `d = ${i / 4}`;
    const circle = range(37).map((k) => (
      { panel, group: "circle", mark: "line" as const, x: Math.cos(k / 5.9), y: Math.sin(k / 5.9) }
    ));
    const line = [-2, 2].map((x) => ({ panel, group: "line", mark: "line" as const, x, y: i / 4 }));
    const x = Math.sqrt(1 - (i / 4) ** 2);
    const answers = [x, -x].map((x) => (
      { panel, group: "answers", mark: "cross" as const, x, y: i / 4 }
    ));
    return [...circle, ...line, ...answers];
  });
  return plots.planeMaps(rows, { reach: 1.5, title: "Where a line crosses the circle" });
}

export function meshMaps(): plots.Chart {
  const rings = 9, around = 14;
  const positions = range(rings).flatMap((i) =>
    range(around).map((k) => {
      const [z, r] = [i / 4 - 1, Math.sqrt(Math.max(0.02, 1 - (i / 4 - 1) ** 2))];
      return [
        r * Math.cos(2 * Math.PI * k / around),
        0.7 * r * Math.sin(2 * Math.PI * k / around),
        z,
      ];
    })
  );
  const faces = range(rings - 1).flatMap((i) =>
    range(around).flatMap((k) => {
      const [a, b] = [i * around + k, i * around + (k + 1) % around];
      return [[a, b, b + around], [a, b + around, a + around]];
    })
  );
  return plots.meshMaps([{ title: "open barrel", positions, faces }, {
    title: "the same, brown",
    note: "with a note",
    colour: "#c98a6b",
    positions,
    faces,
  }], { title: "Surfaces" });
}

export function histogram(): plots.Chart {
  const random = noise(6);
  const normal = () => range(12).reduce((sum) => sum + random(), -6);
  const rows = range(2000).map((i) => (
    i % 2
      ? { group: "same difficulty", value: normal() }
      : { group: "harder", value: 2 * normal() + 1 }
  ));
  return plots.histogram(rows, { xLabel: "entry of the answer", title: "Entries of the answers" });
}

export function boardTrace(): plots.Chart {
  const random = noise(7);
  const solution = (row: number, column: number) =>
    ((row * 3 + Math.floor(row / 3) + column) % 9) + 1;
  const given = range(81).map(() => random() < 0.35);
  const cells = LANDSCAPES.flatMap((t) =>
    range(81).map((i) => {
      const [row, column] = [Math.floor(i / 9), i % 9];
      const right = solution(row, column);
      const digit = given[i]! || random() > t / 12 ? right : (right % 9) + 1;
      return { t, row, column, digit, given: given[i]!, wrong: digit !== right };
    })
  );
  return plots.boardTrace(cells);
}

export function graphComponents(): plots.Chart {
  const edges = [[0, 1], [1, 4], [4, 7], [2, 5], [5, 8], [3, 6], [6, 9], [9, 10], [8, 11]] as const;
  const nodes = [9, 6, 3, 0].flatMap((t) =>
    range(12).map((node) => ({
      t,
      node,
      component: t > 5 ? node % 5 : [0, 0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 1][node]!,
    }))
  );
  const wrong = [{ t: 9, from: 0, to: 5, kind: "wrong" as const }, {
    t: 6,
    from: 2,
    to: 9,
    kind: "wrong" as const,
  }];
  return plots.graphMaps(nodes, [...edges.map(([from, to]) => ({ from, to })), ...wrong], {
    title: "Connectivity: components as predicted after a landscape",
    columns: 4,
  });
}

export function graphScores(): plots.Chart {
  const random = noise(8);
  const edges = range(20).flatMap((from) =>
    range(3).map(() => ({ from, to: Math.floor(random() * 20) })).filter(({ to }) => to !== from)
  );
  const path = [[0, 6], [6, 13], [13, 17]].map(([from, to]) => ({
    from: from!,
    to: to!,
    kind: "path" as const,
  }));
  const nodes = LANDSCAPES.flatMap((t) =>
    range(20).map((node) => ({ t, node, score: node === 6 ? 1 - t / 20 : (random() * t) / 12 }))
  );
  return plots.graphMaps(nodes, [...edges, ...path], {
    edges: "directed",
    scoreLabel: "score of the first action",
    marks: [{ node: 0, label: "start" }, { node: 17, label: "goal" }],
    title: "Shortest path: first action by landscape",
  });
}

export function graphAlone(): plots.Chart {
  const nodes = range(12).map((node) => ({ node, component: node % 3 }));
  const edges = range(9).map((from) => ({ from, to: from + 3 }));
  return plots.graphMaps(nodes, edges, { title: "A graph of twelve nodes" });
}

/** Every chart of the gallery, by name. */
export const GALLERY: Readonly<Record<string, () => plots.Chart>> = {
  lossCurves,
  errorBySteps,
  longReferences,
  accuracyBySteps,
  landscapeMaps,
  errorMaps,
  matrixMaps,
  matrixMapsByPanel,
  planeMaps,
  meshMaps,
  corruption,
  energyAlongLine,
  energyAlongLineShared,
  energyByDistance,
  energyTrace,
  energyTraceOfOne,
  comparisonBars,
  comparisonLinear,
  comparisonNarrow,
  histogram,
  boardTrace,
  graphComponents,
  graphScores,
  graphAlone,
};

if (import.meta.main) {
  const folder = Deno.args[0] ?? ".";
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, draw] of Object.entries(GALLERY)) {
    const chart = draw();
    await Deno.writeTextFile(`${folder}/${name}.svg`, chart.svg());
    await Deno.writeFile(`${folder}/${name}.png`, await chart.png(1));
    console.log(name.padEnd(20), `${chart.width}×${chart.height}`, `${chart.svg().length} bytes`);
  }
}
