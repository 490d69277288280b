import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { type LabOrchestrator, startLabOrchestrator } from "../clients/lab-orchestrator.ts";
import { preparePythonTools } from "../clients/python-tools.ts";
import { fetchDocument, writePythonClient, writeTypeScriptClient } from "../clients/write-clients.ts";
import { runCommand } from "../setup/command.mjs";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TIME_LIMIT_MS = 600_000;

describe("clients made from the OpenAPI document", { timeout: TIME_LIMIT_MS }, () => {
  let server: LabOrchestrator;
  beforeAll(async () => {
    server = await startLabOrchestrator({ withKey: true });
  }, TIME_LIMIT_MS);
  afterAll(() => server?.close());

  const environment = () => ({ ORCHESTRATOR_URL: server.url, ORCHESTRATOR_KEY: server.key });

  test("TypeScript: its types hold, and it asks, rates and reads errors", async () => {
    const folder = temporaryFolder({ "smoke.ts": TYPESCRIPT_SMOKE, "package.json": MODULE });
    await writeTypeScriptClient(await fetchDocument(server.url), join(folder, "client"));
    const tsc = join(paths.root, "node_modules/typescript/bin/tsc");
    const checked = await runCommand(process.execPath, [tsc, ...TSC_FLAGS, join(folder, "smoke.ts")]);
    expect(checked.output).toBe("");
    const { code, output } = await runCommand(process.execPath, [join(folder, "smoke.ts")], {
      env: { ...process.env, ...environment() },
    });
    expect(code, output).toBe(0);
    expect(JSON.parse(output)).toEqual(SEEN);
  });

  test("TypeScript: what the document does not have does not compile", async () => {
    const wrong = TYPESCRIPT_SMOKE.replace("rating: 5", 'rating: "five"').replace(
      '"gpt-99", messages',
      '"gpt-99"',
    );
    const folder = temporaryFolder({ "wrong.ts": wrong, "package.json": MODULE });
    await writeTypeScriptClient(await fetchDocument(server.url), join(folder, "client"));
    const tsc = join(paths.root, "node_modules/typescript/bin/tsc");
    const { output } = await runCommand(process.execPath, [tsc, ...TSC_FLAGS, join(folder, "wrong.ts")]);
    expect(output).toContain("Type 'string' is not assignable to type 'number'");
    expect(output).toContain("Property 'messages' is missing");
  });

  test("Python: it asks, rates and reads errors", async (context) => {
    const tools = await preparePythonTools();
    if ("missing" in tools) return context.skip(`skipped: ${tools.missing}`);
    const folder = temporaryFolder();
    await writePythonClient(await fetchDocument(server.url), folder, tools);
    const { code, output } = await runCommand(tools.python, ["-c", PYTHON_SMOKE], {
      cwd: folder,
      env: { ...tools.env, ...environment() },
    });
    expect(code, output).toBe(0);
    expect(JSON.parse(output)).toEqual(SEEN);
  });

  test("npm run clients writes what the tests use", async () => {
    const folder = temporaryFolder();
    const flags = ["--url", server.url, "--out", folder, "--language", "typescript"];
    expect(await runScript("clients.ts", flags)).toMatchObject({ code: 0, err: "" });
    expect(
      ["index.ts", "schema.ts", "package.json"].filter((name) =>
        existsSync(join(folder, "typescript", name)),
      ),
    ).toHaveLength(3);
  });
});

test.each([
  [2, ["--language", "cobol"], '--language takes typescript or python, not "cobol".'],
  [2, ["--langauge", "python"], "Unknown option '--langauge'. See --help."],
  [1, ["--url", "http://127.0.0.1:9"], "There is no OpenAPI document at http://127.0.0.1:9/openapi.json."],
])("says in one line, with exit code %i, what is wrong with %j", async (code, flags, line) => {
  const result = await runScript("clients.ts", flags);
  expect(result).toMatchObject({ code, out: "" });
  expect(result.err).toContain(line);
  expect(result.err.trim().split("\n")).toHaveLength(1);
});

