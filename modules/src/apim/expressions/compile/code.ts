import type { Frame } from "../run.ts";
import type { NetType } from "../types/net-type.ts";

export type Evaluate = (frame: Frame) => unknown;

/** A compiled expression: what it gives and of which type. */
export interface Code {
  readonly type: NetType;
  readonly run: Evaluate;
  /** A literal: `int` constants turn into smaller types. */
  readonly constant?: boolean;
}

/** What a statement ends with. `return` leaves its value in `Run.returned`. */
export const NEXT = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;

export type Completion = typeof NEXT | typeof BREAK | typeof CONTINUE | typeof RETURN;

export type Execute = (frame: Frame) => Completion;
