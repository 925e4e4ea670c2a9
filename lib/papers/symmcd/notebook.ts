/**
 * What notebook 17 uses.
 *
 * @module
 */
export { generateCrystals } from "../../datasets/crystals.ts";
export { expand, templateOf } from "../../datasets/crystals/crystal.ts";
export { writeSymmetricCif } from "../../datasets/crystals/write_cif.ts";
export {
  orbit,
  project,
  siteCodes,
  spaceGroup,
  wyckoffPositions,
} from "../../symmetry/space_groups/mod.ts";
export { drawFrames, loadCrystals, sampleCrystals, type Stage } from "./generate.ts";
export { exactRows, positionRows, symbolRows, symmetryOf } from "./look.ts";
export * as methods from "./methods.ts";
export { examine, type MadeCrystal, referenceOf, scoresOf } from "./metrics.ts";
export { atomsRow, crystalRow, onTheWay } from "./pictures.ts";
export { SEEDS, TRAINING_CRYSTALS, trainingOptions } from "./presets.ts";
export { mp20Rows, readMp20Record } from "./mp20.ts";
export { readRecord } from "./record.ts";
export * as report from "./report.ts";
export { train } from "./train.ts";
export { verdict } from "./verdict.ts";
