import { onTestFinished } from "vitest";
import { startServer } from "../src/server/index.ts";
import { fileOf, open } from "./configured-orchestrator.ts";
import { type Instead, wireDouble } from "./wire-double.ts";

export interface TwoModels {
  /** Fields of the model on this machine: `capabilities: [conversation]`. */
  readonly small: string;
  /** Fields of the model in the cloud. */
  readonly large: string;
  /** A model beside them, as a line of the configuration. */
  readonly model?: string;
  /** The rest of the configuration. */
  readonly more?: string;
  /** Answers in the double's place. */
  readonly instead?: Instead | undefined;
}

/** A server that a file configures, over two models of one double; ended with the test. */
export async function serveTwoModels({ small, large, model = "", more = "", instead }: TwoModels) {
  const { address, seen } = await wireDouble(instead);
  const file = await fileOf(`strategy: rule
providers:
  here: { kind: openai-compatible, endpoint: "${address}/v1", tier: local }
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  small: { provider: here, ${small} }
  large: { provider: there, ${large}, usd_per_million_tokens: { input: 1, output: 2 } }
${model}
health_check: { enabled: false }
${more}
`);
  const orchestrator = await open(file, {});
  const server = await startServer({ orchestrator, replay: orchestrator.replay, port: 0 });
  onTestFinished(() => server.close());
  return { ...server, orchestrator, asked: () => seen.map(({ body }) => body?.model) };
}
