/**
 * Networks, one per file.
 *
 * @module
 */
export { egnn, type EgnnConfig } from "./egnn.ts";
export { emnn, type EmnnConfig, type MeshNetwork, type MeshTensors } from "./emnn.ts";
export { graphNlm, type GraphNlmConfig, unusedNlmParameters } from "./graph_nlm.ts";
export { graphRelational, type GraphRelationalConfig } from "./graph_relational.ts";
export { matrixExchangeable, type MatrixExchangeableConfig } from "./matrix_exchangeable.ts";
export { matrixProducts, type MatrixProductsConfig } from "./matrix_products.ts";
export { mlp, type MlpConfig } from "./mlp.ts";
export { particleGraph, type ParticleGraphConfig } from "./particle_graph.ts";
export { pathConv, type PathConvConfig } from "./path_conv.ts";
export { pathRelational, type PathRelationalConfig } from "./path_relational.ts";
export { scoreMlp, type ScoreMlpConfig } from "./score_mlp.ts";
export { sudokuConv, type SudokuConvConfig } from "./sudoku_conv.ts";
export { visualPosterior } from "./sudoku_posterior.ts";
export { sudokuRelational, type SudokuRelationalConfig } from "./sudoku_relational.ts";
export { digitReader, visualSudoku, type VisualSudokuConfig } from "./sudoku_visual.ts";
export { vectorMlp, type VectorMlpConfig } from "./vector_mlp.ts";
