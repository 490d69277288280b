import { expect, test } from "vitest";
import {
  prepareFineTuning,
  tuningPrompt,
  uploadExamples,
  type WatchedJob,
  watchJob,
} from "../src/finetune/index.ts";
import { createAzureOpenAi } from "../src/providers/index.ts";
import { createPhiRouter } from "../src/routers/phi.ts";
import { eventsOf, startJob, toyRows, whenJob } from "./fine-tuning-rows.ts";
import { surfaces } from "./model-clients.ts";
import { startTestCloud, variable } from "./start-test-cloud.ts";

const [surface] = surfaces;

test("rows become a tuned router in a few calls", async () => {
  const cloud = await startTestCloud({ embeddings: "hashed-words" });
  const client = surface.client(cloud);
  const rows = toyRows().map(([prompt, answer]) => ({
    prompt,
    target: answer === "cloud" ? ("cloud" as const) : ("local" as const),
  }));
  const prepared = prepareFineTuning(rows, { localRatio: 0.5, validationShare: 0.2 });
  const file = await uploadExamples(client, prepared.training, "training.jsonl");
  const checks = await uploadExamples(client, prepared.validation, "validation.jsonl");
  const { id } = await client.fineTuning.jobs.create({
    model: "gpt-4o-mini",
    training_file: file.id,
    validation_file: checks.id,
    hyperparameters: { n_epochs: 20, learning_rate_multiplier: 3 },
  });
  const updates: WatchedJob[] = [];
  const watched = await watchJob(client, id, { pollMs: 20, onUpdate: (update) => updates.push(update) });

  expect(watched.job.status).toBe("succeeded");
  expect(watched.losses.map(({ step }) => step)).toEqual(watched.losses.map((_, index) => index + 1));
  expect(watched.losses.at(-1)?.trainLoss).toBeLessThan(watched.losses[0]?.trainLoss ?? 0);
  expect(watched.losses.at(-1)).toMatchObject({
    fullValidLoss: expect.any(Number),
    validAccuracy: expect.any(Number),
  });
  expect(watched.messages.slice(0, 2)).toEqual([
    "Job enqueued. Waiting for jobs ahead to complete.",
    "Job started.",
  ]);
  expect(watched.messages).toHaveLength((await eventsOf(client, id)).length - watched.losses.length);
  expect(updates.at(-1)).toEqual(watched);

  const chat = createAzureOpenAi({
    endpoint: cloud.http,
    credential: { apiKey: variable(cloud, "AZURE_OPENAI_API_KEY") },
    labUrls: [cloud.http],
  });
  const router = createPhiRouter({ chat, model: watched.job.fine_tuned_model ?? "", prompt: tuningPrompt });
  const decisions = [
    await router.route("What is the weather in Kyoto today?"),
    await router.route("Prove a difficult theorem about knots"),
  ];
  expect(decisions.map(({ target }) => target)).toEqual(["local", "cloud"]);
  for (const { confidence } of decisions) expect(confidence).toBeGreaterThan(0.5);
});

test("a file that the service finds fault with is told, with its line", async () => {
  const client = surface.client(await startTestCloud({ embeddings: "hashed-words" }));
  const noAnswer = { messages: [{ role: "user" as const, content: "hi" }] };
  await expect(uploadExamples(client, [noAnswer], "rows.jsonl")).rejects.toThrow(
    "The service cannot use rows.jsonl. Validation of jsonl file failed: Line 1 does not end with a message of the assistant.",
  );
});

test("who stops watching leaves the job alone", async () => {
  const client = surface.client(await startTestCloud({ embeddings: "hashed-words" }));
  const { id } = await startJob(client, toyRows(Array.from({ length: 300 }, (_, index) => `town ${index}`)), {
    hyperparameters: { n_epochs: 5, batch_size: 1 },
  });
  const stop = new AbortController();
  const watching = watchJob(client, id, {
    pollMs: 10,
    signal: stop.signal,
    onUpdate: () => stop.abort(new Error("seen enough")),
  });
  await expect(watching).rejects.toThrow();
  expect(stop.signal.aborted).toBe(true);
  expect(await whenJob(client, id)).toMatchObject({ status: "succeeded" });
});

test("a job that ends badly is watched to its end too", async () => {
  const client = surface.client(await startTestCloud({ embeddings: "hashed-words" }));
  const { id } = await startJob(
    client,
    toyRows(Array.from({ length: 3000 }, (_, index) => `town ${index}`)),
    {
      hyperparameters: { n_epochs: 50, batch_size: 1 },
    },
  );
  await client.fineTuning.jobs.cancel(id);
  const { job, messages } = await watchJob(client, id);
  expect(job).toMatchObject({ status: "cancelled", fine_tuned_model: null });
  expect(messages.at(-1)).toBe("Job cancelled.");
});
