import { z } from "zod";
import { explainError } from "../../core/errors.ts";
import type { LabPlaces } from "../lab-runtime.ts";
import { ShimError } from "./shim-error.ts";

/** Where the lab cloud is, and the key of its identity. */
export interface LabArmOptions {
  /** Without a slash at its end. */
  readonly http: string;
  readonly identityHeader: string;
}

/** A token as the lab cloud's identity gives it. */
export interface LabToken {
  readonly accessToken: string;
  /** Seconds since 1970. */
  readonly expiresOn: number;
}

export interface LabSubscription {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly state: string;
}

/** The lab cloud's Resource Manager, asked with a token of its identity. */
export interface LabArm {
  readonly http: string;
  /** All addresses that resources show. */
  places(): Promise<LabPlaces>;
  token(resource: string): Promise<LabToken>;
  subscription(): Promise<LabSubscription>;
  /** @param path from `/subscriptions` on; `api-version` is added when absent */
  send(method: string, path: string, body?: unknown): Promise<LabAnswer>;
}

export interface LabAnswer {
  readonly status: number;
  readonly content: unknown;
  readonly headers: Headers;
}

const API_VERSION = "2025-04-01";
const TIMEOUT_MS = 60_000;

const tokenShape = z.object({ access_token: z.string(), expires_on: z.string() });
const subscriptionShape = z.object({
  subscriptionId: z.string(),
  tenantId: z.string(),
  displayName: z.string(),
  state: z.string(),
});
const errorShape = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export function createLabArm({ http, identityHeader }: LabArmOptions): LabArm {
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw new ShimError(`No lab cloud answers at ${http} (${reasonOf(error)}). Start it with npm start.`);
    }
  };
  const token = async (resource: string): Promise<LabToken> => {
    const url = `${http}/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`;
    const answer = await ask(url, { headers: { "x-identity-header": identityHeader } });
    const parsed = tokenShape.safeParse(await answer.json().catch(() => undefined));
    if (!parsed.success)
      throw new ShimError(`The lab cloud at ${http} gave no token (HTTP ${answer.status}).`);
    return { accessToken: parsed.data.access_token, expiresOn: Number(parsed.data.expires_on) };
  };
  let authorization: Promise<string> | undefined;
  const send: LabArm["send"] = async (method, path, body) => {
    authorization ??= token("https://management.azure.com").then(
      ({ accessToken }) => `Bearer ${accessToken}`,
    );
    const url = new URL(path, http);
    if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", API_VERSION);
    const answer = await ask(url.href, {
      method,
      headers: { authorization: await authorization, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const content = parseJson(await answer.text());
    if (answer.status >= 400 && method !== "HEAD") throw refusal(answer.status, content);
    return { status: answer.status, content, headers: answer.headers };
  };
  return {
    http,
    async places() {
      const answer = await ask(`${http}/lab/state`);
      const { https } = z.object({ https: z.string() }).parse(await answer.json());
      return { http, https };
    },
    token,
    send,
    async subscription() {
      const { content } = await send("GET", "/subscriptions");
      const [first] = z.object({ value: z.array(subscriptionShape) }).parse(content).value;
      if (first) return first;
      throw new ShimError("The lab cloud has no subscription.");
    },
  };
}

/** `(ResourceGroupNotFound) Resource group 'x' could not be found.` */
function refusal(status: number, content: unknown): ShimError {
  const parsed = errorShape.safeParse(content);
  const said = parsed.success ? describeArmError(parsed.data.error, content) : `HTTP ${status}`;
  return new ShimError(said, status === 404 ? 3 : 1);
}

interface TreeOfErrors {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly TreeOfErrors[] | undefined;
}

const errorTree: z.ZodType<TreeOfErrors> = z.lazy(() =>
  z.object({ code: z.string(), message: z.string(), details: z.array(errorTree).optional() }),
);

/** The innermost errors, one a line: they say what is wrong, what is around them only that something is. */
export function describeArmError(
  error: { readonly code: string; readonly message: string },
  content?: unknown,
): string {
  const parsed = errorTree.safeParse(Reflect.get(Object(content), "error") ?? error);
  const leaves = (one: TreeOfErrors): readonly string[] =>
    one.details && one.details.length > 0 ? one.details.flatMap(leaves) : [`(${one.code}) ${one.message}`];
  return parsed.success ? leaves(parsed.data).join("\n") : `(${error.code}) ${error.message}`;
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return explainError(cause ?? error);
}
