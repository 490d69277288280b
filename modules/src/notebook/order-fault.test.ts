import { afterAll, beforeAll, expect, test } from "vitest";
import { explainError } from "../core/index.ts";
import { type LabCloud, startLabCloud } from "../lab-cloud/index.ts";
import { clearFaults, orderFault, pendingFaults } from "./order-fault.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated" });
});
afterAll(() => cloud.close());

const ask = () =>
  fetch(`${cloud.http}/openai/v1/chat/completions`, {
    method: "POST",
    headers: { "api-key": cloud.env.AZURE_OPENAI_API_KEY ?? "" },
    body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }] }),
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

test("an order that cannot be used is told in one line", async () => {
  const wrong = orderFault(cloud, { region: "Atlantis", status: 503 });
  await expect(wrong).rejects.toMatchObject({ name: "LabError", code: "FAULT_REFUSED" });
  const line = explainError(await wrong.catch((error: unknown) => error));
  expect(line).toMatch(/^The lab cloud takes no such fault: region: "Atlantis" is none of /);
  expect(line).not.toContain("\n");
});

test("a lab cloud that is gone is told as such", async () => {
  const gone = clearFaults({ http: "http://127.0.0.1:9" });
  await expect(gone).rejects.toMatchObject({ code: "LAB_CLOUD_GONE" });
});
