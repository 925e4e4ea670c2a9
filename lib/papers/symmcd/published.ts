/** The paper's tables 1 to 3 (MP-20, 10,000 samples), as far as ours have a counterpart. */

/** A method's published numbers. */
export interface PublishedRow {
  readonly method: string;
  /** Unique templates, per cent of them in the training set, new ones. */
  readonly templates: number;
  readonly known: number;
  readonly fresh: number;
  /** Per cent of valid structures and compositions. */
  readonly valid: number;
  readonly neutral: number;
  /** Distances of densities and of space groups. */
  readonly densityDistance: number;
  readonly groupDistance: number;
}

const row = (method: string, ...n: readonly number[]): PublishedRow => ({
  method,
  templates: n[0]!,
  known: n[1]!,
  fresh: n[2]!,
  valid: n[3]!,
  neutral: n[4]!,
  densityDistance: n[5]!,
  groupDistance: n[6]!,
});

/** SymmCD (2502.03638), tables 1 and 3. */
export const PUBLISHED: readonly PublishedRow[] = [
  row("CDVAE", 797, 28.7, 568, 99.97, 85.61, 0.70, 0.69),
  row("DiffCSP", 1347, 43.2, 764, 97.43, 82.50, 0.18, 0.44),
  row("DiffCSP++", 1905, 94.2, 110, 99.44, 86.50, 0.12, 0.16),
  row("FlowMM", 1291, 41.7, 753, 96.67, 83.25, 0.23, 0.50),
  row("SymmCD", 2794, 40.8, 1654, 90.34, 85.81, 0.23, 0.164),
];

/** Seconds per epoch: the asymmetric unit, and the conventional cell. */
export const PUBLISHED_SECONDS = { orbits: 27, atoms: 52 } as const;
