/** Chemical elements: symbols, atomic masses, and the ions that the generator builds with. */

/** Symbols by atomic number, from 1; 0 is none. */
export const SYMBOLS: readonly string[] = (
  " H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se " +
  "Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy " +
  "Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu"
).split(" ");

/** Standard atomic weights (IUPAC, shortened) by atomic number; of the longest lived if unstable. */
export const MASSES: readonly number[] = (
  "0 1.008 4.003 6.94 9.012 10.81 12.011 14.007 15.999 18.998 20.18 22.99 24.305 26.982 28.085 " +
  "30.974 32.06 35.45 39.95 39.098 40.078 44.956 47.867 50.942 51.996 54.938 55.845 58.933 " +
  "58.693 63.546 65.38 69.723 72.63 74.922 78.971 79.904 83.798 85.468 87.62 88.906 91.224 " +
  "92.906 95.95 97 101.07 102.91 106.42 107.87 112.41 114.82 118.71 121.76 127.6 126.9 131.29 " +
  "132.91 137.33 138.91 140.12 140.91 144.24 145 150.36 151.96 157.25 158.93 162.5 164.93 167.26 " +
  "168.93 173.05 174.97 178.49 180.95 183.84 186.21 190.23 192.22 195.08 196.97 200.59 204.38 " +
  "207.2 208.98 209 210 222 223 226 227 232.04 231.04 238.03 237 244"
).split(" ").map(Number);

/**
 * The atomic number of a symbol, whatever its case; undefined for what is none. Deuterium and
 * tritium are hydrogen.
 */
export function atomicNumber(symbol: string): number | undefined {
  const name = symbol.charAt(0).toUpperCase() + symbol.slice(1).toLowerCase();
  if (name === "D" || name === "T") return 1;
  const at = name === "" ? -1 : SYMBOLS.indexOf(name);
  return at > 0 ? at : undefined;
}

/** An ion: its charge, and its radius in Å. */
export interface Ion {
  readonly charge: number;
  readonly radius: number;
}

/**
 * One ion of each of 30 elements, by atomic number: the usual charge, and Shannon's radius for six
 * neighbours, of nitrogen for four, the only one that is tabulated (R. D. Shannon, Acta Cryst. A32, 751, 1976).
 */
export const IONS: ReadonlyMap<number, Ion> = new Map(
  (
    "Li+1:.76 Na+1:1.02 K+1:1.38 Rb+1:1.52 Cs+1:1.67 Ag+1:1.15 Mg+2:.72 Ca+2:1 Sr+2:1.18 " +
    "Ba+2:1.35 Mn+2:.83 Fe+2:.78 Ni+2:.69 Zn+2:.74 Cd+2:.95 Al+3:.535 Sc+3:.745 Y+3:.9 La+3:1.032 " +
    "In+3:.8 Ti+4:.605 Zr+4:.72 Sn+4:.69 Ce+4:.87 N-3:1.46 O-2:1.4 S-2:1.84 F-1:1.33 Cl-1:1.81 " +
    "Br-1:1.96"
  ).split(" ").map((text) => {
    const [, symbol, charge, radius] = /^([A-Z][a-z]?)([+-]\d):(.*)$/.exec(text)!;
    return [SYMBOLS.indexOf(symbol!), { charge: Number(charge), radius: Number(radius) }];
  }),
);
