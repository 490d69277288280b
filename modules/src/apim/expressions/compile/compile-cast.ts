import type { Expression } from "../syntax/syntax-tree.ts";
import { type NetType, typeText } from "../types/net-type.ts";
import { isCastable } from "./assignable.ts";
import type { Code } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { castValue, isInstance } from "./convert-value.ts";
import { delegateShape } from "./delegate-shape.ts";
import type { Place } from "./place.ts";

type Cast = Extract<Expression, { kind: "cast" }>;
type As = Extract<Expression, { kind: "as" }>;

/** `(type)value`. */
export function compileCast(expression: Cast, place: Place): Code {
  const { library } = place.compilation;
  const type = place.compilation.resolveType(expression.type);
  const code = compileCode(expression.value, place, type);
  if (delegateShape(type)) return { type, run: code.run };
  checkCast(code.type, type, expression.at, place);
  const { run } = code;
  if (type.name === "object" || type.name === "dynamic") return { type, run };
  if (code.type.name === type.name && type.args.length === 0) return { type, run };
  const from = code.type;
  if (type.name === "string") {
    return {
      type,
      run: (frame) => {
        const value = run(frame);
        return typeof value === "string" ? value : castValue(value, type, from, library);
      },
    };
  }
  return { type, run: (frame) => castValue(run(frame), type, from, library) };
}

function checkCast(from: NetType, to: NetType, at: number, { compilation }: Place): void {
  if (from.name === "lambda" || isCastable(from, to, compilation.library)) return;
  const mend = to.name === "string" ? " Write .ToString() instead." : "";
  compilation.problem(`Cannot convert '${typeText(from)}' to '${typeText(to)}'.${mend}`, at);
}

/** `value as type`: null when it is of another type. */
export function compileAs(expression: As, place: Place): Code {
  const { library } = place.compilation;
  const type = place.compilation.resolveType(expression.type);
  const { run } = compileCode(expression.value, place);
  if (library.definitionOf(type)?.isValueType && type.name !== "?") {
    const message = `'as' needs a type that can be null; '${typeText(type)}' cannot.`;
    place.compilation.problem(message, expression.at);
  }
  return {
    type,
    run: (frame) => {
      const value = run(frame);
      return isInstance(value, type, library) ? value : null;
    },
  };
}
