import { z } from "zod";

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;

/** They say how the body travels, or whose answer it is; with others than the server's own the answer would break or lie. */
const SERVER_HEADERS: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-lab-fault",
  "x-lab-provenance",
]);

const headerName = z
  .string()
  .toLowerCase()
  .regex(HEADER_NAME, "is no header name")
  .refine((name) => !SERVER_HEADERS.has(name), "is the server's to set");

const LONGEST_PAUSE_MS = 600_000;
const pauseMs = z.number().min(0).max(LONGEST_PAUSE_MS);
const afterTokens = z.int().min(0).max(1_000_000);
const whole = z.literal(true);
const fromStart = { afterTokens: 0 };

const stall = z.strictObject({ afterTokens: afterTokens.default(0), ms: pauseMs.optional() });

const timeWindow = z.strictObject({
  fromMs: z.number().min(0).default(0).describe("Milliseconds after the order from which it strikes."),
  toMs: z
    .number()
    .min(0)
    .optional()
    .describe("Milliseconds after the order from which it no longer strikes; absent = never."),
});

/** What `POST /lab/faults` takes. */
export const faultOrderSchema = z.strictObject({
  deployment: z.string().min(1).optional().describe("Deployment it strikes; absent = any."),
  region: z
    .string()
    .min(1)
    .optional()
    .describe("Region whose deployments it strikes, `East US` or `eastus`; absent = any."),
  resource: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Azure OpenAI resource whose deployments it strikes, or `openai` for OpenAI's own surface; absent = any.",
    ),

  status: z.int().min(400).max(599).optional().describe("Status answered instead of the answer."),
  headers: z
    .record(headerName, z.string().regex(HEADER_VALUE, "is no header value"))
    .default({})
    .describe("Sent with the error or the answer."),
  delayMs: pauseMs.default(0).describe("Milliseconds before anything is answered."),
  reset: whole.optional().describe("The connection is closed before any answer."),
  stall: z
    .union([whole, stall])
    .transform((value): z.output<typeof stall> => (value === true ? fromStart : value))
    .optional()
    .describe(
      "A stream falls silent after so many tokens (true = before the first) for `ms` milliseconds, or until the client leaves. A whole answer falls silent half-way.",
    ),
  cutAfterTokens: afterTokens
    .optional()
    .describe(
      "The connection is closed after so many tokens of a stream, or half-way through a whole answer.",
    ),
  malformed: z
    .union([whole, z.strictObject({ afterTokens: afterTokens.default(0) })])
    .transform((value) => (value === true ? fromStart : value))
    .optional()
    .describe(
      "A stream has an event that is no JSON after so many tokens (true = before the first); a whole answer is half a JSON text.",
    ),
  wrongModel: z.string().min(1).max(200).optional().describe("`model` of the answer."),
  empty: z
    .union([whole, z.literal(["answer", "body"])])
    .transform((empty) => (empty === true ? "answer" : empty))
    .optional()
    .describe("Status 200 and nothing: `answer` (or true) has no text, `body` has no byte."),

  times: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe(
      "Requests it strikes. Default: 1, and as many as come when `schedule`, `every` or `probability` is given.",
    ),
  every: z.int().min(1).max(1_000_000).optional().describe("Strikes each n-th request only."),
  probability: z.number().gt(0).max(1).optional().describe("Strikes a request with this chance only."),
  seed: z.int().optional().describe("Of the chance; the same seed strikes the same requests. Default: 1."),
  schedule: z.array(timeWindow).min(1).max(1000).optional().describe("Strikes in these spans of time only."),
});

/** An order as it is written: `{ deployment: "gpt-4o", status: 429, times: 2 }`. */
export type FaultOrder = z.input<typeof faultOrderSchema>;

/** An order as it was understood. */
export type Fault = Readonly<z.output<typeof faultOrderSchema>>;

/** JSON Schema of an order. What cannot stand together is told when it is ordered. */
export const describeFaultOrder = (): object => z.toJSONSchema(faultOrderSchema, { io: "input" });
