import type { Settings } from "./settings.ts";
import { variables } from "./variables.ts";

/** Every secret that the settings hold; for whoever hides them in what goes out. Of a connection string its keys: an address is none. */
export function secretsOf(settings: Settings): readonly string[] {
  return Object.entries(variables).flatMap(([group, members]) => {
    const values: Readonly<Record<string, unknown>> = settings[group as keyof typeof variables];
    return Object.entries(members).flatMap(([key, { secret }]) => {
      const value = values[key];
      return secret && typeof value === "string" ? secretParts(value) : [];
    });
  });
}

const CONNECTION_STRING = /^\s*\w+\s*=[^;]*;/;

/** Parts that say where or how, and open nothing. */
const NO_SECRET = /endpoint|location|suffix|region|^authorization$/i;

/** `InstrumentationKey=…;IngestionEndpoint=https://…`: its values, but for those that only say where. */
function secretParts(value: string): readonly string[] {
  if (!CONNECTION_STRING.test(value)) return [value];
  return value.split(";").flatMap((part) => {
    const mark = part.indexOf("=");
    const kept = part.slice(mark + 1).trim();
    return kept === "" || NO_SECRET.test(part.slice(0, Math.max(mark, 0)).trim()) ? [] : [kept];
  });
}
