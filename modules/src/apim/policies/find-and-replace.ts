import { readText } from "../conversions/read-text.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";
import { messageInUse } from "./set-body.ts";

/** Replaces a text wherever it stands in the body. */
export const findAndReplace: PolicyDefinition = {
  name: "find-and-replace",
  sections: SECTIONS,
  support: "emulated",
  notes: "Reads the whole body, so an answer that streams arrives in one piece.",
  attributes: { from: { required: true }, to: { required: true } },
  compile: (element, compiler) => {
    const from = compiler.required(element, "from");
    const to = compiler.required(element, "to");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const wanted = await from.text(exchange);
        if (wanted === "") return;
        const replacement = await to.text(exchange);
        const message = messageInUse(exchange);
        const parts = (await readText(message.body, element.name)).split(wanted);
        exchange.trace.note(() => `${parts.length - 1} places`);
        if (parts.length === 1) return;
        message.body = MessageBody.of(parts.join(replacement));
        message.headers.delete("Content-Length");
      },
    };
  },
};
