import { writeEntry } from "../caching/cache-entries.ts";
import { type CachePlan, storingPlan } from "../caching/response-cache.ts";
import { storeAnswer } from "../caching/stored-answer.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";
import { isEventStream } from "../tokens/watch-usage.ts";

/** Keeps the answer for the next `cache-lookup` of the same request. */
export const cacheStore: PolicyDefinition = {
  name: "cache-store",
  sections: ["outbound"],
  support: "emulated",
  notes:
    "Needs a cache-lookup that ran before. Event streams, answers of more than 2 MiB and Set-Cookie are not kept.",
  attributes: {
    duration: { required: true, kind: "integer", min: 0 },
    "cache-response": { kind: "boolean" },
  },
  compile: (element, compiler) => {
    const duration = compiler.required(element, "duration");
    const cachesAny = compiler.attribute(element, "cache-response");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange) => {
        const { response, services, trace } = exchange;
        const plan = storingPlan(exchange);
        const why = await whyNotKept(exchange, plan, cachesAny);
        if (why !== undefined || !plan || !response) {
          trace.note(() => `not kept: ${why}`);
          return undefined;
        }
        const seconds = await duration.number(exchange);
        tellCaller(response, plan, seconds);
        const answer = await storeAnswer(response, element.name);
        if (answer) writeEntry(services, plan.key, answer, seconds);
        trace.note(() => (answer ? `kept for ${seconds} s` : "not kept: it is larger than 2 MiB"));
        return undefined;
      },
    };
  },
};

async function whyNotKept(
  exchange: Exchange,
  plan: CachePlan | undefined,
  cachesAny: PolicyValue | undefined,
): Promise<string | undefined> {
  const { response } = exchange;
  if (!plan || !response) return "no cache-lookup asked for it";
  if (isEventStream(response)) return "the answer streams";
  const isWanted = (await cachesAny?.boolean(exchange)) ?? response.status === 200;
  return isWanted ? undefined : `status ${response.status}`;
}

/** What the caller's side and what lies between may do with the answer. */
function tellCaller({ headers }: ResponseMessage, { downstream, vary }: CachePlan, seconds: number): void {
  if (downstream === undefined) headers.set("Cache-Control", ["no-store"]);
  else headers.set("Cache-Control", [`${downstream}, max-age=${seconds}`]);
  const known = new Set(
    headers
      .values("vary")
      .flatMap((names) => names.split(","))
      .map((name) => name.trim().toLowerCase()),
  );
  for (const name of vary) if (!known.has(name.toLowerCase())) headers.append("Vary", name);
}
