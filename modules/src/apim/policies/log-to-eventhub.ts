import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

const LIMIT_BYTES = 200 * 1024;

/** Sends a text to an event hub; here to the gateway's own list of events. */
export const logToEventhub: PolicyDefinition = {
  name: "log-to-eventhub",
  sections: SECTIONS,
  support: "partly",
  notes: "Events stay in the gateway (/__emulator/state); partitions have no effect.",
  attributes: {
    "logger-id": { required: true, expression: false },
    "partition-id": { expression: false },
    "partition-key": {},
  },
  text: true,
  compile: (element, compiler) => {
    const { attributes, position } = element;
    if (attributes.has("partition-id") && attributes.has("partition-key")) {
      compiler.problem("<log-to-eventhub> takes partition-id or partition-key, not both.", position);
    }
    const loggerId = compiler.required(element, "logger-id").literal ?? "";
    const text = compiler.value(element.text ?? { value: "", position });
    return {
      policy: element.name,
      position,
      run: async (exchange): Promise<undefined> => {
        const bytes = Buffer.from((await text.text(exchange)).trim());
        exchange.services.emitEvent(loggerId, bytes.subarray(0, LIMIT_BYTES).toString("utf8"));
        exchange.trace.note(() => `${Math.min(bytes.byteLength, LIMIT_BYTES)} bytes to ${loggerId}`);
      },
    };
  },
};
