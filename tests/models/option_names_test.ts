/** Networks refuse options that they do not know: those would pass into their config, and train another network. */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { cosineSchedule } from "../../lib/diffusion/schedule.ts";
import { egnn } from "../../lib/models/egnn.ts";
import { emnn } from "../../lib/models/emnn.ts";
import { frameVectors } from "../../lib/models/frame_vectors.ts";
import { graphNlm } from "../../lib/models/graph_nlm.ts";
import { graphRelational } from "../../lib/models/graph_relational.ts";
import { matrixExchangeable } from "../../lib/models/matrix_exchangeable.ts";
import { matrixProducts } from "../../lib/models/matrix_products.ts";
import { mlp } from "../../lib/models/mlp.ts";
import { particleGraph } from "../../lib/models/particle_graph.ts";
import { pathConv } from "../../lib/models/path_conv.ts";
import { pathRelational } from "../../lib/models/path_relational.ts";
import { scoreMlp } from "../../lib/models/score_mlp.ts";
import { sudokuConv } from "../../lib/models/sudoku_conv.ts";
import { visualPosterior } from "../../lib/models/sudoku_posterior.ts";
import { sudokuRelational } from "../../lib/models/sudoku_relational.ts";
import { digitReader, visualSudoku } from "../../lib/models/sudoku_visual.ts";
import { vectorMlp } from "../../lib/models/vector_mlp.ts";

const noise = cosineSchedule();

/** Every network, with what it cannot be without. */
const networks: Record<string, (options: object) => { readonly config: object }> = {
  mlp: (options) => mlp({ conditionSize: 2, answerSize: 2, ...options }),
  graphRelational,
  graphNlm,
  matrixExchangeable: (options) => matrixExchangeable({ problem: "addition", ...options }),
  matrixProducts,
  sudokuRelational,
  sudokuConv,
  visualSudoku,
  visualPosterior: (options) => visualPosterior(noise, options),
  digitReader,
  pathConv,
  pathRelational: (options) => pathRelational(noise, options),
  egnn,
  particleGraph,
  scoreMlp,
  vectorMlp: (options) => vectorMlp({ dimensions: 2, ...options }),
  emnn: (options) => emnn({ outputs: 1, ...options }),
  frameVectors: (options) => frameVectors({ particles: 3, dimensions: 2, ...options }),
};

for (const [name, create] of Object.entries(networks)) {
  Deno.test(`${name}() refuses options that it does not know, and takes its own config`, () => {
    for (const wrong of [{ widht: 3 }, { unitz: 3 }, { device: 3 }]) {
      const option = `Unknown option ${Object.keys(wrong)}`;
      assertStringIncludes(assertThrows(() => create(wrong), RangeError).message, option);
    }
    // What a checkpoint holds is given back.
    const { config } = create({});
    assertEquals(create(config).config, config);
  });
}

Deno.test("what was meant is said", () => {
  assertThrows(() => graphRelational({ widht: 3 } as object), RangeError, "did you mean width?");
  const wrong = { temprature: 3 } as object;
  assertThrows(() => visualPosterior(noise, wrong), RangeError, "did you mean temperature?");
});

Deno.test("sizes that have no default are asked for", () => {
  const needed = "must be an integer of at least 1: current value is undefined";
  for (const given of [{ width: 8 }, { width: 8, answerSize: 2 }] as never[]) {
    assertThrows(() => mlp(given), RangeError, `conditionSize ${needed}`);
  }
  assertThrows(() => mlp({ conditionSize: 2 } as never), RangeError, `answerSize ${needed}`);
  assertThrows(() => vectorMlp({} as never), RangeError, `dimensions ${needed}`);
});

Deno.test("options in the place of the noise levels are refused", () => {
  const wrong = [{ widht: 3 }, { temprature: 3 }, undefined] as never[];
  for (const given of wrong) {
    assertThrows(() => pathRelational(given), TypeError, "noise of pathRelational must be");
    assertThrows(() => visualPosterior(given), TypeError, "noise of visualPosterior must be");
  }
});
