import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabCloud, type LabState, startLabCloud } from "../src/lab-cloud/index.ts";
import {
  eventsOf,
  heldOutToyRows,
  startJob,
  toyLines,
  toyRows,
  upload,
  uploaded,
  whenJob,
} from "./fine-tuning-rows.ts";
import { refusalOf, send, surfaces } from "./model-clients.ts";
import { startTestCloud } from "./start-test-cloud.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());

describe.each(surfaces)("fine-tuning on $name", (surface) => {
  const client = () => surface.client(cloud);
  const isDirect = surface.base === "/v1";

  test("goes from a file over a job to a model that answers", async () => {
    const training = await uploaded(client(), toyLines(toyRows()));
    const validation = await uploaded(client(), toyLines(heldOutToyRows));
    const { data: made, response } = await client()
      .fineTuning.jobs.create({
        model: "gpt-4o-mini-2024-07-18",
        training_file: training.id,
        validation_file: validation.id,
        suffix: "toy",
        seed: 7,
        metadata: { lab: "07" },
        method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 4, batch_size: 3 } } },
      })
      .withResponse();
    const hyperparameters = { n_epochs: 4, batch_size: 3, learning_rate_multiplier: 1 };
    expect(response.status).toBe(isDirect ? 200 : 201);
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
    expect(made).toMatchObject({
      object: "fine_tuning.job",
      id: expect.stringMatching(/^ftjob-[0-9a-f]{24}$/),
      model: "gpt-4o-mini-2024-07-18",
      status: isDirect ? "queued" : "pending",
      training_file: training.id,
      validation_file: validation.id,
      fine_tuned_model: null,
      finished_at: null,
      trained_tokens: null,
      result_files: [],
      error: null,
      seed: 7,
      metadata: { lab: "07" },
      hyperparameters,
      method: { type: "supervised", supervised: { hyperparameters } },
    });

    const job = await whenJob(client(), made.id);
    const hash = made.id.replace("ftjob-", "");
    const name = isDirect
      ? `ft:gpt-4o-mini-2024-07-18:lab:toy:${hash.slice(0, 8)}`
      : `gpt-4o-mini-2024-07-18.ft-${hash}:toy`;
    expect(job).toMatchObject({ status: "succeeded", fine_tuned_model: name, error: null });
    expect(job.finished_at).toBeGreaterThanOrEqual(job.created_at);
    expect(job.trained_tokens).toBeGreaterThan(36 * 4 * 10);

    const steps = (await eventsOf(client(), job.id)).filter(({ type }) => type === "metrics");
    expect(steps).toHaveLength(4 * 12);
    expect(steps[0]).toMatchObject({
      object: "fine_tuning.job.event",
      level: "info",
      message: expect.stringMatching(/^Step 1: training loss=0\.69/),
      data: { step: 1, train_loss: expect.closeTo(Math.log(2), 6), valid_loss: expect.any(Number) },
    });
    const last = steps.at(-1)?.data as Record<string, number>;
    expect(last).toMatchObject({ step: 48, train_mean_token_accuracy: 1, full_valid_mean_token_accuracy: 1 });
    expect(last.train_loss).toBeLessThan(0.5);

    const { data: checkpoints } = await client().fineTuning.jobs.checkpoints.list(job.id);
    expect(checkpoints.map(({ step_number }) => step_number)).toEqual([48, 36, 24]);
    expect(checkpoints.map((one) => one.fine_tuned_model_checkpoint)).toEqual([
      name,
      `${name}:ckpt-step-36`,
      `${name}:ckpt-step-24`,
    ]);
    expect(checkpoints[0]).toMatchObject({
      object: "fine_tuning.job.checkpoint",
      fine_tuning_job_id: job.id,
      metrics: last,
    });

    const results = await client().files.retrieve(job.result_files[0] ?? "");
    expect(results).toMatchObject({
      purpose: "fine-tune-results",
      filename: "results.csv",
      status: "processed",
    });
    const lines = (await (await client().files.content(results.id)).text()).trim().split("\n");
    expect(lines).toHaveLength(1 + 48);
    expect(lines[0]).toMatch(/^step,train_loss,train_mean_token_accuracy,valid_loss,/);

    for (const model of [name, `${name}:ckpt-step-24`]) {
      const answer = await client().chat.completions.create({
        model,
        messages: [{ role: "user", content: "Prove a difficult theorem about spirals step by step" }],
      });
      expect(answer).toMatchObject({
        model,
        choices: [
          { message: { role: "assistant", content: "cloud" }, finish_reason: "stop", logprobs: null },
        ],
        usage: { completion_tokens: 1 },
      });
    }
    expect((await client().models.list()).data.map(({ id }) => id)).toContain(name);
  });

  test("keeps files: listed, shown, read and deleted", async () => {
    const text = toyLines(toyRows());
    const { data: made, response } = await client()
      .files.create({ file: new File([text], "mine.jsonl"), purpose: "fine-tune" })
      .withResponse();
    expect(response.status).toBe(isDirect ? 200 : 201);
    expect(made).toMatchObject({
      object: "file",
      id: expect.stringMatching(/^file-[0-9a-f]{24}$/),
      filename: "mine.jsonl",
      purpose: "fine-tune",
      bytes: Buffer.byteLength(text),
      status: "pending",
    });
    const { id } = await client().files.waitForProcessing(made.id, { pollInterval: 20 });
    expect(await client().files.retrieve(id)).toMatchObject({ id, status: "processed" });
    expect(await (await client().files.content(id)).text()).toBe(text);
    const ids = async (query = {}) => (await client().files.list(query)).data.map((file) => file.id);
    expect((await ids())[0]).toBe(id);
    expect(await ids({ purpose: "fine-tune", limit: 1 })).toEqual([id]);
    expect(await ids({ purpose: "batch" })).toEqual([]);
    expect(await client().files.delete(id)).toEqual({ id, object: "file", deleted: true });
    expect(await ids()).not.toContain(id);
    expect(await refusalOf(client().files.retrieve(id))).toMatchObject({
      status: 404,
      message: `No such File object: ${id}`,
    });
  });

  test("pages through events and jobs, the newest first", async () => {
    const job = await whenJob(client(), (await startJob(client())).id);
    const all = await eventsOf(client(), job.id);
    expect(all.map(({ message }) => message).slice(0, 3)).toEqual([
      "Job enqueued. Waiting for jobs ahead to complete.",
      "Job started.",
      "Training started.",
    ]);
    const page = await client().fineTuning.jobs.listEvents(job.id, { limit: 7 });
    expect(page.has_more).toBe(true);
    expect(page.data.map(({ id }) => id)).toEqual(
      all
        .toReversed()
        .slice(0, 7)
        .map(({ id }) => id),
    );
    const next = await page.getNextPage();
    expect(next.data.map(({ id }) => id)).toEqual(
      all
        .toReversed()
        .slice(7, 14)
        .map(({ id }) => id),
    );
    const paged = await Array.fromAsync(client().fineTuning.jobs.listEvents(job.id, { limit: 7 }));
    expect(paged.map(({ id }) => id)).toEqual(all.toReversed().map(({ id }) => id));
    expect((await client().fineTuning.jobs.list({ limit: 1 })).data).toEqual([job]);
    expect(await refusalOf(client().fineTuning.jobs.listEvents(job.id, { after: "nothing" }))).toMatchObject({
      status: 400,
      param: "after",
    });
    expect(await refusalOf(client().fineTuning.jobs.listEvents(job.id, { limit: 0 }))).toMatchObject({
      status: 400,
      param: "limit",
    });
  });

  test("does not know what is not there", async () => {
    const { jobs } = client().fineTuning;
    for (const call of [
      () => jobs.retrieve("ftjob-none"),
      () => jobs.cancel("ftjob-none"),
      () => jobs.listEvents("ftjob-none"),
      () => jobs.checkpoints.list("ftjob-none"),
      () => client().files.retrieve("file-none"),
      () => client().files.content("file-none"),
      () => client().files.delete("file-none"),
    ]) {
      expect(await refusalOf(call())).toMatchObject({
        status: 404,
        message: expect.stringContaining("none"),
      });
    }
    expect(await refusalOf(jobs.create({ model: "gpt-4o-mini", training_file: "file-none" }))).toMatchObject({
      status: 400,
      param: "training_file",
    });
    // Not there, as everything that is not emulated.
    expect((await send(cloud, surface, "POST", "/fine_tuning/jobs/ftjob-none/pause")).status).toBe(501);
  });
});

