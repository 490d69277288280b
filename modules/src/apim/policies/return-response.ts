import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { emptyResponse } from "../pipeline/gateway-answer.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import type { Flow, PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { replaceResponse } from "../pipeline/replace-response.ts";
import { responseInVariable } from "../pipeline/response-in-variable.ts";
import { SECTIONS } from "../pipeline/section.ts";
import { compileBodyEdit, setBody } from "./set-body.ts";
import { compileHeaderEdit, setHeader } from "./set-header.ts";
import { compileStatusEdit, setStatus } from "./set-status.ts";

type ResponseEdit = (exchange: Exchange, response: ResponseMessage) => Promise<void>;

/** `<return-response>`: ends the request at once with this answer. */
export const returnResponse: PolicyDefinition = {
  name: "return-response",
  sections: SECTIONS,
  support: "emulated",
  attributes: { "response-variable-name": { expression: false } },
  children: { "set-status": setStatus, "set-header": { ...setHeader, many: true }, "set-body": setBody },
  compile: (element, compiler) => {
    const kept = element.attributes.get("response-variable-name")?.value;
    const edits = element.children.map((child) => compileEdit(child, compiler));
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<Flow> => {
        const response =
          kept === undefined ? emptyResponse() : responseInVariable(kept, exchange, element.name);
        for (const edit of edits) await edit(exchange, response);
        replaceResponse(exchange, response);
        exchange.trace.note(() => `the request ends here with ${response.status}`);
        return "stop";
      },
    };
  },
};

function compileEdit(child: PolicyElement, compiler: PolicyCompiler): ResponseEdit {
  if (child.name === "set-status") return compileStatusEdit(child, compiler);
  if (child.name === "set-body") return compileBodyEdit(child, compiler);
  const edit = compileHeaderEdit(child, compiler);
  return (exchange, { headers }) => edit(exchange, headers);
}
