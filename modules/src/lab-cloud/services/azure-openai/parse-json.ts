import { invalidRequest } from "../../azure-refusal.ts";

/** @throws AzureRefusal (400) */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest(
      "We could not parse the JSON body of your request. The Azure OpenAI API expects a JSON payload, but what was sent was not valid JSON.",
      null,
      null,
    );
  }
}
