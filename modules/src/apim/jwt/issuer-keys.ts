import type { JWK } from "jose";
import { z } from "zod";
import { explainError } from "../../core/errors.ts";
import type { GatewayServices } from "../pipeline/gateway-services.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import { MessageBody } from "../pipeline/message-body.ts";

/** Where an issuer tells its keys. */
export type KeyAddress =
  | { readonly kind: "openid-config"; readonly url: string }
  | { readonly kind: "jwks"; readonly url: string; readonly issuer: string };

export interface IssuerKeys {
  /** Undefined when nothing could be read. */
  readonly issuer: string | undefined;
  readonly keys: readonly JWK[];
  /** Why the last reading failed. */
  readonly problem: string | undefined;
}

type KeyServices = Pick<GatewayServices, "clock" | "state" | "send">;

/** What API Management documents: read again every hour, for an unknown key at most every five minutes. */
const FRESH_MS = 3_600_000;
const PATIENCE_MS = 300_000;
const TIMEOUT_MS = 10_000;

const openIdConfiguration = z.object({ issuer: z.string().min(1), jwks_uri: z.url() });
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

interface Held {
  found: Pick<IssuerKeys, "issuer" | "keys"> | undefined;
  problem: string | undefined;
  readAt: number;
  triedAt: number;
  reading: Promise<void> | undefined;
}

/** The keys of an issuer, read by the gateway and kept; read again early when `keyId` is not among them. */
export async function issuerKeys(
  address: KeyAddress,
  keyId: string | undefined,
  services: KeyServices,
): Promise<IssuerKeys> {
  const never = Number.NEGATIVE_INFINITY;
  const held = services.state<Held>(`issuer-keys ${address.kind} ${address.url}`, () => ({
    found: undefined,
    problem: undefined,
    readAt: never,
    triedAt: never,
    reading: undefined,
  }));
  if (isDue(held, keyId, services.clock.now())) {
    held.triedAt = services.clock.now();
    held.reading = read(address, held, services).finally(() => {
      held.reading = undefined;
    });
  }
  await held.reading;
  return { issuer: held.found?.issuer, keys: held.found?.keys ?? [], problem: held.problem };
}

function isDue({ found, readAt, triedAt, reading }: Held, keyId: string | undefined, now: number): boolean {
  if (reading || now - triedAt < PATIENCE_MS) return false;
  if (!found || now - readAt >= FRESH_MS) return true;
  return keyId !== undefined && !found.keys.some(({ kid }) => kid === keyId);
}

/** Keys that were read before stay when reading fails. */
async function read(address: KeyAddress, held: Held, services: KeyServices): Promise<void> {
  try {
    held.found = await readKeys(address, services);
    held.readAt = services.clock.now();
    held.problem = undefined;
  } catch (error) {
    held.problem = explainError(error);
  }
}

async function readKeys(address: KeyAddress, services: KeyServices) {
  const { issuer, jwks_uri } =
    address.kind === "jwks"
      ? { issuer: address.issuer, jwks_uri: address.url }
      : await readJson(address.url, openIdConfiguration, services);
  const { keys } = await readJson(jwks_uri, keySet, services);
  return { issuer, keys };
}

async function readJson<T>(address: string, shape: z.ZodType<T>, { send }: KeyServices): Promise<T> {
  const response = await send(
    {
      method: "GET",
      url: new URL(address),
      headers: HeaderMap.fromRaw(["Accept", "application/json"]),
      body: MessageBody.empty(),
      timeoutMs: TIMEOUT_MS,
      followRedirects: true,
    },
    // Others may wait for the same keys: no single caller's leaving ends the reading.
    new AbortController().signal,
  );
  const text = new TextDecoder().decode(await response.body.read());
  if (response.status !== 200) throw new Error(`${address} answered ${response.status}.`);
  const { data, success } = shape.safeParse(parsed(text));
  if (!success) throw new Error(`${address} answered something other than an issuer's metadata or keys.`);
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
