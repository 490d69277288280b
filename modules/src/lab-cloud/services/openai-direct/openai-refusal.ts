import { PROVENANCE_HEADER } from "../../../chat/provenance.ts";
import { newId } from "../../../core/index.ts";
import { AzureRefusal } from "../../azure-refusal.ts";

/** A refusal as OpenAI's own service sends it: no header of Azure's. */
export class OpenAiRefusal extends AzureRefusal {
  override withHeaders(more: Readonly<Record<string, string>>): OpenAiRefusal {
    return new OpenAiRefusal(this.status, this.body, { ...more, ...this.headers });
  }

  override toResponse(): Response {
    const headers = {
      "x-request-id": newId("req_"),
      [PROVENANCE_HEADER]: "simulated",
      ...this.headers,
    };
    return Response.json({ error: this.body }, { status: this.status, headers });
  }
}

export const noKey = (): OpenAiRefusal =>
  new OpenAiRefusal(401, {
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    type: "invalid_request_error",
    param: null,
    code: null,
  });

/** OpenAI shows the ends of the key; here nothing of it is repeated. */
export const wrongKey = (hint = ""): OpenAiRefusal =>
  new OpenAiRefusal(401, {
    message: `Incorrect API key provided.${hint} You can find your API key at https://platform.openai.com/account/api-keys; the lab cloud's is in LAB_OPENAI_API_KEY.`,
    type: "invalid_request_error",
    param: null,
    code: "invalid_api_key",
  });

export const modelNotFound = (name: string): OpenAiRefusal =>
  new OpenAiRefusal(404, {
    message: `The model \`${name.slice(0, 100)}\` does not exist or you do not have access to it.`,
    type: "invalid_request_error",
    param: null,
    code: "model_not_found",
  });

/** What a refusal of the shared routes says on this surface. */
export function asOpenAi(refusal: AzureRefusal, model: string | undefined): OpenAiRefusal {
  if (refusal instanceof OpenAiRefusal) return refusal;
  const { status, body } = refusal;
  const headers = Object.fromEntries(
    Object.entries(refusal.headers).filter(([name]) => !/^(?:x-ms-|apim-|policy-id$)/.test(name)),
  );
  if (status === 429) return tooMany(refusal, headers, model);
  const { message, param = null, code } = body;
  const type = status >= 500 ? "server_error" : "invalid_request_error";
  return new OpenAiRefusal(
    status,
    { message, type: body.type ?? type, param, code: wordOnly(code) },
    headers,
  );
}

/** OpenAI's codes are words; Azure's are often the status once more. */
const wordOnly = (code: string | null) => (code !== null && /^\d+$/.test(code) ? null : code);

function tooMany(
  refusal: AzureRefusal,
  headers: Record<string, string>,
  model: string | undefined,
): OpenAiRefusal {
  const ofTokens = !refusal.headers["policy-id"]?.endsWith("Call");
  const [limit, unit] = ofTokens
    ? ["tokens", "tokens per min (TPM)"]
    : ["requests", "requests per min (RPM)"];
  const most = headers[`x-ratelimit-limit-${limit}`];
  const seconds = headers["retry-after"] ?? "1";
  return new OpenAiRefusal(
    429,
    {
      message: `Rate limit reached for ${model ?? "this model"} on ${unit}${most ? `: Limit ${most}` : ""}. Please try again in ${seconds}s.`,
      type: limit ?? null,
      param: null,
      code: "rate_limit_exceeded",
    },
    headers,
  );
}
