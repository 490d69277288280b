import { LimitError } from "../../core/errors.ts";
import type { PolicyText } from "../documents/policy-element.ts";
import type { CompiledExpression } from "../expressions/compiled-expression.ts";
import { toNetText } from "../expressions/values/net-text.ts";
import type { Exchange } from "./exchange.ts";
import { gatewayAnswer, internalError } from "./gateway-answer.ts";
import type { MessageBody } from "./message-body.ts";
import { PolicyError } from "./policy-error.ts";
import type { PolicyValue } from "./policy-value.ts";

/** Whether a text is an expression: `@(…)` or `@{…}`. */
export function isExpression(text: string): boolean {
  return /^\s*@[({]/.test(text);
}

/** A value that is written out. */
export function literalValue(text: PolicyText, policy: string): PolicyValue {
  return new CheckedValue(text, policy, text.value, () => text.value);
}

/** A value that an expression gives, with the bodies read first that it looks at. */
export function expressionValue(
  text: PolicyText,
  policy: string,
  expression: CompiledExpression,
): PolicyValue {
  const { requestBody, responseBody } = expression.reads;
  const compute = (exchange: Exchange): unknown => {
    try {
      return expression.evaluate(exchange);
    } catch (error) {
      throw expressionError(error, policy);
    }
  };
  if (!requestBody && !responseBody) return new CheckedValue(text, policy, undefined, compute);
  return new CheckedValue(text, policy, undefined, (exchange) => {
    const bodies: MessageBody[] = [];
    if (requestBody) bodies.push(exchange.request.body);
    if (responseBody && exchange.response) bodies.push(exchange.response.body);
    // One that was sent on already fails only when the expression really asks for it.
    const unread = bodies.filter((body) => body.isUntouched);
    if (unread.length === 0) return compute(exchange);
    return readAll(unread, policy).then(() => compute(exchange));
  });
}

async function readAll(bodies: readonly MessageBody[], policy: string): Promise<void> {
  try {
    for (const body of bodies) await body.read();
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    if (!(error instanceof LimitError)) throw expressionError(error, policy);
    const reason = "MessagePayloadTooLarge";
    throw new PolicyError(error.message, {
      source: policy,
      reason,
      response: gatewayAnswer(413, error.message),
      cause: error,
    });
  }
}

/** What Azure makes of an exception in an expression: a 500 whose reason says where it came from. */
export function expressionError(error: unknown, policy: string): PolicyError {
  if (error instanceof PolicyError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new PolicyError(`Expression evaluation failed. ${why}`, {
    source: policy,
    reason: "ExpressionValueEvaluationFailure",
    response: internalError(),
    cause: error,
  });
}

class CheckedValue implements PolicyValue {
  readonly position;
  readonly literal: string | undefined;
  readonly evaluate: (exchange: Exchange) => unknown;
  readonly policy: string;

  constructor(
    { position }: PolicyText,
    policy: string,
    literal: string | undefined,
    evaluate: (exchange: Exchange) => unknown,
  ) {
    this.position = position;
    this.literal = literal;
    this.evaluate = evaluate;
    this.policy = policy;
  }

  async text(exchange: Exchange): Promise<string> {
    return this.literal ?? toNetText(await this.evaluate(exchange));
  }

  async boolean(exchange: Exchange): Promise<boolean> {
    const value = this.literal ?? (await this.evaluate(exchange));
    if (typeof value === "boolean") return value;
    const text = toNetText(value).trim().toLowerCase();
    if (text === "true" || text === "false") return text === "true";
    throw this.#wrong(value, "true or false");
  }

  async number(exchange: Exchange): Promise<number> {
    const text = (this.literal ?? toNetText(await this.evaluate(exchange))).trim();
    const value = Number(text);
    if (text !== "" && Number.isFinite(value)) return value;
    throw this.#wrong(text, "a number");
  }

  #wrong(value: unknown, wanted: string): PolicyError {
    return expressionError(
      new Error(`The value ${JSON.stringify(toNetText(value))} is not ${wanted}.`),
      this.policy,
    );
  }
}
