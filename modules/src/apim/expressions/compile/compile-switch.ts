import type { Frame } from "../run.ts";
import type { Statement, SwitchSection } from "../syntax/syntax-tree.ts";
import type { NetType } from "../types/net-type.ts";
import { canComplete } from "./can-complete.ts";
import { BREAK, type Execute, NEXT } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { compilePattern, conditionOf, type Matcher } from "./compile-pattern.ts";
import { compileBlock } from "./compile-statement.ts";
import type { Place } from "./place.ts";

interface Section {
  readonly matches: Matcher;
  readonly isDefault: boolean;
  readonly body: Execute;
}

/** `switch (value) { case …: … }`. */
export function compileSwitch(
  { value, sections }: Extract<Statement, { kind: "switch" }>,
  place: Place,
): Execute {
  const code = compileCode(value, place);
  const inside: Place = { ...place, scope: place.scope.inner(), inSwitch: true };
  const compiled = sections.map((section) => compileSection(section, code.type, inside));
  const byDefault = compiled.find((section) => section.isDefault);
  return (frame) => {
    const held = code.run(frame);
    const chosen = compiled.find((section) => section.matches(frame, held)) ?? byDefault;
    const completion = chosen ? chosen.body(frame) : NEXT;
    return completion === BREAK ? NEXT : completion;
  };
}

function compileSection({ labels, body, at }: SwitchSection, type: NetType, place: Place): Section {
  if (body.every(canComplete)) {
    const message = "A 'case' must end with break, return, throw or continue.";
    place.compilation.problem(message, at);
  }
  const matchers = labels.flatMap(({ pattern, when }): Matcher[] => {
    if (!pattern) return [];
    const matches = compilePattern(pattern, type, place);
    const condition = when && conditionOf(when, place);
    if (!condition) return [matches];
    return [(frame: Frame, value: unknown) => matches(frame, value) && condition(frame)];
  });
  return {
    matches: (frame, value) => matchers.some((matches) => matches(frame, value)),
    isDefault: labels.some((label) => label.pattern === undefined),
    body: compileBlock(body, place),
  };
}
