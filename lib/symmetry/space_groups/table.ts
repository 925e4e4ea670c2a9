/**
 * The 230 space groups in the standard setting of International Tables for Crystallography, volume
 * A: unique axis b, hexagonal axes, the origin at a centre of inversion.
 */

/** Hall symbols in order of the groups' numbers. */
export const HALL_SYMBOLS: readonly string[] = `
P 1|-P 1|P 2y|P 2yb|C 2y|P -2y|P -2yc|C -2y|C -2yc|-P 2y|-P 2yb|-C 2y|-P 2yc|-P 2ybc|-C 2yc|
P 2 2|P 2c 2|P 2 2ab|P 2ac 2ab|C 2c 2|C 2 2|F 2 2|I 2 2|I 2b 2c|P 2 -2|P 2c -2|P 2 -2c|
P 2 -2a|P 2c -2ac|P 2 -2bc|P 2ac -2|P 2 -2ab|P 2c -2n|P 2 -2n|C 2 -2|C 2c -2|C 2 -2c|A 2 -2|
A 2 -2b|A 2 -2a|A 2 -2ab|F 2 -2|F 2 -2d|I 2 -2|I 2 -2c|I 2 -2a|-P 2 2|-P 2ab 2bc|-P 2 2c|
-P 2ab 2b|-P 2a 2a|-P 2a 2bc|-P 2ac 2|-P 2a 2ac|-P 2 2ab|-P 2ab 2ac|-P 2c 2b|-P 2 2n|
-P 2ab 2a|-P 2n 2ab|-P 2ac 2ab|-P 2ac 2n|-C 2c 2|-C 2ac 2|-C 2 2|-C 2 2c|-C 2a 2|-C 2a 2ac|
-F 2 2|-F 2uv 2vw|-I 2 2|-I 2 2c|-I 2b 2c|-I 2b 2|P 4|P 4w|P 4c|P 4cw|I 4|I 4bw|P -4|I -4|
-P 4|-P 4c|-P 4a|-P 4bc|-I 4|-I 4ad|P 4 2|P 4ab 2ab|P 4w 2c|P 4abw 2nw|P 4c 2|P 4n 2n|
P 4cw 2c|P 4nw 2abw|I 4 2|I 4bw 2bw|P 4 -2|P 4 -2ab|P 4c -2c|P 4n -2n|P 4 -2c|P 4 -2n|
P 4c -2|P 4c -2ab|I 4 -2|I 4 -2c|I 4bw -2|I 4bw -2c|P -4 2|P -4 2c|P -4 2ab|P -4 2n|P -4 -2|
P -4 -2c|P -4 -2ab|P -4 -2n|I -4 -2|I -4 -2c|I -4 2|I -4 2bw|-P 4 2|-P 4 2c|-P 4a 2b|
-P 4a 2bc|-P 4 2ab|-P 4 2n|-P 4a 2a|-P 4a 2ac|-P 4c 2|-P 4c 2c|-P 4ac 2b|-P 4ac 2bc|
-P 4c 2ab|-P 4n 2n|-P 4ac 2a|-P 4ac 2ac|-I 4 2|-I 4 2c|-I 4bd 2|-I 4bd 2c|P 3|P 31|P 32|R 3|
-P 3|-R 3|P 3 2|P 3 2"|P 31 2 (0 0 4)|P 31 2"|P 32 2 (0 0 2)|P 32 2"|R 3 2"|P 3 -2"|P 3 -2|
P 3 -2"c|P 3 -2c|R 3 -2"|R 3 -2"c|-P 3 2|-P 3 2c|-P 3 2"|-P 3 2"c|-R 3 2"|-R 3 2"c|P 6|P 61|
P 65|P 62|P 64|P 6c|P -6|-P 6|-P 6c|P 6 2|P 61 2 (0 0 5)|P 65 2 (0 0 1)|P 62 2 (0 0 4)|
P 64 2 (0 0 2)|P 6c 2c|P 6 -2|P 6 -2c|P 6c -2|P 6c -2c|P -6 2|P -6c 2|P -6 -2|P -6c -2c|
-P 6 2|-P 6 2c|-P 6c 2|-P 6c 2c|P 2 2 3|F 2 2 3|I 2 2 3|P 2ac 2ab 3|I 2b 2c 3|-P 2 2 3|
-P 2ab 2bc 3|-F 2 2 3|-F 2uv 2vw 3|-I 2 2 3|-P 2ac 2ab 3|-I 2b 2c 3|P 4 2 3|P 4n 2 3|
F 4 2 3|F 4d 2 3|I 4 2 3|P 4acd 2ab 3|P 4bd 2ab 3|I 4bd 2c 3|P -4 2 3|F -4 2 3|I -4 2 3|
P -4n 2 3|F -4a 2 3|I -4bd 2c 3|-P 4 2 3|-P 4a 2bc 3|-P 4n 2 3|-P 4bc 2bc 3|-F 4 2 3|
-F 4a 2 3|-F 4vw 2vw 3|-F 4ud 2vw 3|-I 4 2 3|-I 4bd 2c 3
`.replaceAll("\n", "").split("|");

