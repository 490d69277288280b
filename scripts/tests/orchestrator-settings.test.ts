import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runNode } from "../../modules/tests/run-process.ts";
import { startTestCloud } from "../../modules/tests/start-test-cloud.ts";

const stateFolder = () => mkdtempSync(join(tmpdir(), "orchestrator-"));

test.each(["basic", "enhanced", "agent-router"])(
  "--profile %s answers over a lab cloud that runs, without any setting",
  async (profile) => {
    const { http } = await startTestCloud();
    const flags = ["--profile", profile, "--port", "0", "--metrics-port", "0", "--ledger", "none"];
    const server = runNode(["scripts/orchestrator.ts", ...flags, "--state", stateFolder()], {
      LAB_CLOUD: "own",
      PORT_LAB_HTTP: new URL(http).port,
    });
    const { url } = JSON.parse(await server.firstLine);
    expect(server.stderr()).toContain(`the lab cloud at ${http} answers, with simulated answers`);
    for (const content of ["Hello, how are you?", "Compare REST and GraphQL and explain the trade-offs."]) {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "auto", messages: [{ role: "user", content }] }),
      });
      const body = await response.json();
      expect(body).toMatchObject({ "x-routing-metadata": { provenance: "simulated" } });
    }
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  },
);

test("without any cloud the way out is one line", async () => {
  const flags = ["--profile", "enhanced", "--port", "0", "--metrics-port", "0", "--state", stateFolder()];
  const server = runNode(["scripts/orchestrator.ts", ...flags], {
    LAB_CLOUD: "own",
    PORT_LAB_HTTP: "1",
  });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain("npm run lab-cloud");
});
