import { isProvenance, type Provenance } from "../chat/provenance.ts";
import type { ProviderKind } from "./provider.ts";

export interface ProvenanceClues {
  readonly kind: ProviderKind;
  /** Value of the `x-lab-provenance` header, if the server sent one. */
  readonly header: string | undefined;
  readonly baseUrl: string;
  /** Addresses of the running lab cloud. */
  readonly labUrls: readonly string[];
}

/** The server's own word first; then what we know of the place; only then `live`. */
export function provenanceOf({ kind, header, baseUrl, labUrls }: ProvenanceClues): Provenance {
  if (isProvenance(header)) return header;
  if (kind === "foundry-local") return "local";
  return labUrls.some((url) => sameOrigin(url, baseUrl)) ? "simulated" : "live";
}

function sameOrigin(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.port === b.port && a.protocol === b.protocol && loopback(a.hostname) === loopback(b.hostname);
}

const loopback = (host: string) => (host === "127.0.0.1" || host === "[::1]" ? "localhost" : host);
