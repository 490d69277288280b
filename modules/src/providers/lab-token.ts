import { ProviderError } from "../core/errors.ts";

/**
 * Refuses to send a token of the lab cloud to any other machine: a managed identity that stands in for Azure's is good for
 * nothing there, and nobody else's business.
 * @throws ProviderError naming the host and the variable that helps
 */
export function checkTokenStaysHere(token: string, endpoint: string, keyVariable: string): void {
  const { hostname, host } = new URL(endpoint);
  if (LOOPBACK.test(hostname) || !isOfLabCloud(token)) return;
  throw new ProviderError(`The managed identity here is the lab cloud's, and its token is not for ${host}.`, {
    code: "LAB_TOKEN",
    retryable: false,
    hint: `Set ${keyVariable} in .env, or ask ${host} from a program outside the labs.`,
  });
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Entra signs with a certificate; the lab cloud, which verifies its own tokens, with one secret. */
function isOfLabCloud(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
    return typeof header === "object" && header !== null && "alg" in header && header.alg === "HS256";
  } catch {
    return false;
  }
}
