import { PROVENANCE_HEADER } from "../../../chat/provenance.ts";
import { type AzureErrorBody, AzureRefusal } from "../../azure-refusal.ts";
import type { PublisherForm } from "./publisher-form.ts";

/** A refusal in a publisher's form. */
export class PublisherRefusal extends AzureRefusal {
  readonly written: object;

  constructor(
    status: number,
    { body, written }: { readonly body: AzureErrorBody; readonly written: object },
    headers: Readonly<Record<string, string>>,
  ) {
    super(status, body, headers);
    this.written = written;
  }

  override toResponse(): Response {
    return Response.json(this.written, { status: this.status, headers: this.headers });
  }
}

/** What a refusal of the shared way of serving models says in a publisher's form. */
export function asPublishers(
  refusal: AzureRefusal,
  form: PublisherForm,
  headers: Readonly<Record<string, string>>,
): PublisherRefusal {
  const { body, status } = refusal;
  const message = body.code === OWN_WORDS ? body.message : (WORDS[status] ?? body.message);
  const { param = null } = body;
  const facts = { status, message, param, retryAfterMs: retryAfterMs(refusal.headers), headers };
  const { status: sentStatus = status, body: written, without = [] } = form.refuse(facts);
  const kept = Object.entries(refusal.headers).filter(
    ([name]) => !OF_AZURE.test(name) && !without.includes(name),
  );
  const sent = { ...headers, [PROVENANCE_HEADER]: "simulated", ...Object.fromEntries(kept) };
  return new PublisherRefusal(sentStatus, { body, written }, sent);
}

const OF_AZURE = /^(?:x-ms-|apim-|policy-id$|x-ratelimit-)/;

/** Code of refusals whose words are the publisher's already. */
const OWN_WORDS = "publisher";

/** The shared refusals of these statuses speak of Azure. */
const WORDS: Readonly<Record<number, string>> = {
  401: "The API key is missing or wrong.",
  403: "The API key may not use this model.",
  404: "There is no such model.",
  408: "The request took too long.",
  429: "Too many requests or tokens in this minute.",
  500: "Something went wrong on the server.",
  503: "The service is overloaded.",
};

function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const { "retry-after-ms": ms, "retry-after": seconds } = headers;
  const wanted = ms === undefined ? Number(seconds) * 1000 : Number(ms);
  return Number.isFinite(wanted) ? wanted : undefined;
}

/** A refusal in the publisher's own words. */
export const refused = (status: number, message: string, param: string | null = null): AzureRefusal =>
  new AzureRefusal(status, { code: OWN_WORDS, message, param });

/** What the real service does and the lab cloud does not: refused by name instead of quietly left out. */
export const beyondLab = (param: string, reason: string): AzureRefusal =>
  refused(400, `${param} is not emulated by the lab cloud; ${reason}.`, param);