/** Short Hermann-Mauguin symbols in order of the groups' numbers. */
export const HM_SYMBOLS: readonly string[] = `
P1 P-1 P2 P2_1 C2 Pm Pc Cm Cc P2/m P2_1/m C2/m P2/c P2_1/c C2/c P222 P222_1 P2_12_12
P2_12_12_1 C222_1 C222 F222 I222 I2_12_12_1 Pmm2 Pmc2_1 Pcc2 Pma2 Pca2_1 Pnc2 Pmn2_1 Pba2
Pna2_1 Pnn2 Cmm2 Cmc2_1 Ccc2 Amm2 Aem2 Ama2 Aea2 Fmm2 Fdd2 Imm2 Iba2 Ima2 Pmmm Pnnn Pccm
Pban Pmma Pnna Pmna Pcca Pbam Pccn Pbcm Pnnm Pmmn Pbcn Pbca Pnma Cmcm Cmce Cmmm Cccm Cmme
Ccce Fmmm Fddd Immm Ibam Ibca Imma P4 P4_1 P4_2 P4_3 I4 I4_1 P-4 I-4 P4/m P4_2/m P4/n
P4_2/n I4/m I4_1/a P422 P42_12 P4_122 P4_12_12 P4_222 P4_22_12 P4_322 P4_32_12 I422 I4_122
P4mm P4bm P4_2cm P4_2nm P4cc P4nc P4_2mc P4_2bc I4mm I4cm I4_1md I4_1cd P-42m P-42c P-42_1m
P-42_1c P-4m2 P-4c2 P-4b2 P-4n2 I-4m2 I-4c2 I-42m I-42d P4/mmm P4/mcc P4/nbm P4/nnc P4/mbm
P4/mnc P4/nmm P4/ncc P4_2/mmc P4_2/mcm P4_2/nbc P4_2/nnm P4_2/mbc P4_2/mnm P4_2/nmc
P4_2/ncm I4/mmm I4/mcm I4_1/amd I4_1/acd P3 P3_1 P3_2 R3 P-3 R-3 P312 P321 P3_112 P3_121
P3_212 P3_221 R32 P3m1 P31m P3c1 P31c R3m R3c P-31m P-31c P-3m1 P-3c1 R-3m R-3c P6 P6_1
P6_5 P6_2 P6_4 P6_3 P-6 P6/m P6_3/m P622 P6_122 P6_522 P6_222 P6_422 P6_322 P6mm P6cc
P6_3cm P6_3mc P-6m2 P-6c2 P-62m P-62c P6/mmm P6/mcc P6_3/mcm P6_3/mmc P23 F23 I23 P2_13
I2_13 Pm-3 Pn-3 Fm-3 Fd-3 Im-3 Pa-3 Ia-3 P432 P4_232 F432 F4_132 I432 P4_332 P4_132 I4_132
P-43m F-43m I-43m P-43n F-43c I-43d Pm-3m Pn-3n Pm-3n Pn-3m Fm-3m Fm-3c Fd-3m Fd-3c Im-3m
Ia-3d
`.trim().split(/\s+/);
