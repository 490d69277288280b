import { inspect } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import { loadSettings } from "../src/config/settings.ts";
import { createDualMode } from "../src/providers/dual-mode.ts";
import { serve } from "./serve.ts";

const HEADER = "planted-identity-header-4711";

// MSAL reads these variables once a process; vitest gives each test file a process of its own.
beforeAll(() => {
  process.env.IDENTITY_HEADER = HEADER;
  process.env.AZURE_TOKEN_CREDENTIALS = "ManagedIdentityCredential";
});

test("an identity service that refuses and repeats its secret header is told without it", async () => {
  const repeated: unknown[] = [];
  process.env.IDENTITY_ENDPOINT = await serve((request, response) => {
    const header = request.headers["x-identity-header"];
    repeated.push(header);
    response.writeHead(400, { "content-type": "application/json", "x-echo": String(header) });
    response.end(JSON.stringify({ error: "invalid", error_description: `wrong ${header}`, message: header }));
  });
  const environment = {
    USE_AZURE_FOUNDRY: "true",
    AZURE_AI_FOUNDRY_ENDPOINT: "http://127.0.0.1:1",
    IDENTITY_HEADER: HEADER,
  };
  const models = createDualMode(loadSettings({ environment, envFile: false }).settings);
  const request = { model: "gpt-4o", messages: [user("hi")] };
  const error = await models.chat(request).catch((caught: unknown) => caught);
  expect(repeated).toContain(HEADER);
  expect(error).toMatchObject({
    name: "ProviderError",
    code: "NO_TOKEN",
    retryable: false,
    hint: "Run az login, or set AZURE_AI_FOUNDRY_API_KEY in .env.",
  });
  const told = [true, false].map((customInspect) =>
    inspect(error, { depth: 20, showHidden: true, customInspect }),
  );
  expect(told.join("\n")).not.toContain(HEADER);
  expect(String(error)).not.toContain("\n");
});
