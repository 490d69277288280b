import { setTimeout as sleep } from "node:timers/promises";
import { explainError } from "../../modules/src/core/errors.ts";
import { type Cell, firstLine, type Notebook, type Output, raises } from "./document.ts";
import { type CellReply, type Kernel, type KernelOptions, openKernel, type RunningCell } from "./kernel.ts";
import { findMachinePath, withoutFrames } from "./machine-path.ts";
import { NotebookError } from "./notebook-error.ts";
import { type ExerciseOutcome, readOutcomes } from "./outcome.ts";
import { createOutputLog, errorLine, type OutputLog, stderrOf } from "./output-log.ts";

export interface ExecuteOptions extends Omit<KernelOptions, "onOutput"> {
  readonly cellLimitMs: number;
  readonly notebookLimitMs: number;
}

/** Why a run is no good. Without `cell` it concerns the notebook as a whole. */
export interface RunFailure {
  /** Number of the code cell from 1, as Jupyter shows it. */
  readonly cell?: number;
  /** First line of that cell. */
  readonly line?: string;
  readonly message: string;
}

export interface NotebookRun {
  /** With outputs and execution counts. */
  readonly notebook: Notebook;
  readonly failures: readonly RunFailure[];
  readonly outcomes: readonly ExerciseOutcome[];
  /** Code cells that ran. */
  readonly cells: number;
  readonly ms: number;
}

/** Errors of timers and of promises nobody awaits come after the cell's reply. */
const LATE_MS = 300;

/**
 * Runs a notebook top-down in a kernel of its own, as Run All does: it stops at the first cell that fails. Never
 * throws for what a notebook does.
 */
export async function executeNotebook(document: Notebook, options: ExecuteOptions): Promise<NotebookRun> {
  const startedAt = performance.now();
  const run = createRun(document);
  let kernel: Kernel | undefined;
  try {
    kernel = await openKernel({ ...options, onOutput: run.log.add });
    await runCells(run, kernel, options, startedAt);
  } catch (error) {
    run.failures.push({ message: explainError(error) });
  } finally {
    await kernel?.close();
  }
  return { ...collect(run), ms: performance.now() - startedAt };
}

interface CellRun {
  readonly number: number;
  readonly cell: Cell;
  readonly requestId: string;
  executionCount: number | null;
  /** How much of its stderr had come when the cell was done. */
  errorsByThen: number;
}

interface Run {
  readonly document: Notebook;
  readonly log: OutputLog;
  readonly cells: CellRun[];
  readonly failures: RunFailure[];
}

function createRun(document: Notebook): Run {
  return { document, log: createOutputLog(), cells: [], failures: [] };
}

async function runCells(run: Run, kernel: Kernel, options: ExecuteOptions, startedAt: number): Promise<void> {
  let number = 0;
  for (const cell of run.document.cells) {
    if (cell.cell_type !== "code") continue;
    number++;
    const leftMs = options.notebookLimitMs - (performance.now() - startedAt);
    const goesOn = await runCell(run, kernel, cell, number, { leftMs, cellMs: options.cellLimitMs });
    if (!goesOn) break;
  }
  await sleep(LATE_MS);
  for (const { number, cell, requestId, errorsByThen } of run.cells) {
    const late = stderrOf(run.log.of(requestId)).slice(errorsByThen);
    if (late) run.failures.push(failure(number, cell, `error after the cell was done: ${errorLine(late)}`));
  }
}

interface Limits {
  readonly leftMs: number;
  readonly cellMs: number;
}

/** Whether the notebook can go on. */
async function runCell(
  run: Run,
  kernel: Kernel,
  cell: Cell,
  number: number,
  limits: Limits,
): Promise<boolean> {
  const sent = await kernel.execute(cell.source);
  const state: CellRun = { number, cell, requestId: sent.requestId, executionCount: null, errorsByThen: 0 };
  run.cells.push(state);
  try {
    const reply = await within(sent, limits);
    state.executionCount = reply.executionCount;
    const stderr = stderrOf(run.log.of(sent.requestId));
    const problem = judge(cell, reply, stderr);
    if (problem) run.failures.push(failure(number, cell, problem));
    return reply.status === "ok" || raises(cell);
  } catch (error) {
    run.failures.push(failure(number, cell, explainError(error)));
    return false;
  } finally {
    state.errorsByThen = stderrOf(run.log.of(sent.requestId)).length;
  }
}

function judge(cell: Cell, reply: CellReply, stderr: string): string | undefined {
  if (reply.status === "error") return raises(cell) ? undefined : errorLine(stderr);
  if (raises(cell)) return "is tagged raises-exception and did not throw";
  return stderr ? `wrote to stderr: ${errorLine(stderr)}` : undefined;
}

async function within(sent: RunningCell, { leftMs, cellMs }: Limits): Promise<CellReply> {
  const stop = new AbortController();
  const limitMs = Math.max(0, Math.min(leftMs, cellMs));
  const limit = sleep(limitMs, undefined, { signal: stop.signal }).then(() => {
    const whose =
      leftMs < cellMs ? "the time limit of the notebook is used up." : `took longer than ${cellMs / 1000} s.`;
    throw new NotebookError(whose, "It may wait for input or loop without an end.");
  });
  try {
    return await Promise.race([sent.reply, limit]);
  } finally {
    stop.abort();
    limit.catch(() => {});
  }
}

function failure(cell: number, { source }: Cell, message: string): RunFailure {
  return { cell, line: firstLine(source), message };
}

function collect(run: Run): Omit<NotebookRun, "ms"> {
  const byCell = new Map(run.cells.map((state) => [state.cell, state]));
  const failures = [...run.failures];
  const cells = run.document.cells.map((cell) => {
    const state = byCell.get(cell);
    if (!state) return { ...cell, outputs: [], execution_count: null };
    const outputs = shownOutputs(run.log.of(state.requestId), cell);
    const path = findMachinePath(outputs);
    // A stack trace names the kernel's files; the error itself is already told.
    const told = failures.some((one) => one.cell === state.number);
    if (path && !told) failures.push(failure(state.number, cell, `shows a path of this machine: ${path}`));
    return { ...cell, outputs, execution_count: state.executionCount };
  });
  const outcomes = cells.flatMap((cell) => (cell.metadata.exercise ? readOutcomes(cell.outputs) : []));
  return { notebook: { cells }, failures, outcomes, cells: run.cells.length };
}

function shownOutputs(outputs: readonly Output[], cell: Cell): Output[] {
  return raises(cell) ? withoutFrames(outputs) : [...outputs];
}
