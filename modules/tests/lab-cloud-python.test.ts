import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { startTestCloud } from "./start-test-cloud.ts";

/** A Python that has the openai package: one made for the checks, else the machine's. */
const python = [join(paths.cache, "checks-python", "bin", "python"), "python3"].find(
  (candidate) => spawnSync(candidate, ["-c", "import openai"]).status === 0,
);

const PROGRAM = `
import os
from openai import AzureOpenAI, OpenAI

def read(stream):
    pieces = [choice.delta.content or "" for chunk in stream for choice in chunk.choices]
    return len([piece for piece in pieces if piece]) > 1, "".join(pieces)

question = [{"role": "user", "content": "What is the capital of France?"}]
cloud = AzureOpenAI().chat.completions.create(model="gpt-4o", messages=question, stream=True)
local = OpenAI(base_url=os.environ["LOCAL_MODEL_ENDPOINT"] + "/v1", api_key="not-needed").chat.completions.create(
    model=os.environ["LOCAL_MODEL_NAME"], messages=question, stream=True)
print(read(cloud), read(local))
`;

test.skipIf(python === undefined)("Python's openai client streams from cloud and local model", async () => {
  const cloud = await startTestCloud();
  const child = spawn(python ?? "", ["-c", PROGRAM], {
    env: { PATH: process.env.PATH, ...cloud.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.on("close", resolve));
  expect(output.trim()).toBe(
    "(True, 'The capital of France is Paris.') (True, 'The capital of France is Paris.')",
  );
});
