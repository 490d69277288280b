import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { paths } from "../../modules/src/config/index.ts";
import { LabError } from "../../modules/src/core/index.ts";

/** An orchestrator to ask. */
export interface ServiceUnderTest {
  readonly url: string;
  /** Address of its metrics. */
  readonly metrics: string;
  /** Whose answers these are, in its own words. */
  readonly answers: string;
  close(): Promise<void>;
}

const readySchema = z.object({ url: z.string(), metrics: z.string(), answers: z.string() });

/**
 * Starts `npm run orchestrator -- --lab --profile agent-router` on free ports, with a state folder of its own.
 * @throws LabError with what the process said when it does not start
 */
export async function startAgentRouter(): Promise<ServiceUnderTest> {
  const state = await mkdtemp(join(tmpdir(), "agent-router-"));
  const flags = [
    "--lab",
    "--profile",
    "agent-router",
    "--port",
    "0",
    "--metrics-port",
    "0",
    "--state",
    state,
  ];
  const child = spawn(process.execPath, [join(paths.root, "scripts", "orchestrator.ts"), ...flags], {
    cwd: paths.root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(state, { recursive: true, force: true });
  };
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (typeof value === "string") return { ...readySchema.parse(JSON.parse(value)), close };
  await close();
  throw new LabError(`The orchestrator did not start: ${said.trim().split("\n").at(-1) ?? ""}`, {
    code: "SERVICE_NOT_STARTED",
    hint: "Or start one as it suits you, and name it by --url.",
  });
}

/** A service that runs already; its metrics are at port 8001 of its host unless told otherwise. */
export function namedService(url: string, metrics: string | undefined): ServiceUnderTest {
  const own = new URL(url);
  return {
    url: url.replace(/\/+$/, ""),
    metrics: metrics ?? `${own.protocol}//${own.hostname}:8001/metrics`,
    answers: "told with each of them",
    close: async () => {},
  };
}
