import type { Frame } from "../run.ts";
import type { Statement } from "../syntax/syntax-tree.ts";
import { NULL } from "../types/net-type.ts";
import { BREAK, CONTINUE, type Completion, type Execute, NEXT, RETURN } from "./code.ts";
import { compileCode, toThrown } from "./compile-code.ts";
import {
  compileDeconstruct,
  compileFunction,
  compileVariables,
  declareFunction,
} from "./compile-declaration.ts";
import { compileDo, compileFor, compileForeach, compileWhile } from "./compile-loop.ts";
import { conditionOf } from "./compile-pattern.ts";
import { compileSwitch } from "./compile-switch.ts";
import { compileTry, compileUsing, usingRest } from "./compile-try.ts";
import { convertCode, type Place } from "./place.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

export function compileStatement(statement: Statement, place: Place): Execute {
  switch (statement.kind) {
    case "block":
      return compileBlock(statement.statements, { ...place, scope: place.scope.inner() });
    case "empty":
      return () => NEXT;
    case "expression":
      return compileExpressionStatement(statement, place);
    case "variables":
      return compileVariables(statement, place);
    case "deconstruct":
      return compileDeconstruct(statement, place);
    case "function":
      declareFunction(statement, place);
      return compileFunction(statement, place);
    case "if":
      return compileIf(statement, place);
    case "for":
      return compileFor(statement, place);
    case "foreach":
      return compileForeach(statement, place);
    case "while":
      return compileWhile(statement, place);
    case "do":
      return compileDo(statement, place);
    case "switch":
      return compileSwitch(statement, place);
    case "break":
      return compileJump(BREAK, place.inLoop || place.inSwitch, statement.at, place);
    case "continue":
      return compileJump(CONTINUE, place.inLoop, statement.at, place);
    case "return":
      return compileReturn(statement, place);
    case "throw":
      return compileThrow(statement, place);
    case "try":
      return compileTry(statement, place);
    case "using":
      return compileUsing(statement, place);
  }
}

/** Statements one after the other in a scope that exists already. */
export function compileBlock(statements: readonly Statement[], place: Place): Execute {
  for (const statement of statements) if (statement.kind === "function") declareFunction(statement, place);
  const usingAt = statements.findIndex((statement) => statement.kind === "variables" && statement.using);
  const steps: Execute[] = [];
  for (const [index, statement] of statements.entries()) {
    // A function may be called above the place where it stands.
    if (statement.kind === "function") {
      steps.unshift(compileFunction(statement, place));
      continue;
    }
    if (index === usingAt && statement.kind === "variables") {
      steps.push(usingRest(statement, statements.slice(index + 1), place));
      break;
    }
    steps.push(compileStatement(statement, place));
  }
  return runAll(steps);
}

function runAll(steps: readonly Execute[]): Execute {
  const [first, second] = steps;
  if (!first) return () => NEXT;
  if (!second) return first;
  return (frame) => {
    for (const step of steps) {
      const completion = step(frame);
      if (completion !== NEXT) return completion;
    }
    return NEXT;
  };
}

const ALONE = new Set(["call", "assign", "step", "new", "conditional-access", "unreadable"]);

function compileExpressionStatement({ value, at }: Of<"expression">, place: Place): Execute {
  if (!ALONE.has(value.kind)) {
    place.compilation.problem("Only a call, an assignment, ++ and -- can stand alone as a statement.", at);
  }
  const { run } = compileCode(value, place);
  return (frame) => {
    run(frame);
    return NEXT;
  };
}

function compileIf({ test, yes, no }: Of<"if">, place: Place): Execute {
  const condition = conditionOf(test, place);
  const first = compileStatement(yes, { ...place, scope: place.scope.inner() });
  const second = no && compileStatement(no, { ...place, scope: place.scope.inner() });
  if (!second) return (frame) => (condition(frame) ? first(frame) : NEXT);
  return (frame) => (condition(frame) ? first(frame) : second(frame));
}

function compileJump(
  completion: Completion,
  allowed: boolean | undefined,
  at: number,
  place: Place,
): Execute {
  if (!allowed) {
    const word = completion === BREAK ? "break" : "continue";
    place.compilation.problem(`There is no loop around this '${word}'.`, at);
  }
  return () => completion;
}

function compileReturn({ value, at }: Of<"return">, place: Place): Execute {
  const { returns } = place;
  const wantsNothing = returns?.name === "void";
  if (value && wantsNothing) place.compilation.problem("Nothing can be returned here.", at);
  if (!value) {
    if (returns && !wantsNothing) place.compilation.problem("'return' needs a value here.", at);
    return () => RETURN;
  }
  const code = compileCode(value, place, returns);
  if (code.type.name !== NULL.name) place.returned?.push(code.type);
  const run = returns ? convertCode(code, returns, place, value.at) : code.run;
  return (frame) => {
    frame.run.returned = run(frame);
    return RETURN;
  };
}

function compileThrow({ value, at }: Of<"throw">, place: Place): Execute {
  if (!value) {
    const held = place.scope.find("the caught exception");
    if (!held) place.compilation.problem("'throw;' can stand only in a catch block.", at);
    const run = held
      ? compileCode({ kind: "name", name: held.name, typeArgs: [], at }, place).run
      : () => null;
    return (frame) => raise(frame, run);
  }
  const { run } = compileCode(value, place);
  return (frame) => raise(frame, run);
}

function raise(frame: Frame, run: (frame: Frame) => unknown): never {
  throw toThrown(run(frame));
}
