import type { Frame } from "../run.ts";
import type { Statement } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, STRING, typeOf, typeText } from "../types/net-type.ts";
import { JProperty } from "../values/json/j-property.ts";
import { KeyValuePair } from "../values/net-dictionary.ts";
import { nullReference } from "../values/net-exception.ts";
import { itemsOf } from "../values/sequences.ts";
import { isCastable } from "./assignable.ts";
import { BREAK, type Completion, type Execute, NEXT, RETURN } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { partsOf } from "./compile-declaration.ts";
import { innerFrame } from "./compile-lambda.ts";
import { conditionOf } from "./compile-pattern.ts";
import { compileStatement } from "./compile-statement.ts";
import { castValue } from "./convert-value.ts";
import { hasLambda } from "./has-lambda.ts";
import type { Place } from "./place.ts";
import { type Assign, writeVariable } from "./scope.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

/** Runs a loop's body once and counts the step; `undefined` means: go on. */
type Turn = (frame: Frame) => Completion | undefined;

function turnOf(body: Execute): Turn {
  return (frame) => {
    frame.run.step();
    const completion = body(frame);
    if (completion === BREAK) return NEXT;
    return completion === RETURN ? RETURN : undefined;
  };
}

/** The body of a loop; when a lambda may keep its variables, they are fresh in every turn. */
function compileBody(body: Statement, place: Place): Execute {
  const inside: Place = { ...place, inLoop: true, inSwitch: false };
  if (!hasLambda(body)) return compileStatement(body, { ...inside, scope: place.scope.inner() });
  const { receiver: _outer, ...rest } = inside;
  const run = compileStatement(body, { ...rest, scope: place.scope.innerFrame() });
  return (frame) => run(innerFrame(frame));
}

export function compileWhile({ test, body }: Of<"while">, place: Place): Execute {
  const condition = conditionOf(test, place);
  const turn = turnOf(compileBody(body, place));
  return (frame) => {
    while (condition(frame)) {
      const completion = turn(frame);
      if (completion !== undefined) return completion;
    }
    return NEXT;
  };
}

export function compileDo({ test, body }: Of<"do">, place: Place): Execute {
  const turn = turnOf(compileBody(body, place));
  const condition = conditionOf(test, place);
  return (frame) => {
    do {
      const completion = turn(frame);
      if (completion !== undefined) return completion;
    } while (condition(frame));
    return NEXT;
  };
}

export function compileFor({ start, test, update, body }: Of<"for">, place: Place): Execute {
  const inside: Place = { ...place, scope: place.scope.inner() };
  const starts = start.map((statement) => compileStatement(statement, inside));
  const condition = test ? conditionOf(test, inside) : () => true;
  const updates = update.map((expression) => compileCode(expression, inside).run);
  const turn = turnOf(compileBody(body, inside));
  return (frame) => {
    for (const begin of starts) begin(frame);
    while (condition(frame)) {
      const completion = turn(frame);
      if (completion !== undefined) return completion;
      for (const next of updates) next(frame);
    }
    return NEXT;
  };
}

export function compileForeach(statement: Of<"foreach">, place: Place): Execute {
  const source = compileCode(statement.source, place);
  const element = elementType(source.type, statement, place);
  const fresh = hasLambda(statement.body);
  const { receiver: _outer, ...rest } = place;
  const scope = fresh ? place.scope.innerFrame() : place.scope.inner();
  const inside: Place = { ...rest, scope, inLoop: true, inSwitch: false };
  const take = itemTaker(statement, element, inside);
  const turn = turnOf(compileStatement(statement.body, inside));
  const pairs = element.name === "KeyValuePair";
  return (frame) => {
    const items = source.run(frame);
    if (items === null) throw nullReference();
    for (const item of pairs ? pairsOf(items) : itemsOf(items)) {
      const own = fresh ? innerFrame(frame) : frame;
      take(own, item);
      const completion = turn(own);
      if (completion !== undefined) return completion;
    }
    return NEXT;
  };
}

/** `foreach` over a `JObject` gives pairs, though the object itself holds properties. */
function* pairsOf(items: unknown): Generator<unknown> {
  for (const item of itemsOf(items)) {
    yield item instanceof JProperty ? new KeyValuePair(item.name, item.value) : item;
  }
}

function elementType(source: NetType, { source: { at } }: Of<"foreach">, { compilation }: Place): NetType {
  if (source.name === "dynamic") return DYNAMIC;
  if (source.name === "JObject") return typeOf("KeyValuePair", STRING, typeOf("JToken"));
  const sequence = compilation.library.asSuper(source, "IEnumerable");
  if (!sequence) {
    compilation.problem(`'foreach' needs a sequence; a value of type '${typeText(source)}' is none.`, at);
    return DYNAMIC;
  }
  return sequence.args[0] ?? DYNAMIC;
}

/** Puts an item into the loop's variable, with the cast that a written type means. */
function itemTaker(statement: Of<"foreach">, element: NetType, place: Place): Assign {
  if (statement.deconstruct) return deconstructTaker(statement.names, place);
  const { library } = place.compilation;
  const isVar = statement.type.name === "var";
  const type = isVar ? element : place.compilation.resolveType(statement.type);
  if (!isVar && !isCastable(element, type, library)) {
    const message = `The items are '${typeText(element)}', never '${typeText(type)}'.`;
    place.compilation.problem(message, statement.type.at);
  }
  const assign = writeVariable(place.scope.declare(statement.names[0] ?? "_", type), place.scope);
  if (isVar) return assign;
  return (frame, item) => assign(frame, castValue(item, type, element, library));
}

function deconstructTaker(names: readonly (string | undefined)[], place: Place): Assign {
  const assigns = names.map((name) => name && writeVariable(place.scope.declare(name), place.scope));
  return (frame, item) => {
    const parts = partsOf(item);
    for (const [index, assign] of assigns.entries()) if (assign) assign(frame, parts[index] ?? null);
  };
}
