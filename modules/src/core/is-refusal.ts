/** Codes of what a caller asked wrongly, or may not have: no failure of ours. */
const REFUSALS = [
  "MODEL_NOT_FOUND",
  "PROMPT_TOO_LONG",
  "CONTEXT_LENGTH_EXCEEDED",
  "QUERY_.+",
  "INVALID_.+",
  "UNSUPPORTED_.+",
  ".+_UNSUPPORTED",
  "UNKNOWN_.+",
  "ROUTER_ABSENT",
  "TOO_FEW_MODELS",
  "TEXTS_OUT_OF_RANGE",
  "LIMIT",
  "BUDGET_EXCEEDED",
  "RATE_LIMIT_EXCEEDED",
];

const REFUSAL = new RegExp(`^(?:${REFUSALS.join("|")})$`, "i");

/** Whether a request that ended with this code was refused, in place of having failed. */
export const isRefusal = (code: string): boolean => REFUSAL.test(code);
