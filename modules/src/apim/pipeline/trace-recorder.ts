import type { Clock } from "../../core/clock.ts";
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

/** What is known of a step before it runs. */
export type TracedPolicy = Pick<TraceStep, "policy" | "section" | "scope" | "position">;

/** Takes notes of a request's way; a gateway without readers of traces may keep none. */
export interface TraceRecorder {
  /** Adds words to the step that runs now. Cheap to call: `words` is asked only when somebody keeps the trace. */
  note(words: () => string): void;
  /** Opens a step; steps that open before it ends lie inside it. */
  begin(policy: TracedPolicy): void;
  /** Closes the step that was opened last. */
  end(error?: unknown): void;
  /** A recorder for steps that run beside others, inside the step that runs now. */
  branch(): TraceRecorder;
}

/** A trace that is kept. */
export interface KeptTrace extends TraceRecorder {
  /** All steps in the order in which they began. */
  steps(): readonly TraceStep[];
}

/** Keeps nothing. */
export const noTrace: TraceRecorder = {
  note: () => {},
  begin: () => {},
  end: () => {},
  branch: () => noTrace,
};

interface OpenStep extends TracedPolicy {
  readonly depth: number;
  readonly startMs: number;
  durationMs: number;
  readonly notes: string[];
  error?: string;
}

export function createTrace(clock: Clock): KeptTrace {
  const arrivedAt = clock.elapsed();
  const steps: OpenStep[] = [];
  const since = () => Math.round((clock.elapsed() - arrivedAt) * 1000) / 1000;
  const recorder = (outer: readonly OpenStep[]): TraceRecorder => {
    const open = [...outer];
    return {
      note: (words) => {
        open.at(-1)?.notes.push(words());
      },
      begin: ({ policy, section, scope, position }) => {
        const startMs = since();
        const step: OpenStep = {
          policy,
          section,
          scope,
          position,
          depth: open.length,
          startMs,
          durationMs: 0,
          notes: [],
        };
        steps.push(step);
        open.push(step);
      },
      end: (error) => {
        const step = open.pop();
        if (!step) return;
        step.durationMs = Math.round((since() - step.startMs) * 1000) / 1000;
        if (error !== undefined) step.error = error instanceof Error ? error.message : String(error);
      },
      branch: () => recorder(open),
    };
  };
  return { ...recorder([]), steps: () => steps };
}
