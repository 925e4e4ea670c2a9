/** Ops on each entry by itself, or on pairs of entries. */
import { TF } from "../../libtensorflow/host_values.ts";
import type { Element } from "../elements.ts";
import {
  binary,
  broadcast,
  commonShape,
  compare,
  convert,
  numberLike,
  select,
  unary,
  withNumber,
} from "./build.ts";
import type { Emitter, Emitters } from "./call.ts";
import { type Module, typeOf, type Value } from "./module.ts";

const SELU_SCALE = 1.0507009873554805, SELU_ALPHA = 1.6732632423543772;

const one = (op: string): Emitter => ({ m, x: [x] }) => unary(m, op, x!);
const two = (op: string): Emitter => ({ m, x: [a, b] }) => binary(m, op, a!, b!);
const comparison = (direction: string): Emitter => ({ m, x: [a, b] }) =>
  compare(m, direction, a!, b!);
const of = (emit: (m: Module, x: Value) => Value): Emitter => ({ m, x: [x] }) => emit(m, x!);

const isPositive = (m: Module, x: Value) => compare(m, "GT", x, numberLike(m, 0, x));
const zeroAt = (m: Module, x: Value) => compare(m, "EQ", x, numberLike(m, 0, x));
const both = (m: Module, a: Value, b: Value) => {
  const shape = commonShape(a.shape, b.shape);
  return [broadcast(m, a, shape), broadcast(m, b, shape)] as const;
};

/** a - ⌊a/b⌋·b: the remainder with the sign of `b`. */
function floorMod(m: Module, x: Value, y: Value): Value {
  const [a, b] = both(m, x, y);
  const rest = binary(m, "remainder", a, b);
  const negative = (v: Value) => compare(m, "LT", v, numberLike(m, 0, v));
  const differs = compare(
    m,
    "NE",
    convert(m, negative(rest), "i32"),
    convert(m, negative(b), "i32"),
  );
  const wrong = binary(m, "and", differs, compare(m, "NE", rest, numberLike(m, 0, rest)));
  return select(m, wrong, binary(m, "add", rest, b), rest);
}

function floorDivide(m: Module, a: Value, b: Value): Value {
  if (a.element === "f32") return unary(m, "floor", binary(m, "divide", a, b));
  return binary(m, "divide", binary(m, "subtract", a, floorMod(m, a, b)), b);
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e^-|x|) */
function softplus(m: Module, x: Value): Value {
  const tail = unary(
    m,
    "log_plus_one",
    unary(m, "exponential", unary(m, "negate", unary(m, "abs", x))),
  );
  return binary(m, "add", withNumber(m, "maximum", x, 0), tail);
}

function elu(m: Module, x: Value): Value {
  return select(m, isPositive(m, x), x, unary(m, "exponential_minus_one", x));
}

/** (eˣ ± e⁻ˣ)/2, the difference from eˣ - 1 and e⁻ˣ - 1, which do not cancel near 0. */
const hyperbolic = (op: "add" | "subtract") => (m: Module, x: Value) => {
  const power = op === "add" ? "exponential" : "exponential_minus_one";
  const other = unary(m, power, unary(m, "negate", x));
  return withNumber(m, "multiply", binary(m, op, unary(m, power, x), other), 0.5);
};

function finite(m: Module, x: Value): Value {
  return m.op("is_finite", [x], x.shape, "i1");
}

/** √(1 - x²) */
const otherLeg = (m: Module, x: Value) =>
  unary(m, "sqrt", binary(m, "subtract", numberLike(m, 1, x), binary(m, "multiply", x, x)));

const isNaN = (m: Module, x: Value) => compare(m, "NE", x, x);

const elementOf: Readonly<Record<number, Element>> = {
  [TF.FLOAT]: "f32",
  [TF.INT32]: "i32",
  [TF.BOOL]: "i1",
};

