/** `dated`: Azure's `/openai/…?api-version=…`; `v1`: Azure's `/openai/v1/…`; `direct`: OpenAI's own `/v1/…`. */
export type RouteForm = "dated" | "v1" | "direct";

/** What stands before `/responses`, `/models` and the like. */
export const prefixOf: Readonly<Record<RouteForm, string>> = {
  dated: "/openai",
  v1: "/openai/v1",
  direct: "/v1",
};
