import { SettingsError } from "../core/errors.ts";

/** What a connection string of Application Insights says. */
export interface ConnectionString {
  readonly instrumentationKey: string;
  readonly ingestionEndpoint: string;
}

const HINT =
  "Copy it whole from the resource's overview: InstrumentationKey=UUID;IngestionEndpoint=https://… . It is read from APPLICATIONINSIGHTS_CONNECTION_STRING.";
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DEFAULT_ENDPOINT = "https://dc.services.visualstudio.com";

/**
 * Reads a connection string of Application Insights.
 * @throws SettingsError that names every part that is missing or wrong, and never its value
 */
export function readConnectionString(text: string): ConnectionString {
  const parts = new Map(text.split(";").flatMap(readPart));
  const key = parts.get("instrumentationkey") ?? "";
  const endpoint = parts.get("ingestionendpoint") ?? DEFAULT_ENDPOINT;
  const problems = [
    ...(key === "" ? ["The connection string of Application Insights has no InstrumentationKey."] : []),
    ...(key !== "" && !UUID.test(key)
      ? ["The InstrumentationKey of the connection string of Application Insights is no UUID."]
      : []),
    ...(isHttps(endpoint)
      ? []
      : ["The IngestionEndpoint of the connection string of Application Insights is no https address."]),
  ];
  if (problems.length > 0) throw new SettingsError(problems, HINT);
  return { instrumentationKey: key, ingestionEndpoint: endpoint };
}

function readPart(part: string): [string, string][] {
  const mark = part.indexOf("=");
  return mark < 0 ? [] : [[part.slice(0, mark).trim().toLowerCase(), part.slice(mark + 1).trim()]];
}

const isHttps = (address: string) => URL.canParse(address) && new URL(address).protocol === "https:";
