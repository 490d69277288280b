import type { SourcePosition } from "../documents/policy-element.ts";
import type { Section } from "./section.ts";

/** One policy's run, as `/__emulator/traces` and a notebook show it. */
export interface TraceStep {
  readonly policy: string;
  readonly section: Section;
  readonly scope: string;
  readonly position: SourcePosition;
  /** How deep it stands inside other policies; 0 for a section's own. */
  readonly depth: number;
  /** Milliseconds since the request arrived, and how long it took with all inside it. */
  readonly startMs: number;
  readonly durationMs: number;
  /** What it did and why, in words: `sent to foundry2: priority 1 (foundry1) is open until 12:00:31`. */
  readonly notes: readonly string[];
  readonly error?: string;
}

/** Takes notes of a request's way; a gateway without readers of traces may keep none. */
export interface TraceRecorder {
  /** Adds words to the step that runs now. Cheap to call: `words` is asked only when somebody keeps the trace. */
  note(words: () => string): void;
}
