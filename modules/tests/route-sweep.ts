import { afterAll, beforeEach, expect } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type Clock, silentLogger, systemClock } from "../src/core/index.ts";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { type RawAnswer, type RawRequest, sendRaw } from "./raw-request.ts";
import { postJson, variable } from "./start-test-cloud.ts";

/** A route as the lab cloud lists it. */
export interface SweptRoute {
  readonly service: string;
  readonly method: string;
  /** `/openai/models/{model}` */
  readonly path: string;
  readonly form: string;
}

/** A lab cloud, its routes, and how to ask them. */
export interface RouteSweep {
  readonly cloud: LabCloud;
  readonly routes: readonly SweptRoute[];
  /** What lets a caller into each service. */
  readonly goodHeaders: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What the lab cloud logged as its own failures. */
  readonly logged: readonly string[];
  /** The path with names of things that are there. */
  filled(route: SweptRoute): string;
  /** What has to stand behind the path. */
  queryOf(route: SweptRoute): string;
  isDated(route: SweptRoute): boolean;
  /** A body that the route takes. */
  bodyOf(route: SweptRoute, text?: string): string;
  /** Sends a request that is right but for what is changed. */
  ask(route: SweptRoute, change?: Partial<RawRequest>): Promise<RawAnswer>;
  /** Whatever is asked: no failure of ours, no stack, no path, no secret; and a refusal says in one line what is wrong. */
  expectHonest(answer: RawAnswer, asked: string): void;
}

