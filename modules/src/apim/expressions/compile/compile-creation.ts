import { nearestName } from "../../documents/nearest-name.ts";
import type { Expression, Initializer, InitializerEntry, InitializerValue } from "../syntax/syntax-tree.ts";
import { DYNAMIC, type NetType, typeText } from "../types/net-type.ts";
import type { FoundMember } from "../types/type-library.ts";
import type { Code, Execute } from "./code.ts";
import { NEXT } from "./code.ts";
import { compileArguments, type PreparedArgument } from "./compile-arguments.ts";
import { compileCode } from "./compile-code.ts";
import { compileDynamicArguments, compileOverloads } from "./compile-overloads.ts";
import { convertCode, type Place, UNUSABLE } from "./place.ts";
import { callMember, setItem, setMember } from "./runtime-members.ts";

type New = Extract<Expression, { kind: "new" }>;

/** `new Type(…) { … }`. */
export function compileNew(expression: New, place: Place): Code {
  const { compilation } = place;
  const before = compilation.problems.length;
  const type = compilation.resolveType(expression.type);
  if (compilation.problems.length > before) return UNUSABLE;
  const definition = compilation.library.definitionOf(type);
  if (!definition || definition.constructors.length === 0) {
    compilation.problem(`'new ${typeText(type)}' is not allowed in policy expressions.`, expression.at);
    return UNUSABLE;
  }
  const bound = new Map(definition.typeParameters.map((name, index) => [name, type.args[index] ?? DYNAMIC]));
  const candidates = definition.constructors.map(
    (member): FoundMember => ({ member, bound, owner: definition }),
  );
  const made = compileOverloads({
    candidates,
    receiver: undefined,
    types: [],
    args: compileArguments(expression.args, place),
    called: `new ${typeText(type)}`,
    at: expression.at,
    place,
  });
  const created: Code = { type, run: made.run };
  return expression.initializer ? initialize(created, expression.initializer, place) : created;
}

/** Fills a new object: each entry is one assignment or one `Add`. */
function initialize(created: Code, initializer: Initializer, place: Place): Code {
  const { scope } = place;
  const held = scope.declare(`new${scope.level.size}`, created.type);
  const target: Code = { type: created.type, run: (frame) => frame.slots[held.slot] ?? null };
  const steps = initializer.entries.map((entry) => compileEntry(target, entry, place));
  return {
    type: created.type,
    run: (frame) => {
      const value = created.run(frame);
      frame.slots[held.slot] = value;
      for (const step of steps) step(frame);
      return value;
    },
  };
}

function compileEntry(target: Code, entry: InitializerEntry, place: Place): Execute {
  switch (entry.kind) {
    case "index":
      return compileIndexEntry(target, entry, place);
    case "property":
      return compilePropertyEntry(target, entry, place);
    default:
      return compileAddEntry(target, entry, place);
  }
}

function compileIndexEntry(target: Code, entry: InitializerEntry & { kind: "index" }, place: Place): Execute {
  const { library } = place.compilation;
  const collect = compileDynamicArguments(compileArguments(entry.args, place), place);
  const value = entryValue(entry.value, place);
  return (frame) => {
    setItem(target.run(frame), collect(frame).args, value.run(frame), library);
    return NEXT;
  };
}

function compilePropertyEntry(
  target: Code,
  entry: InitializerEntry & { kind: "property" },
  place: Place,
): Execute {
  const { library } = place.compilation;
  const found = library.members(target.type, entry.name).find(({ member }) => member.assign);
  const known = target.type.name !== "dynamic";
  if (!found && known) {
    const names = library.memberNames(target.type, false);
    const message = `'${typeText(target.type)}' has no property '${entry.name}' that can be set.`;
    place.compilation.problem(`${message} ${nearestName(entry.name, names, "members")}`, entry.at);
  }
  const value = entryValue(entry.value, place);
  const run = found ? convertCode(value, found.member.returns, place, entry.at) : value.run;
  return (frame) => {
    setMember(target.run(frame), entry.name, run(frame), library);
    return NEXT;
  };
}

function compileAddEntry(target: Code, entry: InitializerEntry & { kind: "add" }, place: Place): Execute {
  const args: PreparedArgument[] = entry.values.map((value) => {
    const code = entryValue(value, place);
    return {
      name: undefined,
      mode: "value",
      code,
      lambda: undefined,
      out: undefined,
      at: value.at,
      type: code.type,
    };
  });
  const { library } = place.compilation;
  const candidates = library.members(target.type, "Add").filter(({ member }) => member.kind === "method");
  if (target.type.name !== "dynamic" && candidates.length === 0) {
    const message = `'${typeText(target.type)}' has no Add and cannot be filled with values in braces.`;
    place.compilation.problem(message, entry.at);
    return () => NEXT;
  }
  const { run } = addCall(target, candidates, args, entry.at, place);
  return (frame) => {
    run(frame);
    return NEXT;
  };
}

function addCall(
  target: Code,
  candidates: readonly FoundMember[],
  args: readonly PreparedArgument[],
  at: number,
  place: Place,
): Code {
  if (candidates.length > 0) {
    const called = `${typeText(target.type)}.Add`;
    return compileOverloads({ candidates, receiver: target, types: [], args, called, at, place });
  }
  const { library } = place.compilation;
  const collect = compileDynamicArguments(args, place);
  return {
    type: DYNAMIC,
    run: (frame) => callMember(target.run(frame), "Add", [], collect(frame).args, frame.run, library),
  };
}

function entryValue(value: InitializerValue, place: Place, wanted?: NetType): Code {
  if (value.kind !== "initializer") return compileCode(value, place, wanted);
  place.compilation.problem("Values in braces need 'new' here.", value.at);
  return UNUSABLE;
}
