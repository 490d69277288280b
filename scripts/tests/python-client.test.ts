import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { runCommand } from "../setup/command.mjs";
import { withoutPythonPaths } from "../setup/jupyter.mjs";
import { findPython } from "../setup/python.mjs";

const TIME_LIMIT_MS = 600_000;
const REQUIREMENT = "openai==3.52.0";
const folder = join(paths.cache, "checks-python");
const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** A venv with Python's openai package, kept for the next time; the reason when there can be none. */
async function preparePython(): Promise<string | undefined> {
  const env = withoutPythonPaths(process.env);
  if (!existsSync(python)) {
    const found = await findPython(process.env);
    if ("problem" in found) return "skipped: Python missing";
    await runCommand(found.command, ["-m", "venv", folder], { env });
  }
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries=1"];
  const { code } = await runCommand(python, [...pip, REQUIREMENT], { env });
  return code === 0 ? undefined : "skipped: Python's openai package missing (PyPI does not answer)";
}

const PROGRAM = `
import json, os
from openai import OpenAI

def ask(base_url, api_key, model):
    client = OpenAI(base_url=base_url, api_key=api_key)
    question = [{"role": "user", "content": "What is the capital of France?"}]
    chunks = list(client.chat.completions.create(model=model, messages=question, stream=True))
    pieces = [choice.delta.content for chunk in chunks for choice in chunk.choices if choice.delta.content]
    return {"text": "".join(pieces), "pieces": len(pieces)}

cloud = ask(os.environ["AZURE_OPENAI_ENDPOINT"] + "/openai/v1/", os.environ["AZURE_OPENAI_API_KEY"], "gpt-4o")
local = ask(os.environ["LOCAL_MODEL_ENDPOINT"] + "/v1", "not-needed", os.environ["LOCAL_MODEL_NAME"])
print(json.dumps({"cloud": cloud, "local": local}))
`;

test("Python's openai client streams an answer from the lab cloud's v1 form and from the local model", {
  timeout: TIME_LIMIT_MS,
}, async (context) => {
  const missing = await preparePython();
  context.skip(missing !== undefined, missing);
  const cloud = await startLabCloud();
  onTestFinished(() => cloud.close());
  const env = { ...withoutPythonPaths(process.env), ...cloud.env };
  const { code, output } = await runCommand(python, ["-c", PROGRAM], { env });
  expect(code, output).toBe(0);
  const answer = { text: expect.stringContaining("Paris"), pieces: expect.toSatisfy((count) => count > 2) };
  expect(JSON.parse(output)).toEqual({ cloud: answer, local: answer });
});
