import type { Frame } from "../run.ts";
import type { CatchClause, Statement } from "../syntax/syntax-tree.ts";
import { typeOf } from "../types/net-type.ts";
import type { NetException } from "../values/net-exception.ts";
import type { Execute } from "./code.ts";
import { NEXT } from "./code.ts";
import { compileVariables } from "./compile-declaration.ts";
import { conditionOf } from "./compile-pattern.ts";
import { compileBlock, compileStatement } from "./compile-statement.ts";
import { isExceptionOf } from "./exception-family.ts";
import type { Place } from "./place.ts";
import { writeVariable } from "./scope.ts";
import { toNetException } from "./to-net-exception.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

/** `try { … } catch (…) { … } finally { … }`. */
export function compileTry({ body, catches, finally: last }: Of<"try">, place: Place): Execute {
  const attempt = compileStatement(body, { ...place, scope: place.scope.inner() });
  const handlers = catches.map((clause) => compileCatch(clause, place));
  const guarded: Execute = (frame) => {
    try {
      return attempt(frame);
    } catch (error) {
      const exception = toNetException(error);
      if (!exception?.catchable) throw error;
      const handler = handlers.find((candidate) => candidate.takes(frame, exception));
      if (!handler) throw error;
      return handler.run(frame);
    }
  };
  return last
    ? withFinally(guarded, compileStatement(last, { ...place, scope: place.scope.inner() }))
    : guarded;
}

function withFinally(body: Execute, last: Execute): Execute {
  return (frame) => {
    try {
      return body(frame);
    } finally {
      // The last block may call functions that return something of their own.
      const { returned } = frame.run;
      last(frame);
      frame.run.returned = returned;
    }
  };
}

interface Handler {
  readonly takes: (frame: Frame, exception: NetException) => boolean;
  readonly run: Execute;
}

function compileCatch({ type, name, when, body }: CatchClause, place: Place): Handler {
  const { compilation } = place;
  const wanted = type ? compilation.resolveType(type) : typeOf("Exception");
  const fullName = compilation.library.definitionOf(wanted)?.fullName ?? "System.Exception";
  const scope = place.scope.inner();
  const keep = writeVariable(scope.declare("the caught exception", wanted), scope);
  const assign = name === undefined ? undefined : writeVariable(scope.declare(name, wanted), scope);
  const inside: Place = { ...place, scope };
  const condition = when && conditionOf(when, inside);
  const run = compileStatement(body, inside);
  return {
    takes: (frame, exception) => {
      if (!isExceptionOf(exception.netType, fullName)) return false;
      keep(frame, exception);
      assign?.(frame, exception);
      return !condition || condition(frame);
    },
    run,
  };
}

/** `using (var x = …) { … }`: nothing that expressions can hold has to be given back. */
export function compileUsing({ resource, body }: Of<"using">, place: Place): Execute {
  const inside: Place = { ...place, scope: place.scope.inner() };
  const open = compileStatement(resource, inside);
  const run = compileStatement(body, inside);
  return (frame) => {
    open(frame);
    return run(frame);
  };
}

/** `using var x = …;` and the statements after it. */
export function usingRest(declaration: Of<"variables">, rest: readonly Statement[], place: Place): Execute {
  const open = compileVariables(declaration, place);
  const run = compileBlock(rest, place);
  return (frame) => {
    const completion = open(frame);
    return completion === NEXT ? run(frame) : completion;
  };
}
