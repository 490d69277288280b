import { converted } from "./convert.ts";
import { semanticError } from "./kql-error.ts";
import { type Compiled, combine } from "./scope.ts";
import { textTest } from "./text-tests.ts";
import { compareValues, isNumeric, type KqlType, showValue, type Value } from "./value.ts";

/** Compiles `left operator right`. @throws KqlError (SemanticError) when the operator does not take these types */
export function compileBinary(operator: string, left: Compiled, right: Compiled, at: number): Compiled {
  if (operator === "and" || operator === "or") return compileLogic(operator, left, right, at);
  if (ARITHMETIC.includes(operator)) return compileArithmetic(operator, left, right, at);
  if (operator in COMPARISONS) return compileComparison(operator, left, right, at);
  if (operator === "=~" || operator === "!~") {
    const not = operator === "!~";
    return compileTexts(left, right, at, operator, (a, b) => (a.toLowerCase() === b.toLowerCase()) !== not);
  }
  if (operator === "matches regex") return compileRegex(left, right, at);
  const test = textTest(operator);
  if (test) return compileTexts(left, right, at, operator, test);
  throw semanticError(`The operator '${operator}' is not in the lab cloud's KQL.`, at);
}

function compileLogic(operator: "and" | "or", left: Compiled, right: Compiled, at: number): Compiled {
  for (const { type } of [left, right])
    if (type !== "bool" && type !== "dynamic")
      throw semanticError(`'${operator}' takes conditions on both sides; one is ${article(type)}.`, at);
  const decided = operator === "or";
  return {
    type: "bool",
    constant: left.constant && right.constant,
    value: (row) => ((left.value(row) === true) === decided ? decided : right.value(row) === true),
  };
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function compileComparison(operator: string, left: Compiled, right: Compiled, at: number): Compiled {
  const [one, other] = comparable(left, right, at);
  const passes = COMPARISONS[operator] ?? (() => false);
  return combine("bool", [one, other], ([a = null, b = null]) => {
    if (a === null || b === null) return compareNull(operator, a, b);
    if (Number.isNaN(a) || Number.isNaN(b)) return operator === "!=";
    return passes(compareValues(a, b));
  });
}

/** Nothing is equal to nothing; a value is not equal to nothing. */
const compareNull = (operator: string, a: Value, b: Value): Value =>
  operator === "!=" ? (a === b ? null : true) : a === b ? null : operator === "==" ? false : null;

/** Both sides in a form in which they can be compared. */
export function comparable(left: Compiled, right: Compiled, at: number): readonly [Compiled, Compiled] {
  const [one, other] = [left.type, right.type];
  if (one === other || (isNumeric(one) && isNumeric(other))) return [left, right];
  if (one === "dynamic") return [fromDynamic(left, other), right];
  if (other === "dynamic") return [left, fromDynamic(right, one)];
  if (one === "bool" && other === "string") return [lowered(left), lowered(right)];
  if (one === "string" && other === "bool") return [lowered(left), lowered(right)];
  if ((one === "bool" && isNumeric(other)) || (isNumeric(one) && other === "bool"))
    return [converted(left, "long"), converted(right, "long")];
  throw semanticError(
    `Cannot compare ${article(one)} with ${article(other)}. Convert one of them, as by ${CONVERSIONS[one === "string" ? other : one]}(…).`,
    at,
  );
}

/** JSON compared with a value of a type: what has another form is not equal to it. */
function fromDynamic(expression: Compiled, to: KqlType): Compiled {
  if (to === "string") {
    const text = (value: Value): Value => (value === null ? null : showValue(value, "dynamic"));
    return combine("string", [expression], ([value = null]) => text(value));
  }
  return converted(expression, to);
}

const lowered = (expression: Compiled): Compiled =>
  combine("string", [converted(expression, "string")], ([text]) => String(text).toLowerCase());

export const CONVERSIONS: Readonly<Record<KqlType, string>> = {
  bool: "tobool",
  int: "toint",
  long: "tolong",
  real: "todouble",
  string: "tostring",
  datetime: "todatetime",
  timespan: "totimespan",
  dynamic: "todynamic",
};

/** `a string`, `an int` */
export const article = (type: KqlType): string => (type === "int" ? `an ${type}` : `a ${type}`);

const ARITHMETIC = ["+", "-", "*", "/", "%"];

function compileArithmetic(operator: string, left: Compiled, right: Compiled, at: number): Compiled {
  const type = resultType(operator, left.type, right.type);
  if (!type) throw refuseArithmetic(operator, left.type, right.type, at);
  const whole = type === "long";
  return combine(type, [left, right], ([a, b]) => {
    if (typeof a !== "number" || typeof b !== "number") return null;
    return calculate(operator, a, b, whole);
  });
}

function refuseArithmetic(operator: string, left: KqlType, right: KqlType, at: number) {
  const hint =
    left === "dynamic" || right === "dynamic"
      ? " A value of a dynamic column is converted first, as by todouble(…)."
      : left === "string" || right === "string"
        ? " Texts are joined by strcat(…), and converted by todouble(…)."
        : "";
  return semanticError(`'${operator}' does not take ${article(left)} and ${article(right)}.${hint}`, at);
}

function resultType(operator: string, left: KqlType, right: KqlType): KqlType | undefined {
  if (isNumeric(left) && isNumeric(right)) return left === "real" || right === "real" ? "real" : "long";
  const pair = `${isNumeric(left) ? "number" : left} ${operator} ${isNumeric(right) ? "number" : right}`;
  return TIME_RESULTS[pair];
}

const TIME_RESULTS: Readonly<Record<string, KqlType>> = {
  "datetime - datetime": "timespan",
  "datetime + timespan": "datetime",
  "timespan + datetime": "datetime",
  "datetime - timespan": "datetime",
  "timespan + timespan": "timespan",
  "timespan - timespan": "timespan",
  "timespan * number": "timespan",
  "number * timespan": "timespan",
  "timespan / number": "timespan",
  "timespan / timespan": "real",
  "timespan % timespan": "timespan",
};

function calculate(operator: string, a: number, b: number, whole: boolean): Value {
  if (operator === "+") return a + b;
  if (operator === "-") return a - b;
  if (operator === "*") return a * b;
  if (whole && b === 0) return null;
  if (operator === "%") return whole ? ((a % b) + Math.abs(b)) % Math.abs(b) : a % b;
  return whole ? Math.trunc(a / b) : a / b;
}

function compileTexts(
  left: Compiled,
  right: Compiled,
  at: number,
  operator: string,
  test: (text: string, sought: string) => boolean,
): Compiled {
  const texts = [left, right].map((side) => asText(side, operator, at));
  return combine("bool", texts, ([text, sought]) => test(String(text), String(sought)));
}

function asText(expression: Compiled, operator: string, at: number): Compiled {
  if (expression.type === "string") return expression;
  if (expression.type === "dynamic") return converted(expression, "string");
  throw semanticError(
    `'${operator}' takes texts; one side is ${article(expression.type)}. Convert it by tostring(…).`,
    at,
  );
}

const LONGEST_PATTERN = 1000;

function compileRegex(left: Compiled, right: Compiled, at: number): Compiled {
  if (!right.constant) throw semanticError("'matches regex' takes a literal pattern.", at);
  const pattern = readPattern(String(right.value([])), at);
  return combine("bool", [asText(left, "matches regex", at)], ([text]) => pattern.test(String(text)));
}

/** A regular expression; `(?i)` at its start ignores case. @throws KqlError (SemanticError) */
export function readPattern(source: string, at: number): RegExp {
  const [, ignore = "", body = ""] = /^(\(\?i\))?([\s\S]*)$/.exec(source) ?? [];
  if (body.length > LONGEST_PATTERN)
    throw semanticError(`The pattern is longer than ${LONGEST_PATTERN} characters.`, at);
  try {
    return new RegExp(body, ignore ? "iu" : "u");
  } catch {
    throw semanticError(`'${source.slice(0, 80)}' is no regular expression.`, at);
  }
}
