import type { ServerResponse } from "node:http";
import type { ServingDeployment } from "../src/orchestrator/serving.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import { chatDouble } from "./chat-double.ts";

/** What a deployment does with one call. */
export const FAULTS = [
  "answer",
  "break",
  "late",
  "empty",
  "cut",
  "time-out",
  "filter",
  "refuse",
  "throttle",
  "hang-up",
  "caller-leaves",
] as const;

export type Fault = (typeof FAULTS)[number];

/** After these the prompt is charged, although no word came. */
export const PROMPT_CHARGED: readonly Fault[] = [
  "late",
  "empty",
  "cut",
  "time-out",
  "filter",
  "caller-leaves",
];

export interface FaultyDeployment extends ServingDeployment {
  /** What it did with each call so far. */
  readonly done: Fault[];
  /** What it does with the next calls; after these it answers. */
  next: Fault[];
  /** Whoever called goes away. */
  leave: () => void;
}

/** A deployment on a real port, at 10 US dollars a million tokens, that does as it is told. */
export async function faultyDeployment(
  name: string,
  more: Partial<ServingDeployment> = {},
): Promise<FaultyDeployment> {
  const { address } = await chatDouble({
    instead(response) {
      const fault = deployment.next.shift() ?? "answer";
      deployment.done.push(fault);
      if (fault === "caller-leaves") deployment.leave();
      else ACTS[fault](response);
    },
  });
  const deployment: FaultyDeployment = {
    name,
    model: `${name}-model`,
    served: `${name}-1`,
    provider: createOpenAiCompatible({ name, baseUrl: `${address}/v1`, tier: "cloud" }),
    tier: "cloud",
    maxTokens: 100,
    usdPerMillion: { input: 10, output: 10 },
    done: [],
    next: [],
    leave: () => {},
    ...more,
  };
  return deployment;
}

const event = (value: unknown) => `data: ${JSON.stringify({ model: "double-1", ...Object(value) })}\n\n`;
const WORD = event({ choices: [{ index: 0, delta: { content: "Yes" } }] });
const ROLE = event({ choices: [{ index: 0, delta: { role: "assistant" } }] });
const STOP = event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
const USAGE = event({ choices: [], usage: { prompt_tokens: 300, completion_tokens: 50 } });

const begin = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });

const refuse = (status: number, code: string) => (response: ServerResponse) => {
  response.writeHead(status).end(JSON.stringify({ error: { code, message: "no" } }));
};

const ACTS: Readonly<Record<Exclude<Fault, "caller-leaves">, (response: ServerResponse) => void>> = {
  answer: (response) => begin(response).end(`${WORD}${STOP}${USAGE}data: [DONE]\n\n`),
  break: (response) => begin(response).write(WORD, () => response.destroy()),
  late: (response) => begin(response).flushHeaders(),
  empty: (response) => begin(response).end(`${ROLE}${STOP}data: [DONE]\n\n`),
  cut: (response) => begin(response).write(": begun\n\n", () => response.destroy()),
  "time-out": refuse(408, "timeout"),
  filter: refuse(400, "content_filter"),
  refuse: refuse(503, "down"),
  throttle: refuse(429, "slow_down"),
  "hang-up": (response) => response.destroy(),
};
