import { request as undiciRequest } from "undici";
import { HeaderMap } from "../../pipeline/header-map.ts";
import type { ResponseMessage } from "../../pipeline/message.ts";
import { MessageBody } from "../../pipeline/message-body.ts";
import type { TraceStep } from "../../pipeline/trace-recorder.ts";
import type { GatewayTrace } from "../gateway-journal.ts";
import { startGateway } from "../start-gateway.ts";
import { type CommandIo, DONE, UsageError } from "./command-io.ts";
import { type ExplainedRequest, readExplainedRequest } from "./explained-request.ts";
import { GATEWAY_FLAGS_HELP, gatewayFlags, parseFlags, readSource } from "./gateway-flags.ts";
import { readResolveFile } from "./read-resolve-file.ts";

export const EXPLAIN_HELP = `Sends one request through a gateway and prints what each policy did with it, and why.

  apim-emulator explain policy.xml --request request.json [flags]
  apim-emulator explain --config gateway.json --request request.json

  --request FILE         JSON { "method", "path", "query", "headers", "body", "clientIp", "answers" }; "answers" are what the
                         backends say, in order, the last again and again: [{ "status", "headers", "body" }]
${GATEWAY_FLAGS_HELP}
Without "answers" and --resolve no backend is called: each call is answered by an empty 200, and the output says so.
`;

const flags = { ...gatewayFlags, request: { type: "string" } } as const;

export async function explainCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseFlags(args, flags);
  const [policy, more] = positionals;
  if (more !== undefined)
    throw new UsageError(`explain takes one policy; "${more}" is too many. See --help.`);
  if (values.request === undefined) throw new UsageError("Give --request FILE. See --help.");
  const request = readExplainedRequest(values.request);
  const source = readSource(policy === undefined ? values : { ...values, policy });
  const resolve = readResolveFile(values.resolve);
  const isPlayed = request.answers.length > 0 || resolve === undefined;
  const gateway = await startGateway({
    ...source,
    testMode: true,
    watch: false,
    ...(isPlayed ? { send: playAnswers(request) } : { resolve }),
  });
  try {
    const answer = await ask(gateway.url, request);
    const trace = gateway.traces().at(-1);
    if (!trace) throw new Error("The gateway kept no trace.");
    const played = isPlayed
      ? request.answers.length > 0
        ? "the request's file"
        : "no backend: an empty 200"
      : undefined;
    io.out(describeRun(trace, answer, played));
    return DONE;
  } finally {
    await gateway.close();
  }
}

/** What backends would say, in order. */
function playAnswers({ answers }: ExplainedRequest) {
  let turn = 0;
  return async (): Promise<ResponseMessage> => {
    const answer = answers[Math.min(turn++, answers.length - 1)] ?? { status: 200, headers: {}, body: "" };
    return {
      status: answer.status,
      reason: "",
      headers: HeaderMap.fromRaw(Object.entries(answer.headers).flat()),
      body: MessageBody.of(answer.body),
    };
  };
}

interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

async function ask(
  url: string,
  { method, path, headers, body, clientIp }: ExplainedRequest,
): Promise<GivenAnswer> {
  const answer = await undiciRequest(`${url}${path}`, {
    method,
    headers: { ...headers, ...(clientIp !== undefined && { "X-Emulator-Client-Ip": clientIp }) },
    body: body ?? null,
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

function describeRun(trace: GatewayTrace, answer: GivenAnswer, played: string | undefined): string {
  const { method, path, api, operation, subscription, product, status, durationMs, waitedMs, error } = trace;
  const who = [
    api === undefined ? "no API or operation fits" : `API ${api}, operation ${operation}`,
    subscription === undefined ? "no subscription" : `subscription ${subscription}`,
    product === undefined ? "" : `product ${product}`,
  ].filter((part) => part !== "");
  return [
    `${method} ${path} -> ${status} in ${durationMs.toFixed(2)} ms${waitedMs > 0 ? `, ${waitedMs / 1000} s of it waited on the virtual clock` : ""}`,
    who.join(" · "),
    played === undefined ? "" : `backends answered from ${played}`,
    "",
    ...describeSteps(trace.steps),
    error === undefined ? "" : `\nended by ${error}`,
    "",
    `answer ${answer.status}`,
    ...Object.entries(answer.headers)
      .filter(isOfTheAnswer)
      .map(([name, value]) => `  ${name}: ${String(value)}`),
    "",
    shortened(answer.text),
    "",
  ]
    .filter((line, index, lines) => line !== "" || lines[index - 1] !== "")
    .join("\n");
}

/** What is between the gateway and us is no part of the answer. */
const isOfTheAnswer = ([name]: readonly [string, unknown]) =>
  !/^(?:connection|keep-alive|transfer-encoding|date)$/.test(name);

/** A heading for each section, a line for each step with what it did below it. */
function describeSteps(steps: readonly TraceStep[]): readonly string[] {
  let section = "";
  return steps.flatMap((step) => {
    const head = step.section === section ? [] : [step.section];
    section = step.section;
    const indent = "  ".repeat(step.depth + 1);
    const { file, line, column } = step.position;
    return [
      ...head,
      `${indent}${step.policy}  (${step.scope}, ${file}:${line}:${column}, ${step.durationMs.toFixed(2)} ms)`,
      ...step.notes.map((note) => `${indent}  ${note}`),
      ...(step.error === undefined ? [] : [`${indent}  failed: ${step.error}`]),
    ];
  });
}

const LONGEST_BODY = 4000;

const shortened = (text: string) => (text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text);
