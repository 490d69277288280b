import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../../modules/src/lab-cloud/index.ts";

/** A second lab cloud that the environment names, as it would name Azure. */
let azure: LabCloud;

beforeAll(async () => {
  azure = await startLabCloud({ localModel: "simulated" });
});

afterAll(() => azure.close());

async function runLab01(environment: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "azure-switch-"));
  const command = [join(paths.root, "scripts", "labs.ts"), "01", "--write", folder];
  await promisify(execFile)(process.execPath, command, {
    cwd: paths.root,
    env: { ...process.env, ...environment },
  });
  return readFileSync(join(folder, "01-environment-setup.ipynb"), "utf8");
}

describe("lab 01 with Azure named", () => {
  test("runs unchanged against the resource and deployment of the environment", async () => {
    const executed = await runLab01({
      AZURE_OPENAI_ENDPOINT: azure.http,
      AZURE_OPENAI_API_KEY: azure.env.AZURE_OPENAI_API_KEY ?? "",
      AZURE_DEPLOYMENT_NAME: "gpt-4o-mini",
    });
    expect(executed).toContain("Cloud: Azure");
    expect(executed).toContain("gpt-4o-mini-2024-07-18");
    expect(executed).toContain("The lesson holds.");
  }, 120_000);
});
