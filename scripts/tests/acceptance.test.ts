import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runNode } from "../../modules/tests/run-process.ts";
import { temporaryFolder } from "../../modules/tests/start-test-cloud.ts";

test("each task is answered by a model that the rules allow, with its cost and latency", async () => {
  const command = runNode(["scripts/acceptance.ts"]);
  expect(await command.ended).toBe(0);
  const lines = command
    .stdout()
    .replace(/latency \d+ ms/g, "latency N ms")
    .trim()
    .split("\n");
  expect(lines[0]).toMatch(/^code-generation: (code-davinci-002|gpt-4), cost \$\d+\.\d{4}, latency N ms$/);
  expect(lines[1]).toMatch(/^summarization: (gpt-3\.5-turbo|gpt-4), cost \$\d+\.\d{4}, latency N ms$/);
  expect(lines[2]).toMatch(/^embeddings: text-embedding-ada-002, cost \$0\.0000, latency N ms$/);
  expect(lines[3]).toBe("3 of 3 tasks as the rules want them.");
});

test("a model that the rules do not allow fails the command", async () => {
  const file = join(await temporaryFolder(), "models.yaml");
  await writeFile(
    file,
    `models:
  gpt-4o: { provider: azure_openai, capabilities: [text-generation], cost_per_1k_tokens: { input: 0.0025, output: 0.01 } }
  text-embedding-ada-002: { provider: azure_openai, capabilities: [embeddings], cost_per_1k_tokens: { input: 0.0001 } }
`,
  );
  const command = runNode(["scripts/acceptance.ts", "--config", file]);
  expect(await command.ended).toBe(1);
  expect(command.stderr()).toContain(
    "code-generation was answered by gpt-4o, not by code-davinci-002 or gpt-4.",
  );
  expect(command.stdout()).toContain("1 of 3 tasks as the rules want them.");
});
