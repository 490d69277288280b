import { PROVENANCE_HEADER } from "../../../chat/provenance.ts";
import { type Clock, newId } from "../../../core/index.ts";
import { isSameSecret, type LabSecrets } from "../../trust/lab-secrets.ts";
import { quotaHeaders } from "../azure-openai/admission.ts";
import { bearerOf, isKey } from "../azure-openai/caller.ts";
import type { Served, Surface } from "../azure-openai/surface.ts";
import { modelNotFound, noKey, wrongKey } from "./openai-refusal.ts";

/** The resource that the models of OpenAI's own surface belong to. */
export const DIRECT = "openai";

/** OpenAI's own `/v1`: names are those of models, the key comes as Bearer only, and nothing is filtered. */
export function createOpenAiSurface({ secrets, clock }: { secrets: LabSecrets; clock: Clock }): Surface {
  const entered = new WeakMap<Request, number>();
  return {
    forms: ["direct"],
    filters: false,
    enter(c) {
      entered.set(c.req.raw, clock.elapsed());
      const given = bearerOf(c);
      if (given === undefined) throw noKey();
      if (!isKey(c, given, secrets.openAiKey)) throw wrongKey(hintFor(given, secrets));
    },
    resourceOf: () => DIRECT,
    notFound: modelNotFound,
    headers: (c, served) => ({
      "x-request-id": newId("req_"),
      "openai-version": "2020-10-01",
      "openai-processing-ms": String(
        Math.round(clock.elapsed() - (entered.get(c.req.raw) ?? clock.elapsed())),
      ),
      [PROVENANCE_HEADER]: "simulated",
      ...(served && limitHeaders(served)),
    }),
  };
}

const hintFor = (given: string, { apiKey }: LabSecrets) =>
  isSameSecret(given, apiKey) ? " It is the lab cloud's key for Azure OpenAI." : "";

function limitHeaders({ quota }: Served): Record<string, string> {
  const left = quota.read();
  return {
    ...quotaHeaders(left),
    "x-ratelimit-reset-requests": resetAfter(left.remainingRequests, left.limitRequests),
    "x-ratelimit-reset-tokens": resetAfter(left.remainingTokens, left.limitTokens),
  };
}

/** How long until all of it is there again, as OpenAI writes it: `8.64s`, `6ms`. */
function resetAfter(remaining: number, limit: number): string {
  const ms = Math.ceil(((limit - remaining) / limit) * 60_000);
  return ms < 1000 ? `${ms}ms` : `${ms / 1000}s`;
}
