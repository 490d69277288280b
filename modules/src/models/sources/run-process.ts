import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ProcessResult {
  readonly code: number | null;
  /** Lines written to stderr, the last 50. */
  readonly errors: readonly string[];
}

export interface ProcessOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  onLine?(line: string): void;
}

/** Runs a program without a shell and reads its output by lines. Rejects when it cannot be started or is aborted. */
export function runProcess(
  command: string,
  args: readonly string[],
  { signal, timeoutMs, onLine }: ProcessOptions,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      windowsHide: true,
      ...(signal && { signal }),
    });
    const errors: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => onLine?.(line));
    createInterface({ input: child.stderr }).on("line", (line) => {
      errors.push(line);
      if (errors.length > 50) errors.shift();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, errors }));
  });
}
