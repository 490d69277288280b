import { LoadError, type LoadProblem } from "../documents/load-error.ts";
import type { SourcePosition } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { canComplete } from "./compile/can-complete.ts";
import { type Evaluate, RETURN } from "./compile/code.ts";
import { Compilation } from "./compile/compilation.ts";
import { compileCode } from "./compile/compile-code.ts";
import { compileStatement } from "./compile/compile-statement.ts";
import { Scope } from "./compile/scope.ts";
import { toNetException } from "./compile/to-net-exception.ts";
import type { CompiledExpression } from "./compiled-expression.ts";
import { typeLibrary } from "./library/registry.ts";
import type { CSharpParser } from "./load-c-sharp.ts";
import { Run } from "./run.ts";
import { readSource, type Source } from "./syntax/read-source.ts";
import { typeOf } from "./types/net-type.ts";

/**
 * Compiles `@(expression)` or `@{ statements }` once; its closures are run for each request.
 * @param position where the text begins in the policy file
 * @throws LoadError that names every place that is no C# of policy expressions
 */
export function compileExpression(
  text: string,
  position: SourcePosition,
  parser: CSharpParser,
): CompiledExpression {
  const problems: LoadProblem[] = [];
  const library = typeLibrary();
  const source = readSource(text, parser, {
    problem: (message, at) => problems.push({ message, ...placeOf(text, at, position) }),
    isTypeName: (name) => library.isTypeName(name),
  });
  const compilation = new Compilation(library);
  const run = problems.length === 0 && source ? compileSource(source, compilation) : () => null;
  for (const { message, at } of compilation.problems)
    problems.push({ message, ...placeOf(text, at, position) });
  if (problems.length > 0) throw new LoadError(problems);
  return { reads: compilation.reads, evaluate: (exchange) => evaluate(run, exchange) };
}

function compileSource(source: Source, compilation: Compilation): Evaluate {
  const place = { compilation, scope: new Scope() };
  if (source.kind === "expression") return compileCode(source.value, place).run;
  const body = { kind: "block" as const, statements: source.statements, at: source.at };
  if (canComplete(body)) {
    compilation.problem(
      "Not all code paths return a value: the end can be reached without a 'return'.",
      source.at,
    );
  }
  const execute = compileStatement(body, { ...place, returns: typeOf("object") });
  return (frame) => (execute(frame) === RETURN ? frame.run.returned : null);
}

function evaluate(run: Evaluate, exchange: Exchange): unknown {
  try {
    return run({ run: new Run(exchange), slots: [], parent: undefined });
  } catch (error) {
    throw toNetException(error) ?? error;
  }
}

/** Line and column in the policy file of a place in the expression. */
function placeOf(text: string, at: number, { file, line, column }: SourcePosition): SourcePosition {
  const before = text.slice(0, at).split("\n");
  const last = before.at(-1) ?? "";
  return {
    file,
    line: line + before.length - 1,
    column: before.length === 1 ? column + last.length : last.length + 1,
  };
}
