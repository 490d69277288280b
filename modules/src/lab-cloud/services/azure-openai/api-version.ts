import { apiVersions, tellsStreamedUsage } from "../../../catalog/index.ts";
import { AzureRefusal, invalidRequest, resourceNotFound } from "../../azure-refusal.ts";

const DATED = new Set(apiVersions.map(({ version }) => version));

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

/** @throws AzureRefusal (400) when a version is given `stream_options` that did not know them */
export function checkStreamOptions(version: string | undefined, given: boolean): void {
  if (!given || version === undefined || tellsStreamedUsage(version)) return;
  throw invalidRequest("Unrecognized request argument supplied: stream_options", "stream_options", null);
}
