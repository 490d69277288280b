import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { discoverLocal } from "../src/providers/discover-local.ts";
import { serve } from "./serve.ts";

const nowhere = "http://127.0.0.1:1";

const modelServer = (id: string) =>
  serve((request, response) => {
    if (request.url !== "/v1/models") response.writeHead(404);
    response.end(JSON.stringify({ object: "list", data: [{ id }] }));
  });

/** A command that prints `text`, as `foundry service status` does. */
function commandThatPrints(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "foundry-")), "foundry");
  writeFileSync(file, `#!/bin/sh\n[ "$1 $2" = "service status" ] && echo '${text}'\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("a model server on this machine", () => {
  test("is taken from LOCAL_MODEL_ENDPOINT and nowhere else when that is set", async () => {
    const endpoint = await modelServer("mine");
    const options = { endpoint: `${endpoint}/v1/`, ollamaEndpoint: await modelServer("other") };
    expect(await discoverLocal(options)).toEqual({
      endpoint,
      found: "LOCAL_MODEL_ENDPOINT",
      models: ["mine"],
    });
    expect(await discoverLocal({ ...options, endpoint: nowhere })).toBeUndefined();
  });

  test("is found through a started Foundry Local SDK", async () => {
    const endpoint = await modelServer("phi");
    expect(
      await discoverLocal({ manager: { urls: [endpoint] }, foundryCommand: "no-such-command" }),
    ).toMatchObject({
      endpoint,
      found: "Foundry Local SDK",
    });
  });

  test.skipIf(process.platform === "win32")(
    "is found through the Foundry Local service, on whatever port it chose",
    async () => {
      const endpoint = await modelServer("phi");
      const foundryCommand = commandThatPrints(
        `Model management service is running on ${endpoint}/openai/status`,
      );
      expect(await discoverLocal({ foundryCommand })).toMatchObject({
        endpoint,
        found: "Foundry Local service",
        models: ["phi"],
      });
    },
  );

  test.skipIf(process.platform === "win32")(
    "is looked for further when the service is named but does not answer",
    async () => {
      const ollamaEndpoint = await modelServer("llama");
      const foundryCommand = commandThatPrints(`running on ${nowhere}`);
      expect(await discoverLocal({ foundryCommand, ollamaEndpoint })).toMatchObject({
        found: "Ollama",
        models: ["llama"],
      });
    },
  );

  test("is not made up", async () => {
    const page = await serve((_, response) => response.end("<html>"));
    expect(await discoverLocal({ foundryCommand: "no-such-command", ollamaEndpoint: page })).toBeUndefined();
  });

  test("that never answers is left after the limit", async () => {
    const silent = await serve(() => {});
    expect(await discoverLocal({ endpoint: silent, timeoutMs: 100 })).toBeUndefined();
  });
});
