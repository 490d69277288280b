import type { PlainValue } from "./bicep/index.ts";

/** What may be shown of a secret: `****1234`. Of a short one nothing is. */
export function maskSecret(secret: string): string {
  return `****${secret.length >= 8 ? secret.slice(-4) : ""}`;
}

const SECRET_NAME = /(?:key|secret|password|token|connectionstring|credential)s?$/i;
const NO_SECRET = /(?:publickey|keyvault|tokenendpoint)$/i;

/** Values with everything that is named like a secret masked, however deep it lies. */
export function maskSecrets(value: PlainValue, name = ""): PlainValue {
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, name));
  if (typeof value === "string")
    return SECRET_NAME.test(name) && !NO_SECRET.test(name) ? maskSecret(value) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([part, item]) => [part, maskSecrets(item, part)]));
}