/** What both programs see. */
const SEEN = {
  answer: expect.stringContaining("Paris"),
  provenance: expect.stringMatching(/^(?:live|local|recorded|simulated)$/),
  models: expect.arrayContaining(["gpt-4o"]),
  feedback: "feedback recorded",
  refusal: { status: 404, code: "model_not_found", param: "model" },
  shape: { status: 400, code: "invalid_request", param: "messages" },
  keyless: 401,
};

const MODULE = '{"type":"module"}';

const TSC_FLAGS = [
  ..."--noEmit --ignoreConfig --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --skipLibCheck".split(
    " ",
  ),
  ..."--erasableSyntaxOnly --allowImportingTsExtensions --module nodenext --target es2024 --types node".split(
    " ",
  ),
];

const TYPESCRIPT_SMOKE = `
import { createOrchestratorClient, type ErrorBody } from "./client/index.ts";

const { ORCHESTRATOR_URL: baseUrl = "", ORCHESTRATOR_KEY: apiKey = "" } = process.env;
const client = createOrchestratorClient({ baseUrl, apiKey });
const told = (status: number, body: ErrorBody | undefined) => ({
  status,
  code: body?.error.code,
  param: body?.error.param,
});

const messages = [{ role: "user" as const, content: "What is the capital of France?" }];
const { data: chat } = await client.POST("/v1/chat/completions", { body: { model: "auto", messages } });
const { data: list } = await client.GET("/v1/models");
const { data: thanks } = await client.POST("/v1/feedback", { body: { request_id: chat?.id ?? "", rating: 5 } });
const unknown = await client.POST("/v1/chat/completions", { body: { model: "gpt-99", messages } });
const empty = await client.POST("/v1/chat/completions", { body: { model: "auto", messages: [] } });
const keyless = await createOrchestratorClient({ baseUrl }).GET("/v1/models");

console.log(
  JSON.stringify({
    answer: chat?.choices[0]?.message.content,
    provenance: chat?.["x-routing-metadata"].provenance,
    models: list?.models.map(({ id }) => id),
    feedback: thanks?.status,
    refusal: told(unknown.response.status, unknown.error),
    shape: told(empty.response.status, empty.error),
    keyless: keyless.response.status,
  }),
);
`;

const PYTHON_SMOKE = `
import json, os
from orchestrator_client import AuthenticatedClient, Client
from orchestrator_client.api.open_ai import create_chat_completion, list_models
from orchestrator_client.api.orchestration import give_feedback
from orchestrator_client.models import CreateChatCompletionBody, ErrorBody, GiveFeedbackBody

url = os.environ["ORCHESTRATOR_URL"]
client = AuthenticatedClient(base_url=url, token=os.environ["ORCHESTRATOR_KEY"])

def ask(model, messages):
    body = CreateChatCompletionBody.from_dict({"model": model, "messages": messages})
    return create_chat_completion.sync_detailed(client=client, body=body)

def told(response):
    assert isinstance(response.parsed, ErrorBody)
    error = response.parsed.error
    return {"status": response.status_code, "code": error.code, "param": error.param}

question = [{"role": "user", "content": "What is the capital of France?"}]
chat = ask("auto", question).parsed
models = list_models.sync(client=client)
thanks = give_feedback.sync(client=client, body=GiveFeedbackBody(request_id=chat.id, rating=5))
print(json.dumps({
    "answer": chat.choices[0].message.content,
    "provenance": chat.x_routing_metadata.provenance,
    "models": [model.id for model in models.models],
    "feedback": thanks.status,
    "refusal": told(ask("gpt-99", question)),
    "shape": told(ask("auto", [])),
    "keyless": list_models.sync_detailed(client=Client(base_url=url)).status_code,
}))
`;
