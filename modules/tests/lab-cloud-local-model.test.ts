import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import { findModel } from "../src/models/index.ts";
import { runNode } from "./run-process.ts";
import { startTestCloud, temporaryFolder } from "./start-test-cloud.ts";

const isThere = findModel().state === "present";
const question = [{ role: "user" as const, content: "What is the capital of France?" }];
const clientOf = (local: string) =>
  new OpenAI({ baseURL: `${local}/v1`, apiKey: "not-needed", maxRetries: 0 });

test("written answers stand in for the local model, marked as such", async () => {
  const cloud = await startTestCloud();
  const { data, response } = await clientOf(cloud.local)
    .chat.completions.create({ model: cloud.localModel.name, messages: question })
    .withResponse();
  expect(data.choices[0]?.message.content).toBe("The capital of France is Paris.");
  expect(response.headers.get("x-lab-provenance")).toBe("simulated");
  expect(cloud.localModel).toMatchObject({ provenance: "simulated", note: expect.any(String) });
});

describe.skipIf(!isThere)("with the real model's file (skipped without it)", () => {
  test("a request that comes while the model is loading waits for it and gets a local answer", async () => {
    const cloud = await startTestCloud({ localModel: "auto" });
    const asked = clientOf(cloud.local)
      .chat.completions.create({ model: cloud.localModel.name, messages: question, temperature: 0 })
      .withResponse();
    const { data, response } = await asked;
    expect(data.choices[0]?.message.content).toContain("Paris");
    expect(response.headers.get("x-lab-provenance")).toBe("local");
    expect(cloud.localModel).toEqual({ name: "smollm2-135m-instruct", provenance: "local" });
    const state = (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;
    expect(state.services.find(({ name }) => name === "foundry-local")).toMatchObject({
      health: "ready",
      provenance: "local",
    });
  });

  test("closing while it is loading is clean", async () => {
    const cloud = await startLabCloud();
    await cloud.close();
    await expect(fetch(`${cloud.local}/status`)).rejects.toThrow();
  });

  test("an unref'd lab cloud with a loaded model lets its process end", async () => {
    // A file, as the model's binding is tried in a child process that inherits this one's flags.
    const script = join(await temporaryFolder(), "unref.mjs");
    await writeFile(
      script,
      `import { startLabCloud } from ${JSON.stringify(join(paths.root, "modules/src/lab-cloud/index.ts"))};
      const cloud = await startLabCloud({ unref: true });
      const { status } = await fetch(cloud.local + "/models/load/" + cloud.localModel.name);
      console.log(status, cloud.localModel.provenance);`,
    );
    const run = runNode([script]);
    expect(await run.firstLine).toBe("200 local");
    expect(await run.ended).toBe(0);
    expect(run.stderr()).toBe("");
  });
});