const [dated, v1] = surfaces;
const client = () => dated.client(cloud);
const lossesOf = async (id: string) =>
  (await eventsOf(client(), id)).flatMap(({ data }) =>
    data ? [(data as { train_loss: number }).train_loss] : [],
  );

test("the same rows and seed give the same losses and answers, another seed does not", async () => {
  const run = async (seed: number) => {
    const job = await whenJob(client(), (await startJob(client(), toyRows(), { seed })).id);
    const answer = await client().chat.completions.create({
      model: job.fine_tuned_model ?? "",
      messages: [{ role: "user", content: "Say something about Rome" }],
      logprobs: true,
    });
    return { losses: await lossesOf(job.id), logprobs: answer.choices[0]?.logprobs };
  };
  const [first, again, other] = [await run(3), await run(3), await run(4)];
  expect(again).toEqual(first);
  expect(other.losses).not.toEqual(first.losses);
});

test("the tuned model answers held-out rows better than the majority, and otherwise than the base model", async () => {
  const job = await whenJob(client(), (await startJob(client())).id);
  const answersOf = async (model: string) => {
    const said: (string | null | undefined)[] = [];
    for (const [content] of heldOutToyRows) {
      const answer = await client().chat.completions.create({ model, messages: [{ role: "user", content }] });
      said.push(answer.choices[0]?.message.content);
    }
    return said;
  };
  const tuned = await answersOf(job.fine_tuned_model ?? "");
  const right = heldOutToyRows.filter(([, answer], index) => tuned[index] === answer).length;
  const majority = heldOutToyRows.filter(([, answer]) => answer === "local").length;
  expect(right).toBeGreaterThan(majority);
  expect(await answersOf("gpt-4o-mini")).not.toEqual(tuned);
});

