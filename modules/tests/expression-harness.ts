import { LoadError } from "../src/apim/documents/load-error.ts";
import { compileExpression } from "../src/apim/expressions/compile-expression.ts";
import { loadCSharp } from "../src/apim/expressions/load-c-sharp.ts";
import { NetException } from "../src/apim/expressions/values/net-exception.ts";
import { toNetText } from "../src/apim/expressions/values/net-text.ts";
import type { Exchange } from "../src/apim/pipeline/exchange.ts";
import { HeaderMap } from "../src/apim/pipeline/header-map.ts";
import { MessageBody } from "../src/apim/pipeline/message-body.ts";
import { document, openGateway, type RequestOptions } from "./apim-harness.ts";

export interface ExpressionOptions {
  readonly request?: RequestOptions;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What the backend answered; none in inbound. */
  readonly response?: {
    readonly status: number;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

const PLACE = { file: "policy.xml", line: 10, column: 5 };

/** A request on its way through a gateway that does nothing else. */
async function openExchange(options: ExpressionOptions = {}): Promise<Exchange> {
  const gateway = await openGateway({ policies: document({}) });
  const { exchange } = await gateway.send(options.request);
  const { request, response } = options;
  // As the gateway does for an expression that looks at the body.
  if (typeof request?.body === "string") exchange.request.body = MessageBody.of(request.body);
  exchange.response = response && {
    status: response.status,
    reason: "OK",
    headers: HeaderMap.fromRaw(Object.entries(response.headers ?? {}).flat()),
    body: MessageBody.of(response.body ?? ""),
  };
  for (const [name, value] of Object.entries(options.variables ?? {})) exchange.variables.set(name, value);
  return exchange;
}

/** The value of an expression in .NET form. */
export async function evaluate(text: string, options?: ExpressionOptions): Promise<unknown> {
  const compiled = compileExpression(text, PLACE, await loadCSharp());
  return compiled.evaluate(await openExchange(options));
}

/** The value as .NET writes it; an exception as `Type: message`. */
export async function run(text: string, options?: ExpressionOptions): Promise<string> {
  try {
    return toNetText(await evaluate(text, options));
  } catch (error) {
    if (error instanceof NetException) return `${error.netType}: ${error.message}`;
    throw error;
  }
}

/** What loading tells, one line each: `10:7 message`. */
export async function problemsOf(text: string): Promise<readonly string[]> {
  try {
    compileExpression(text, PLACE, await loadCSharp());
    return [];
  } catch (error) {
    if (error instanceof LoadError)
      return error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
    throw error;
  }
}
