import { AzureRefusal, resourceNotFound } from "../../azure-refusal.ts";

/** Versions of the dated routes that have chat completions. */
const DATED = new Set([
  "2023-05-15",
  "2023-12-01-preview",
  "2024-02-01",
  "2024-02-15-preview",
  "2024-03-01-preview",
  "2024-04-01-preview",
  "2024-05-01-preview",
  "2024-06-01",
  "2024-07-01-preview",
  "2024-08-01-preview",
  "2024-09-01-preview",
  "2024-10-01-preview",
  "2024-10-21",
  "2024-12-01-preview",
  "2025-01-01-preview",
  "2025-02-01-preview",
  "2025-03-01-preview",
  "2025-04-01-preview",
]);

/** @throws AzureRefusal when a dated route is asked without a version (400) or with one that does not exist (404). */
export function checkApiVersion(version: string | undefined): void {
  if (version === undefined) {
    throw new AzureRefusal(400, {
      code: "MissingApiVersionParameter",
      message: "The api-version query parameter (?api-version=) is required for all requests.",
    });
  }
  if (!DATED.has(version)) throw resourceNotFound();
}