test("what was tuned on one route form answers on the other, and in responses; another resource does not know it", async () => {
  const { id } = await startJob(client());
  const { fine_tuned_model: model } = await whenJob(v1.client(cloud), id);
  const answer = await v1
    .client(cloud)
    .responses.create({ model: model ?? "", input: "What is the weather in Kyoto?" });
  expect(answer.output_text).toBe("local");
  const elsewhere = await fetch(`${cloud.http}/resources/foundry1/openai/v1/fine_tuning/jobs/${id}`, {
    headers: { "api-key": cloud.env.AZURE_OPENAI_API_KEY ?? "" },
  });
  expect(elsewhere.status).toBe(404);
});

test("the lab cloud says what a tuned model is", async () => {
  const { id } = await startJob(client());
  const { fine_tuned_model: model } = await whenJob(client(), id);
  const { response } = await client()
    .chat.completions.create({ model: model ?? "", messages: [{ role: "user", content: "hello" }] })
    .withResponse();
  expect(response.headers.get("x-lab-tuned-model")).toBe(
    "no language model: a softmax head over hashed-words, trained on the uploaded rows, 2 labels",
  );
  expect(response.headers.get("x-lab-provenance")).toBe("simulated");
  const state = (await (await fetch(`${cloud.http}/lab/state`)).json()) as LabState;
  expect(state.deployments.find(({ name }) => name === model)).toMatchObject({ model, requests: 1 });
  const azure = state.services.find(({ name }) => name === "azure-openai");
  expect(azure?.note).toContain("Fine-tuned models are no language models but classifiers over embeddings");
});

test("a file may be deleted while a job trains on it, as on Azure: the job goes on", async () => {
  const file = await upload(client(), toyLines(toyRows()));
  const { id } = await client().fineTuning.jobs.create({ model: "gpt-4o-mini", training_file: file.id });
  await client().files.delete(file.id);
  expect(await whenJob(client(), id)).toMatchObject({ status: "succeeded", training_file: file.id });
});

describe("cancelling", () => {
  // Long enough that no machine ends it before the test does.
  const endless = () =>
    startJob(client(), toyRows(Array.from({ length: 4000 }, (_, index) => `town ${index}`)), {
      hyperparameters: { n_epochs: 50, batch_size: 1 },
    });
  const hasSteps = async ({ id }: { id: string }) => (await lossesOf(id)).length > 0;

  test("ends a job in the middle of its training, and the lab cloud has answered meanwhile", async () => {
    const { id } = await endless();
    await whenJob(client(), id, hasSteps);
    expect(await client().fineTuning.jobs.cancel(id)).toMatchObject({
      status: "cancelled",
      fine_tuned_model: null,
      finished_at: expect.any(Number),
    });
    const events = await eventsOf(client(), id);
    expect(events.at(-1)?.message).toBe("Job cancelled.");
    const next = await whenJob(client(), (await startJob(client())).id);
    expect(next.status).toBe("succeeded");
    expect(await eventsOf(client(), id)).toEqual(events);
    expect(await client().fineTuning.jobs.retrieve(id)).toMatchObject({
      status: "cancelled",
      trained_tokens: null,
    });
    expect(await refusalOf(client().fineTuning.jobs.cancel(id))).toMatchObject({
      status: 400,
      message: `Job ${id} has already been cancelled.`,
    });
  });

  test("ends a job that waits, and too many that wait are refused", async () => {
    const { id: running } = await endless();
    const waiting = await Promise.all(Array.from({ length: 20 }, () => startJob(client())));
    expect(await refusalOf(startJob(client()))).toMatchObject({ status: 429, code: "tooManyRequests" });
    for (const { id } of waiting) await client().fineTuning.jobs.cancel(id);
    await client().fineTuning.jobs.cancel(running);
    const { id } = waiting[0] ?? { id: "" };
    expect((await eventsOf(client(), id)).map(({ message }) => message)).toEqual([
      "Job enqueued. Waiting for jobs ahead to complete.",
      "Job cancelled.",
    ]);
    // All of them have had their turn, and made room again.
    expect(await whenJob(client(), (await startJob(client())).id)).toMatchObject({ status: "succeeded" });
  });

  test("happens to a job when the lab cloud ends", async () => {
    const logged: string[] = [];
    const quiet = {
      debug() {},
      info() {},
      warn: (line: string) => logged.push(line),
      error: (line: string) => logged.push(line),
    };
    const ending = await startTestCloud({ embeddings: "hashed-words", logger: quiet });
    const rows = toyRows(Array.from({ length: 4000 }, (_, index) => `town ${index}`));
    const { id } = await startJob(dated.client(ending), rows, {
      hyperparameters: { n_epochs: 50, batch_size: 1 },
    });
    await whenJob(dated.client(ending), id, ({ status }) => status === "running");
    await ending.close();
    expect(logged).toEqual([]);
  });
});
