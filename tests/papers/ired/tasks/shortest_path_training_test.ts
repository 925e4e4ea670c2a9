import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { disposeTree, type Tensor } from "../../../../lib/tensor/mod.ts";
import { loadTrained } from "../../../../lib/papers/ired/evaluation/trained.ts";
import { evaluate } from "../../../../lib/papers/ired/evaluation/solve.ts";
import { openRun } from "../../../../lib/training/run.ts";
import { shortestPath } from "../../../../lib/papers/ired/tasks/shortest_path/shortest_path.ts";
import type { TaskNetwork } from "../../../../lib/papers/ired/tasks/mod.ts";
import type { IredConfig } from "../../../../lib/papers/ired/config.ts";
import { trainingProblem } from "../../../../lib/papers/ired/training.ts";
import { withFolder } from "../../../support/cli.ts";

const numbers = (params: Readonly<Record<string, Tensor>>) =>
  Object.entries(params).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]);

for (const [name, how] of Object.entries<TaskNetwork>(shortestPath.networks)) {
  const { create, training, title } = how;
  Deno.test(`shortest path, ${name}: trains, is saved, and comes back to solve both sets`, async () => {
    await withFolder(async (folder) => {
      const config = { task: "shortest_path", network: name, seed: 1, ...training };
      const run = openRun(
        (chosen: IredConfig) => trainingProblem(shortestPath, how, chosen),
        { ...config, batch: 4, steps: 2 },
        { folder, mode: "graph" },
      );
      for await (const { step, denoising, contrast } of run.steps()) {
        assert(Number.isFinite(denoising!) && Number.isFinite(contrast!));
        if (step > 1 || name === "relational") continue;
        // Energies that hardly depend on y: the noise's weighted square, and no preference.
        assertAlmostEquals(denoising!, (10 + 19 / 2) / 20, 0.25);
        assertAlmostEquals(contrast!, Math.LN2, 0.1);
      }
      const trained = loadTrained(folder);
      assertEquals(trained.title, title);
      assertEquals(trained.network.config, create().config);
      assertEquals(
        numbers(trained.params).sort(),
        numbers(run.trainer.progress.learned.average).sort(),
      );
      for (const difficulty of ["same", "harder"] as const) {
        const { scores } = await evaluate({
          ...trained,
          difficulty,
          problems: 2,
          sampler: { innerSteps: 1 },
          landscapes: 2,
          mode: "graph",
        });
        assertEquals(scores.map(({ metric }) => metric), shortestPath.metrics.map((m) => m.name));
        scores.forEach(({ mean }) => assert(mean >= 0 && mean <= 1));
      }
      disposeTree(trained.params);
      run.dispose();
    });
  });
}
