/** The symmetry operations of a CIF's data block: listed, or by the group's Hall symbol. */
import {
  hasFiniteOrder,
  identity,
  keyOf,
  type Operation,
  operationsOfHall,
  parseTriplet,
  reduce,
} from "../../symmetry/space_groups/mod.ts";
import { type Block, isUnknown, valuesOf } from "./cif_block.ts";
import { FileError, type Token } from "./cif_tokens.ts";

/** Operations in a file, at most: as many as the largest space group has. */
const MOST_OPERATIONS = 192;

const OPERATION_NAMES = ["_symmetry_equiv_pos_as_xyz", "_space_group_symop_operation_xyz"];
const HALL_NAMES = ["_symmetry_space_group_name_hall", "_space_group_name_hall"];

/** Names that do not say which setting of the group is meant, and so not its operations. */
const OTHER_NAMES = [
  ...["_symmetry_int_tables_number", "_space_group_it_number"],
  ...["_symmetry_space_group_name_h-m", "_space_group_name_h-m_alt", "_space_group_name_h-m_ref"],
  ...["_space_group_name_h-m_full", "_space_group_name_schoenflies"],
];

/** Without its operations, a group's atoms would be taken for all that there are. */
function assertPrimitive(block: Block, source: string): void {
  for (const token of OTHER_NAMES.flatMap((name) => valuesOf(block, name))) {
    if (isUnknown(token)) continue;
    if (/^(1|P1|C1\^1)$/i.test(token.text.replaceAll(/[\s_]/g, ""))) continue;
    throw new FileError(
      source,
      token.line,
      `the space group is "${token.text.slice(0, 40)}", but its operations are not listed`,
    );
  }
}

/** A Hall symbol says the setting too: unlike the other names it gives the operations. */
function operationsByHall({ text, line }: Token, source: string): Operation[] {
  const [, sign, lattice, rest] = /^(-?)(.)(.*)$/.exec(text.trim().replaceAll(/[\s_]+/g, " ")) ??
    [];
  try {
    return operationsOfHall(`${sign}${lattice?.toUpperCase()}${rest?.toLowerCase()}`);
  } catch {
    const symbol = text.slice(0, 40);
    throw new FileError(
      source,
      line,
      `the Hall symbol "${symbol}" cannot be read, and the operations are not listed`,
    );
  }
}

/** Any linear map can be written as a triplet: here only symmetries are accepted. */
function operationOf({ text, line }: Token, source: string): Operation {
  let operation: Operation;
  try {
    operation = parseTriplet(text);
  } catch (error) {
    throw new FileError(source, line, (error as Error).message);
  }
  if (hasFiniteOrder(operation.rotation)) return operation;
  const reason = "is no symmetry operation: however often it is repeated, it is not the identity";
  throw new FileError(source, line, `"${text.slice(0, 60)}" ${reason}`);
}

/**
 * The operations that a block lists; if it lists none, those of its Hall symbol; without one the
 * identity alone.
 *
 * @throws {FileError} If what is listed is no operation or lacks the identity, or nothing gives the operations of a group
 * that is named
 */
export function operationsIn(block: Block, source: string): Operation[] {
  const listed = OPERATION_NAMES.map((name) => valuesOf(block, name)).find(({ length }) => length);
  if (!listed) {
    const hall = HALL_NAMES.flatMap((name) => valuesOf(block, name)).find((one) => !isUnknown(one));
    const operations = hall ? operationsByHall(hall, source) : [identity];
    // A group named beside the Hall symbol of P1 is more likely what is meant.
    if (operations.length === 1) assertPrimitive(block, source);
    return operations;
  }
  if (listed.length > MOST_OPERATIONS) {
    throw new FileError(
      source,
      listed[0]!.line,
      `${listed.length} operations, at most ${MOST_OPERATIONS}`,
    );
  }
  const operations = listed.map((token) => operationOf(token, source));
  if (!operations.some((one) => keyOf(reduce(one)) === keyOf(identity))) {
    const { line } = listed[0]!;
    throw new FileError(source, line, "the identity, x,y,z, is not among the operations");
  }
  return operations;
}