/** Starts a lab cloud for the tests of one file, whose routes are the tests: one that is added later is asked all of them. */
export async function startRouteSweep(now: Clock["now"] = systemClock.now): Promise<RouteSweep> {
  const logged: string[] = [];
  const cloud = await startLabCloud({
    localModel: "simulated",
    clock: { ...systemClock, now },
    logger: {
      ...silentLogger,
      error: (message, fields) => logged.push(`${message} ${JSON.stringify(fields)}`),
    },
  });
  afterAll(() => cloud.close());
  const { routes: listed } = (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;
  const routes = Object.entries(listed)
    .filter(([service]) => !OF_OTHER_FORMS.has(service))
    .flatMap(([service, forms]) =>
      forms.map((form) => {
        const [method = "", path = ""] = form.split(" ");
        return { service, method, path, form };
      }),
    );
  const secrets = ["AZURE_OPENAI_API_KEY", "LAB_OPENAI_API_KEY"].map((name) => variable(cloud, name));
  const goodHeaders: RouteSweep["goodHeaders"] = {
    identity: { "x-identity-header": variable(cloud, "IDENTITY_HEADER") },
    "azure-openai": { "api-key": variable(cloud, "AZURE_OPENAI_API_KEY") },
    openai: { authorization: `Bearer ${variable(cloud, "LAB_OPENAI_API_KEY")}` },
  };
  const isDated = ({ service, path }: SweptRoute) =>
    service === "azure-openai" && !path.startsWith("/openai/v1/");
  const queryOf = (route: SweptRoute) => {
    if (route.service === "identity") return "?api-version=2019-08-01&resource=https://ai.azure.com";
    return isDated(route) ? "?api-version=2025-03-01-preview" : "";
  };
  const made = makeThings(cloud, goodHeaders);
  const headersOf = (route: SweptRoute) => ({
    ...goodHeaders[route.service],
    ...(takesForm(route) && { "content-type": FORM_TYPE }),
  });
  const filled = ({ path, service }: SweptRoute) => {
    const there: Readonly<Record<string, string>> = {
      deployment: "gpt-4o",
      model: "gpt-4o-2024-11-20",
      id: cloud.localModel.name,
      ...made[service],
    };
    return path.replace(/\{(\w+)\}/g, (_, name: string) => there[name] ?? "unknown");
  };
  const bodyOf = (route: SweptRoute, text = "Hello!") => {
    if (takesForm(route)) return uploadForm(text);
    const model = route.service === "foundry-local" ? cloud.localModel.name : "gpt-4o";
    return JSON.stringify(goodBody(route.path, model, text, made[route.service]?.file));
  };

  return {
    cloud,
    routes,
    goodHeaders,
    logged,
    filled,
    queryOf,
    isDated,
    bodyOf,
    ask: (route, change = {}) =>
      sendRaw(route.service === "foundry-local" ? cloud.local : cloud.http, {
        method: route.method,
        path: filled(route) + queryOf(route),
        headers: headersOf(route),
        body: route.method === "POST" ? bodyOf(route) : undefined,
        ...change,
      }),
    expectHonest: (answer, asked) => expectHonest(answer, asked, secrets),
  };
}

/** Their requests and refusals look otherwise; tests of their own ask them. */
const OF_OTHER_FORMS = new Set([
  "api-management",
  "content-safety",
  "entra",
  "control-plane",
  "anthropic",
  "gemini",
  "mistral",
  "cohere",
  "github-models",
  "hugging-face",
  "app-insights",
  "log-analytics",
]);

/** Whether a route takes a form with a file instead of JSON. */
export const takesForm = ({ method, path }: SweptRoute): boolean =>
  method === "POST" && path.endsWith("/files");

const BOUNDARY = "sweep";
const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** Twelve rows for fine-tuning, in a form as it goes over the wire. */
function uploadForm(text: string): string {
  const rows = Array.from({ length: 12 }, (_, index) => {
    const messages = [
      { role: "user", content: index === 0 ? text : `question ${index}` },
      { role: "assistant", content: index % 2 === 0 ? "local" : "cloud" },
    ];
    return JSON.stringify({ messages });
  });
  return [
    `--${BOUNDARY}`,
    'content-disposition: form-data; name="purpose"',
    "",
    "fine-tune",
    `--${BOUNDARY}`,
    'content-disposition: form-data; name="file"; filename="rows.jsonl"',
    "content-type: application/octet-stream",
    "",
    ...rows,
    `--${BOUNDARY}--`,
    "",
  ].join("\r\n");
}

/** Names of things by the name of their place in a path. */
type Made = Readonly<Record<"response" | "conversation" | "file" | "job", string>>;

/** A thing of each kind in each service that keeps some; anew for each test, since some of the routes delete them. */
function makeThings(cloud: LabCloud, headers: RouteSweep["goodHeaders"]) {
  const made: Record<string, Made> = {};
  const make = async (service: string, path: string, body: object) => {
    const response = await postJson(cloud.http + path, body, headers[service] ?? {});
    return ((await response.json()) as { id: string }).id;
  };
  const upload = async (service: string, path: string) => {
    const response = await fetch(cloud.http + path, {
      method: "POST",
      headers: { ...headers[service], "content-type": FORM_TYPE },
      body: uploadForm("Hello!"),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const prefixes = { "azure-openai": "/openai/v1", openai: "/v1" };
  beforeEach(async () => {
    for (const [service, prefix] of Object.entries(prefixes)) {
      const file = await upload(service, `${prefix}/files`);
      made[service] = {
        file,
        job: await make(service, `${prefix}/fine_tuning/jobs`, { model: TUNABLE, training_file: file }),
        conversation: await make(service, `${prefix}/conversations`, {}),
        response: await make(service, `${prefix}/responses`, { model: "gpt-4o", input: "Hello!" }),
      };
    }
  });
  return made;
}

const TUNABLE = "gpt-4o-mini";

function goodBody(path: string, model: string, text: string, file: string | undefined): object {
  if (path.endsWith("/fine_tuning/jobs"))
    return { model: TUNABLE, training_file: file, metadata: { topic: text } };
  if (path.endsWith("/embeddings")) return { model: "text-embedding-3-small", input: text };
  if (path.endsWith("/responses")) return { model, input: text };
  if (path.endsWith("/items")) return { items: [{ type: "message", role: "user", content: text }] };
  if (path.includes("/conversations")) return { metadata: { topic: text } };
  if (path.endsWith("/lab/faults")) return { delayMs: 1, deployment: "gpt-4-1" };
  return { model, messages: [{ role: "user", content: text }] };
}

export const isJson = (answer: RawAnswer): boolean => String(answer.headers["content-type"]).includes("json");

/** The real Foundry Local answers 500 to what is no JSON, and to loading a model that it does not have. */
export const isFoundryLocals500 = ({ status, text }: RawAnswer, asked: string): boolean =>
  status === 500 &&
  (/^GET \/models\/(?:un)?load\//.test(asked) ||
    text.includes("Failed to handle OpenAI completion: the body is not valid JSON."));

function expectHonest(answer: RawAnswer, asked: string, secrets: readonly string[]): void {
  const context = `${asked}: ${answer.status} ${answer.text.slice(0, 200)}`;
  if (isFoundryLocals500(answer, asked)) return;
  expect(answer.status < 500 || answer.status === 501, context).toBe(true);
  expect(answer.text, context).not.toMatch(/\n\s+at |node:internal|\.ts:\d+/);
  for (const secret of secrets) expect(answer.text, context).not.toContain(secret);
  if (answer.status < 400 || answer.text === "") return;
  expect(answer.text, context).not.toContain(paths.root);
  expect(isJson(answer), context).toBe(true);
  const body = JSON.parse(answer.text) as { error?: object; statusCode?: number; message?: string };
  const error = { code: body.statusCode, message: body.message, ...body.error };
  expect(error, context).toMatchObject({ message: expect.stringMatching(/^[^\n]{3,1000}$/) });
  expect(error.code, context).not.toBeUndefined();
}
