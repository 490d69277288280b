import { discardBody } from "../backends/pass-on-body.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { emptyResponse } from "../pipeline/gateway-answer.ts";
import type { RequestMessage, ResponseMessage } from "../pipeline/message.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** What carries a body. */
export type BodyCarrier = Pick<RequestMessage | ResponseMessage, "headers" | "body">;

/** `<set-body>` with its text. */
export const setBody: PolicyDefinition = {
  name: "set-body",
  sections: SECTIONS,
  support: "partly",
  notes: "Liquid templates are refused.",
  attributes: {
    template: { values: ["none", "liquid"], expression: false },
    "xsi-nil": { values: ["blank", "null"], expression: false },
  },
  text: true,
  compile: (element, compiler) => {
    const edit = compileBodyEdit(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => edit(exchange, messageInUse(exchange)).then(() => "next"),
    };
  },
};

/** The request on its way to the backend, the answer on its way back. */
export function messageInUse(exchange: Exchange): BodyCarrier {
  if (exchange.section === "inbound" || exchange.section === "backend") return exchange.request;
  exchange.response ??= emptyResponse();
  return exchange.response;
}

/** Compiles a `<set-body>`, also one inside another policy. */
export function compileBodyEdit(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, message: BodyCarrier) => Promise<void> {
  const template = element.attributes.get("template");
  if (template?.value === "liquid") {
    compiler.problem(
      '<set-body template="liquid"> is not emulated. Build the text with an expression: @{ … }.',
      template.position,
    );
  }
  const value = compiler.value(element.text ?? { value: "", position: element.position });
  return async (exchange, message) => {
    const content = await value.text(exchange);
    // A backend's answer that nobody will read gives its connection back.
    if (message === exchange.response) void discardBody(message.body);
    message.body = MessageBody.of(content);
    message.headers.delete("Content-Length");
    exchange.trace.note(() => `${message.body.bytes?.byteLength ?? 0} bytes`);
  };
}
