import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, type Message, Subscriber } from "zeromq";
import { z } from "zod";
import { type Connection, findFreePorts, writeConnection } from "./connection.ts";
import type { DisplayOutput } from "./document.ts";
import { type KernelProcess, startKernelProcess } from "./kernel-process.ts";
import { NotebookError } from "./notebook-error.ts";
import { createWire, type KernelMessage } from "./wire.ts";

const streamContent = z.object({ name: z.enum(["stdout", "stderr"]), text: z.string() });
const displayContent = z.object({
  data: z.record(z.string(), z.json()),
  transient: z.object({ display_id: z.string().optional() }).optional(),
});
const replyContent = z.object({
  status: z.enum(["ok", "error", "abort"]),
  execution_count: z.int().nullish(),
});

/** Something a notebook shows, as it comes. `requestId` is that of the cell that ran last when it was written. */
export type KernelOutput = { readonly requestId: string } & (
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly kind: "display";
      readonly data: DisplayOutput["data"];
      readonly displayId: string | undefined;
      /** Replaces what the same `displayId` showed before, in whatever cell. */
      readonly update: boolean;
    }
);

export interface KernelOptions {
  /** Folder the notebook's imports are resolved from. */
  readonly cwd: string;
  readonly onOutput: (output: KernelOutput) => void;
  readonly environment?: NodeJS.ProcessEnv;
  readonly startLimitMs?: number;
  /** Proposes five ports; asked again when one of them turns out to be taken. */
  readonly choosePorts?: () => Promise<readonly number[]>;
}

export interface CellReply {
  readonly status: "ok" | "error";
  readonly executionCount: number | null;
}

export interface RunningCell {
  /** Marks the outputs of this cell. */
  readonly requestId: string;
  /**
   * Settles when all outputs of the cell have come.
   * @throws NotebookError when the kernel ends in the cell (`process.exit`, out of memory)
   */
  readonly reply: Promise<CellReply>;
}

export interface Kernel {
  /** Sends a cell; one at a time. */
  execute(code: string): Promise<RunningCell>;
  /** Kills the process: a kernel with an open server or timer ends on nothing else. */
  close(): Promise<void>;
}

/** tslab refuses every request for 200 ms after an error. */
const PAUSE_AFTER_ERROR_MS = 300;
const KNOCK_EVERY_MS = 100;
const PORT_ATTEMPTS = 5;

interface Pending {
  reply: CellReply | undefined;
  idle: boolean;
  readonly settle: PromiseWithResolvers<CellReply>;
}

/**
 * Starts a real tslab kernel and waits until it answers.
 * @throws NotebookError when it does not start
 */
