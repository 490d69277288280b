import { afterAll, beforeAll, expect, test } from "vitest";
import { explainError } from "../core/index.ts";
import { type LabCloud, startLabCloud } from "../lab-cloud/index.ts";
import { clearFaults, orderFault, pendingFaults, resetQuotas, withFault } from "./order-fault.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());

const ask = (model = "gpt-4o", tokens = 10) =>
  fetch(`${cloud.http}/openai/v1/chat/completions`, {
    method: "POST",
    headers: { "api-key": cloud.env.AZURE_OPENAI_API_KEY ?? "" },
    body: JSON.stringify({ model, max_tokens: tokens, messages: [{ role: "user", content: "Hello!" }] }),
  });

test("a lab orders a fault, sees it wait and strike, and clears it", async () => {
  const fault = await orderFault(cloud, { deployment: "gpt-4o", status: 503, times: 3 });
  expect(await pendingFaults(cloud)).toEqual([fault]);
  expect((await ask()).headers.get("x-lab-fault")).toBe(fault.id);
  expect(await pendingFaults(cloud)).toMatchObject([{ id: fault.id, times: 2, struck: 1 }]);
  await clearFaults(cloud);
  expect(await pendingFaults(cloud)).toEqual([]);
  expect((await ask()).status).toBe(200);
});

test("a fault does not stay behind when the work breaks off; others do stay", async () => {
  const other = await orderFault(cloud, { deployment: "gpt-4o-mini", status: 500 });
  const broken = withFault(cloud, { deployment: "gpt-4o", status: 503, times: 5 }, async ({ id }) => {
    expect((await ask()).headers.get("x-lab-fault")).toBe(id);
    throw new Error("the cell broke off");
  });
  await expect(broken).rejects.toThrow("the cell broke off");
  expect(await pendingFaults(cloud)).toEqual([other]);
  expect((await ask()).status).toBe(200);
  await clearFaults(cloud);
});

test("work with a fault that strikes once gives its result", async () => {
  expect(await withFault(cloud, { status: 429 }, async () => (await ask()).status)).toBe(429);
  expect(await pendingFaults(cloud)).toEqual([]);
  const wrong = withFault(cloud, { region: "Atlantis", status: 503 }, () => "never done");
  await expect(wrong).rejects.toMatchObject({ code: "FAULT_REFUSED" });
});

test("a lab that is run again within a minute finds its small quota unused", async () => {
  const useUp = () => ask("gpt-4o-mini-1k", 900);
  expect((await useUp()).status).toBe(200);
  expect((await useUp()).status).toBe(429);
  await resetQuotas(cloud);
  expect((await useUp()).status).toBe(200);
});

test("an order that cannot be used is told in one line", async () => {
  const wrong = orderFault(cloud, { region: "Atlantis", status: 503 });
  await expect(wrong).rejects.toMatchObject({ name: "LabError", code: "FAULT_REFUSED" });
  const line = explainError(await wrong.catch((error: unknown) => error));
  expect(line).toMatch(/^The lab cloud takes no such fault: region: "Atlantis" is none of /);
  expect(line).not.toContain("\n");
});

test("a lab cloud that is gone is told as such", async () => {
  for (const change of [clearFaults, resetQuotas])
    await expect(change({ http: "http://127.0.0.1:9" })).rejects.toMatchObject({ code: "LAB_CLOUD_GONE" });
});
