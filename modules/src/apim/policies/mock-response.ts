import { emptyResponse } from "../pipeline/gateway-answer.ts";
import type { Flow, PolicyDefinition } from "../pipeline/policy.ts";
import { replaceResponse } from "../pipeline/replace-response.ts";

/** Ends the request with an answer that no backend gave. */
export const mockResponse: PolicyDefinition = {
  name: "mock-response",
  sections: ["inbound", "outbound", "on-error"],
  support: "partly",
  notes:
    "The emulator knows no examples or schemas of operations, so the answer has no body, as in Azure without them.",
  attributes: { "status-code": { kind: "integer", min: 100, max: 599 }, "content-type": {} },
  compile: (element, compiler) => {
    const status = compiler.attribute(element, "status-code");
    const contentType = compiler.attribute(element, "content-type");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<Flow> => {
        const response = emptyResponse((await status?.number(exchange)) ?? 200);
        if (contentType) response.headers.set("Content-Type", [await contentType.text(exchange)]);
        replaceResponse(exchange, response);
        exchange.trace.note(() => `the request ends here with ${response.status}`);
        return "stop";
      },
    };
  },
};
