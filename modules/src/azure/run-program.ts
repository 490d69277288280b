import { spawn } from "node:child_process";

export interface ProgramRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a program without a shell: no argument is ever read as a command.
 * @throws the system's error when it cannot be started; the signal's reason when aborted
 */
export function runProgram(command: readonly string[], options: RunProgramOptions): Promise<ProgramRun> {
  const [file = "", ...args] = command;
  const { signal, ...place } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...place,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      ...(signal && { signal }),
    });
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        said[stream] += text;
      });
    child.on("error", (error) => reject(signal?.aborted ? signal.reason : error));
    child.on("close", (code) => resolve({ code: code ?? 1, ...said }));
  });
}
