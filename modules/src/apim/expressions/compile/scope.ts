import type { Frame } from "../run.ts";
import { DYNAMIC, type NetType } from "../types/net-type.ts";
import type { Evaluate } from "./code.ts";

export interface Variable {
  readonly name: string;
  /** Of `out var x` it is known only when the method is. */
  type: NetType;
  readonly level: FrameLevel;
  readonly slot: number;
  readonly isConstant: boolean;
}

/** Variables that live in one frame: those of a function, or of one turn of a loop. */
export class FrameLevel {
  readonly depth: number;
  size = 0;

  constructor(depth: number) {
    this.depth = depth;
  }
}

/** The names that can be seen from a place. */
export class Scope {
  readonly level: FrameLevel;
  readonly #parent: Scope | undefined;
  readonly #variables = new Map<string, Variable>();

  constructor(level: FrameLevel = new FrameLevel(0), parent?: Scope) {
    this.level = level;
    this.#parent = parent;
  }

  /** A block inside. */
  inner(): Scope {
    return new Scope(this.level, this);
  }

  /** The inside of a lambda, or of a loop whose variables are fresh in each turn. */
  innerFrame(): Scope {
    return new Scope(new FrameLevel(this.level.depth + 1), this);
  }

  find(name: string): Variable | undefined {
    return this.#variables.get(name) ?? this.#parent?.find(name);
  }

  declare(name: string, type: NetType = DYNAMIC, isConstant = false): Variable {
    const variable: Variable = { name, type, level: this.level, slot: this.level.size, isConstant };
    this.level.size += 1;
    this.#variables.set(name, variable);
    return variable;
  }

  get names(): string[] {
    return [...this.#variables.keys(), ...(this.#parent?.names ?? [])];
  }
}

/** Reads a variable from a place `scope`. */
export function readVariable({ level, slot }: Variable, scope: Scope): Evaluate {
  const distance = scope.level.depth - level.depth;
  if (distance === 0) return (frame) => frame.slots[slot] ?? null;
  if (distance === 1) return (frame) => frame.parent?.slots[slot] ?? null;
  return (frame) => frameAt(frame, distance).slots[slot] ?? null;
}

export type Assign = (frame: Frame, value: unknown) => void;

export function writeVariable({ level, slot }: Variable, scope: Scope): Assign {
  const distance = scope.level.depth - level.depth;
  if (distance === 0) {
    return (frame, value) => {
      frame.slots[slot] = value;
    };
  }
  return (frame, value) => {
    frameAt(frame, distance).slots[slot] = value;
  };
}

function frameAt(frame: Frame, distance: number): Frame {
  let found = frame;
  for (let step = 0; step < distance && found.parent; step += 1) found = found.parent;
  return found;
}
