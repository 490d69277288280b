import type { Frame, Run } from "../run.ts";
import type { Expression, Statement } from "../syntax/syntax-tree.ts";
import { DYNAMIC, isSameType, type NetType, typeOf } from "../types/net-type.ts";
import { canComplete } from "./can-complete.ts";
import type { Code, Evaluate, Execute } from "./code.ts";
import { RETURN } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { compileStatement } from "./compile-statement.ts";
import { convertCode, type Place } from "./place.ts";

type Lambda = Extract<Expression, { kind: "lambda" }>;

/**
 * Compiles a lambda to a closure that makes a JavaScript function of as many parameters.
 * @param takes types of the parameters; `dynamic` where they are missing
 * @param returns what it must give; undefined when that is to be found out
 */
export function compileLambda(
  lambda: Lambda,
  takes: readonly NetType[],
  returns: NetType | undefined,
  place: Place,
): Code {
  const scope = place.scope.innerFrame();
  const types = lambda.parameters.map(({ type }, index) =>
    type ? place.compilation.resolveType(type) : (takes[index] ?? DYNAMIC),
  );
  for (const [index, parameter] of lambda.parameters.entries())
    scope.declare(parameter.name, types[index] ?? DYNAMIC);
  const body = compileBody(lambda.body, returns, { compilation: place.compilation, scope });
  return {
    type: typeOf("Func", ...types, body.type),
    run: functionMaker(lambda.parameters.length, body.run),
  };
}

function compileBody(body: Expression | Statement, returns: NetType | undefined, place: Place): Code {
  if (isStatement(body)) return compileBlockBody(body, returns, place);
  const code = compileCode(body, place, returns);
  if (!returns || returns.name === "void") return code;
  return { type: returns, run: convertCode(code, returns, place, body.at) };
}

function isStatement(body: Expression | Statement): body is Statement {
  return body.kind === "block";
}

function compileBlockBody(body: Statement, returns: NetType | undefined, place: Place): Code {
  const returned: NetType[] = [];
  const inside: Place = returns ? { ...place, returns, returned } : { ...place, returned };
  const execute = compileStatement(body, inside);
  const wantsValue = returns ? returns.name !== "void" : returned.length > 0;
  if (wantsValue && canComplete(body)) {
    place.compilation.problem("Not all code paths of this lambda return a value.", body.at);
  }
  return { type: returns ?? commonReturn(returned), run: bodyRunner(execute) };
}

function bodyRunner(execute: Execute): Evaluate {
  return (frame) => (execute(frame) === RETURN ? frame.run.returned : null);
}

function commonReturn(returned: readonly NetType[]): NetType {
  const [first] = returned;
  if (!first) return typeOf("void");
  return returned.every((type) => isSameType(type, first)) ? first : DYNAMIC;
}

/** Functions tell their overloads apart by `length`. */
function functionMaker(count: number, body: Evaluate): Evaluate {
  switch (count) {
    case 0:
      return (frame) => () => enter(body, frame.run, frame, []);
    case 1:
      return (frame) => (first: unknown) => enter(body, frame.run, frame, [first]);
    case 2:
      return (frame) => (first: unknown, second: unknown) => enter(body, frame.run, frame, [first, second]);
    default:
      return (frame) => {
        const call = (...args: readonly unknown[]): unknown => enter(body, frame.run, frame, [...args]);
        return Object.defineProperty(call, "length", { value: count });
      };
  }
}

function enter(body: Evaluate, run: Run, parent: Frame, slots: unknown[]): unknown {
  run.step();
  return body({ run, slots, parent });
}

/** The frame for one turn of a loop whose variables lambdas keep. */
export function innerFrame(frame: Frame): Frame {
  return { run: frame.run, slots: [], parent: frame };
}
