import type { BicepPosition } from "./bicep-error.ts";
import type { Deployment } from "./deployment.ts";
import type { Value } from "./value.ts";

/** Names that an expression may use, from the innermost outwards. */
export interface Scope {
  /** Undefined when there is no such name. */
  find(name: string, at: BicepPosition): Value | undefined;
  /** For messages. */
  readonly names: readonly string[];
  readonly deployment: Deployment;
  /** Text of a file that `loadTextContent` and the like name. @throws BicepError */
  load(path: string, at: BicepPosition): string;
  /** Notes that `text` was made from `origin` by replacing something in it. */
  derived(text: string, origin: string): void;
}

/** The scope with more names in front. */
export function withNames(scope: Scope, given: Readonly<Record<string, Value>>): Scope {
  return {
    deployment: scope.deployment,
    load: scope.load,
    derived: scope.derived,
    get names() {
      return [...Object.keys(given), ...scope.names];
    },
    find: (name, at) => (Object.hasOwn(given, name) ? given[name] : scope.find(name, at)),
  };
}