export async function openKernel(options: KernelOptions): Promise<Kernel> {
  for (let attempt = 1; ; attempt++) {
    const ports = await (options.choosePorts ?? findFreePorts)();
    const kernel = connectKernel(writeConnection(ports), options);
    try {
      await kernel.ready;
      return kernel;
    } catch (error) {
      await kernel.close();
      if (!kernel.portTaken() || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

interface StartingKernel extends Kernel {
  readonly ready: Promise<void>;
  portTaken(): boolean;
}

function connectKernel(connection: Connection, options: KernelOptions): StartingKernel {
  const kernel = startKernelProcess(connection.file, options.cwd, options.environment ?? process.env);
  const wire = createWire(connection.key);
  const shell = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  shell.connect(connection.shell);
  iopub.connect(connection.iopub);
  iopub.subscribe();

  const knocks = new Set<string>();
  const started = Promise.withResolvers<void>();
  const ended = watchEnd(kernel);
  let pending: (Pending & { readonly id: string }) | undefined;
  let quietUntil = 0;

  const finishIfComplete = () => {
    if (!pending?.idle || !pending.reply) return;
    pending.settle.resolve(pending.reply);
    pending = undefined;
  };
  const onShell = (message: KernelMessage) => {
    if (message.type !== "execute_reply" || !pending || message.requestId !== pending.id) return;
    const { status, execution_count: count } = replyContent.parse(message.content);
    if (status !== "ok") quietUntil = Date.now() + PAUSE_AFTER_ERROR_MS;
    pending.reply = { status: status === "ok" ? "ok" : "error", executionCount: count ?? null };
    finishIfComplete();
  };
  const onIopub = (message: KernelMessage) => {
    const output = readOutput(message);
    if (output) options.onOutput(output);
    if (message.type !== "status" || message.content.execution_state !== "idle") return;
    if (knocks.has(message.requestId ?? "")) started.resolve();
    if (pending && message.requestId === pending.id) pending.idle = true;
    finishIfComplete();
  };

  void listen(shell, (frames) => pass(wire.read(frames), onShell));
  void listen(iopub, (frames) => pass(wire.read(frames), onIopub));

  const knock = async () => {
    const limit = Date.now() + (options.startLimitMs ?? 60_000);
    for (;;) {
      // Its publisher drops what it sends before our subscription is through, so ask until an answer comes back.
      const request = wire.request("kernel_info_request", {});
      knocks.add(request.id);
      await shell.send([...request.frames]);
      const answered = await Promise.race([started.promise.then(() => true), sleep(KNOCK_EVERY_MS, false)]);
      if (answered) return;
      if (portTaken(kernel)) throw new NotebookError("A port of the kernel was taken by another program.");
      if (Date.now() > limit)
        throw new NotebookError(`The kernel did not answer. ${kernel.lastWords()}`.trim());
    }
  };

  return {
    ready: Promise.race([knock(), ended]),
    portTaken: () => portTaken(kernel),
    async execute(code) {
      await sleep(Math.max(0, quietUntil - Date.now()));
      const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
      const request = wire.request("execute_request", content);
      const settle = Promise.withResolvers<CellReply>();
      pending = { id: request.id, reply: undefined, idle: false, settle };
      const reply = Promise.race([settle.promise, ended]);
      await shell.send([...request.frames]);
      return { requestId: request.id, reply };
    },
    async close() {
      kernel.kill();
      shell.close();
      iopub.close();
      await ended.catch(() => {});
      connection.remove();
    },
  };
}

const portTaken = (kernel: KernelProcess): boolean =>
  /EADDRINUSE|address already in use/i.test(kernel.lastWords());

function pass(message: KernelMessage | undefined, to: (message: KernelMessage) => void): void {
  if (message) to(message);
}

async function listen(socket: Dealer | Subscriber, onFrames: (frames: Message[]) => void): Promise<void> {
  for await (const frames of socket) onFrames(frames);
}

/** Rejects when the process ends, for whatever reason; resolves never. */
function watchEnd(kernel: KernelProcess): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    kernel.child.once("error", (cause) =>
      reject(new NotebookError("The kernel cannot be started.", undefined, cause)),
    );
    kernel.child.once("exit", (code, signal) => reject(new NotebookError(describeEnd(kernel, code, signal))));
  });
  // Nobody may be waiting at the moment it ends.
  ended.catch(() => {});
  return ended;
}

function describeEnd(kernel: KernelProcess, code: number | null, signal: NodeJS.Signals | null): string {
  const reason = kernel
    .lastWords()
    .split("\n")
    .findLast((line) => /\b(?:FATAL )?(?:error|Error)\b/.test(line));
  const how = signal ? `signal ${signal}` : `exit code ${code}`;
  return `the kernel ended (${how})${reason ? `: ${reason.trim()}` : ""}`;
}

function readOutput({ type, requestId = "", content }: KernelMessage): KernelOutput | undefined {
  if (type === "stream") return { requestId, kind: "stream", ...streamContent.parse(content) };
  if (type !== "display_data" && type !== "update_display_data") return undefined;
  const { data, transient } = displayContent.parse(content);
  const update = type === "update_display_data";
  return { requestId, kind: "display", data, displayId: transient?.display_id, update };
}