/** Emitters of elementwise ops. */
export const elementwise: Emitters = {
  AddV2: two("add"),
  Add: two("add"),
  Sub: two("subtract"),
  Mul: two("multiply"),
  Maximum: two("maximum"),
  Minimum: two("minimum"),
  Pow: two("power"),
  Atan2: two("atan2"),
  LogicalAnd: two("and"),
  LogicalOr: two("or"),
  BitwiseAnd: two("and"),
  Div: two("divide"),
  RealDiv: two("divide"),
  FloorDiv: ({ m, x: [a, b] }) => floorDivide(m, a!, b!),
  FloorMod: ({ m, x: [a, b] }) => floorMod(m, a!, b!),
  DivNoNan({ m, x: [x, y] }) {
    const [a, b] = both(m, x!, y!);
    return select(m, zeroAt(m, b), numberLike(m, 0, a), binary(m, "divide", a, b));
  },
  SquaredDifference({ m, x: [a, b] }) {
    const difference = binary(m, "subtract", a!, b!);
    return binary(m, "multiply", difference, difference);
  },
  Equal: comparison("EQ"),
  NotEqual: comparison("NE"),
  Greater: comparison("GT"),
  GreaterEqual: comparison("GE"),
  Less: comparison("LT"),
  LessEqual: comparison("LE"),

  Abs: one("abs"),
  Neg: one("negate"),
  Sign: one("sign"),
  Ceil: one("ceil"),
  Floor: one("floor"),
  Round: ({ m, x: [x] }) => x!.element === "f32" ? unary(m, "round_nearest_even", x!) : x!,
  Rint: one("round_nearest_even"),
  Exp: one("exponential"),
  Expm1: one("exponential_minus_one"),
  Log: one("log"),
  Log1p: one("log_plus_one"),
  Sqrt: one("sqrt"),
  Rsqrt: one("rsqrt"),
  Sin: one("sine"),
  Cos: one("cosine"),
  Tan: of((m, x) => binary(m, "divide", unary(m, "sine", x), unary(m, "cosine", x))),
  Tanh: one("tanh"),
  Sinh: of(hyperbolic("subtract")),
  Cosh: of(hyperbolic("add")),
  Asin: of((m, x) => binary(m, "atan2", x, otherLeg(m, x))),
  Acos: of((m, x) => binary(m, "atan2", otherLeg(m, x), x)),
  Atan: of((m, x) => binary(m, "atan2", x, numberLike(m, 1, x))),
  // Of the dialect beside StableHLO, which every plugin reads for JAX's sake.
  Erf: of((m, x) => m.ops(`chlo.erf ${x.name} : ${typeOf(x)} -> ${typeOf(x)}`, [x])[0]!),
  Sigmoid: one("logistic"),
  LogicalNot: one("not"),
  Square: of((m, x) => binary(m, "multiply", x, x)),
  Reciprocal: of((m, x) => binary(m, "divide", numberLike(m, 1, x), x)),
  Inv: of((m, x) => binary(m, "divide", numberLike(m, 1, x), x)),
  IsNan: of(isNaN),
  IsFinite: of(finite),
  IsInf: of((m, x) => compare(m, "EQ", unary(m, "abs", x), numberLike(m, Infinity, x))),
  Relu: of((m, x) => withNumber(m, "maximum", x, 0)),
  Relu6: of((m, x) => withNumber(m, "minimum", withNumber(m, "maximum", x, 0), 6)),
  LeakyRelu({ m, x: [x], attribute }) {
    const small = withNumber(m, "multiply", x!, attribute<number>("alpha", 0.2));
    return select(m, isPositive(m, x!), x!, small);
  },
  Elu: of(elu),
  EluGrad({ m, x: [dy, y] }) {
    const slope = withNumber(m, "add", y!, 1);
    return select(m, isPositive(m, y!), dy!, binary(m, "multiply", dy!, slope));
  },
  Selu: of((m, x) => {
    const below = withNumber(m, "multiply", unary(m, "exponential_minus_one", x), SELU_ALPHA);
    return withNumber(m, "multiply", select(m, isPositive(m, x), x, below), SELU_SCALE);
  }),
  Softplus: of(softplus),
  // d·s·(1 - s), where s = σ(z)
  SigmoidGrad({ m, x: [s, d] }) {
    const rest = binary(m, "subtract", numberLike(m, 1, s!), s!);
    return binary(m, "multiply", d!, binary(m, "multiply", s!, rest));
  },

  Identity: ({ x: [x] }) => x!,
  Cast({ m, x: [x], attribute }) {
    const to = elementOf[attribute<number>("DstT")];
    if (!to) throw new TypeError("it must be to float32, int32 or bool");
    return convert(m, x!, to);
  },
  ZerosLike: of((m, x) => numberLike(m, 0, x)),
  OnesLike: of((m, x) => numberLike(m, 1, x)),
  AddN: ({ m, x }) => x.slice(1).reduce((sum, each) => binary(m, "add", sum, each), x[0]!),
  Select({ m, x: [condition, a, b] }) {
    const shape = commonShape(a!.shape, b!.shape);
    // Select, unlike SelectV2, takes a condition per row.
    const rest = shape.length - condition!.shape.length;
    const rows = rest > 0 && condition!.shape.length === 1
      ? m.op("reshape", [condition!], [...condition!.shape, ...Array<number>(rest).fill(1)])
      : condition!;
    return select(m, broadcast(m, rows, shape), broadcast(m, a!, shape), broadcast(m, b!, shape));
  },
  SelectV2({ m, x: [condition, a, b] }) {
    const shape = commonShape(condition!.shape, a!.shape, b!.shape);
    return select(
      m,
      broadcast(m, condition!, shape),
      broadcast(m, a!, shape),
      broadcast(m, b!, shape),
    );
  },
};
