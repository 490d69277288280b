import { isProvenance, type Provenance } from "../chat/provenance.ts";
import type { Tier } from "../chat/source.ts";
import type { ProviderKind } from "./provider.ts";

export interface ProvenanceClues {
  readonly kind: ProviderKind;
  /** What its configuration counts it as. */
  readonly tier?: Tier | undefined;
  /** Value of the `x-lab-provenance` header, if the server sent one. */
  readonly header: string | undefined;
  readonly baseUrl: string;
  /** Addresses of the running lab cloud. */
  readonly labUrls: readonly string[];
}

/** The server's own word first; then what we know of the place; only then `live`. */
export function provenanceOf({ kind, tier, header, baseUrl, labUrls }: ProvenanceClues): Provenance {
  if (isProvenance(header)) return header;
  if (kind === "foundry-local") return "local";
  if (labUrls.some((url) => sameOrigin(url, baseUrl))) return "simulated";
  return tier === "local" ? "local" : "live";
}

function sameOrigin(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.port === b.port && a.protocol === b.protocol && loopback(a.hostname) === loopback(b.hostname);
}

const loopback = (host: string) => (host === "127.0.0.1" || host === "[::1]" ? "localhost" : host);
