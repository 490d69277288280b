export interface ReadyFacts {
  readonly url: string;
  readonly metrics: string | undefined;
  /** Whose answers these are. */
  readonly answers: string;
  /** Whether a key is asked for. */
  readonly needsKey: boolean;
}

/** The line that programs wait for, or what a person at a terminal wants to know. */
export function sayReady(facts: ReadyFacts, isTerminal: boolean): string {
  const { url, metrics, answers } = facts;
  return isTerminal ? describe(facts) : JSON.stringify({ event: "ready", url, metrics, answers });
}

const QUESTION = `{"model":"auto","messages":[{"role":"user","content":"What is the capital of France?"}]}`;

function describe({ url, metrics, answers, needsKey }: ReadyFacts): string {
  const headers = ["content-type: application/json", ...(needsKey ? ["authorization: Bearer YOUR-KEY"] : [])];
  return `
The orchestrator is ready at ${url}. Ctrl-C stops it.

  Answers   ${answers}
  Routes    ${url}/docs
  Clients   base URL ${url}/v1, ${needsKey ? "with a key of the key file" : "with any key"}
${metrics === undefined ? "" : `  Metrics   ${metrics}\n`}
  Ask it:
  curl ${url}/v1/chat/completions ${headers.map((header) => `-H '${header}'`).join(" ")} -d '${QUESTION}'
`;
}
