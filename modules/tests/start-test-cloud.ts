import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type LabCloud, type LabCloudOptions, startLabCloud } from "../src/lab-cloud/index.ts";

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lab-cloud-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A lab cloud with written answers on free ports, ended with the test. */
export async function startTestCloud(options: LabCloudOptions = {}): Promise<LabCloud> {
  const cloud = await startLabCloud({ localModel: "simulated", ...options });
  onTestFinished(() => cloud.close());
  return cloud;
}

/** A variable of the cloud's environment. */
export function variable(cloud: LabCloud, name: string): string {
  const value = cloud.env[name];
  if (value === undefined) throw new Error(`the environment block has no ${name}`);
  return value;
}

/** Orders faults, or whatever else is posted as JSON. */
export function postJson(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}
