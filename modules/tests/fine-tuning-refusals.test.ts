import type OpenAI from "openai";
import { toFile } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import {
  heldOutToyRows,
  startJob,
  type ToyRow,
  toyLines,
  toyRows,
  upload,
  uploaded,
  whenJob,
} from "./fine-tuning-rows.ts";
import { refusalOf, surfaces } from "./model-clients.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());
const [surface] = surfaces;
const client = () => surface.client(cloud);

const good = toyLines(toyRows());
const withLine = (number: number, line: string) => {
  const lines = good.trim().split("\n");
  lines[number - 1] = line;
  return `${lines.join("\n")}\n`;
};
const messages = (...all: object[]) => JSON.stringify({ messages: all });
const ask = { role: "user", content: "hi" };
const answer = { role: "assistant", content: "local" };

describe("a file with a bad line is told so, and no job takes it", () => {
  const files: readonly (readonly [name: string, text: string, problem: string])[] = [
    ["half a JSON text", withLine(7, '{"messages": ['), "Line 7 is no JSON."],
    ["a list", withLine(7, "[]"), "Line 7 is no JSON object."],
    ["no messages", withLine(7, '{"prompt": "hi", "completion": "local"}'), 'Line 7 has no "messages".'],
    ["messages that are no list", withLine(7, '{"messages": "hi"}'), 'Line 7 "messages" is no list.'],
    ["another key", withLine(7, '{"messages": [], "id": 7}'), 'Line 7 has the key "id" beside "messages".'],
    [
      "an unknown role",
      withLine(7, messages({ role: "bot", content: "x" })),
      "Line 7 messages[0].role is none of system, developer, user, assistant.",
    ],
    [
      "content that is no text",
      withLine(7, messages({ role: "user", content: 7 }, answer)),
      "Line 7 messages[0].content is no text.",
    ],
    ["no question", withLine(7, messages(answer)), "Line 7 has no message of the user."],
    ["no answer", withLine(7, messages(ask)), "Line 7 does not end with a message of the assistant."],
    [
      "an empty answer",
      withLine(7, messages(ask, { role: "assistant", content: " " })),
      "Line 7 ends with an empty answer.",
    ],
    ["two bad lines", withLine(7, "x").replace(/\n.*\n/, "\ny\n"), "Line 2 is no JSON. Line 7 is no JSON."],
    ["blank lines only", "\n\n  \n", "The file has no line with an example."],
  ];
  test.each(files)("%s", async (_, text, problem) => {
    const file = await uploaded(client(), text);
    const told = `Validation of jsonl file failed: ${problem}`;
    expect(file).toMatchObject({ status: "error", status_details: told });
    const refused = await refusalOf(
      client().fineTuning.jobs.create({ model: "gpt-4o-mini", training_file: file.id }),
    );
    expect(refused).toEqual({
      status: 400,
      code: "invalidPayload",
      type: "invalid_request_error",
      param: "training_file",
      message: `The specified file reference must point to a completed file import. ${told}`,
    });
  });

  test("no UTF-8", async () => {
    const file = await toFile(Buffer.from([0xff, 0xfe, 0x00]), "rows.jsonl");
    const { id } = await client().files.create({ file, purpose: "fine-tune" });
    expect(await client().files.waitForProcessing(id, { pollInterval: 20 })).toMatchObject({
      status: "error",
      status_details: "Validation of jsonl file failed: The file is not UTF-8 text.",
    });
  });

  test("but not for a byte order mark, Windows line ends, or an end without one", async () => {
    const text = `\uFEFF${good.trim().replaceAll("\n", "\r\n")}`;
    expect(await uploaded(client(), text)).toMatchObject({ status: "processed" });
  });
});

describe("an upload is refused", () => {
  const uploads: readonly (readonly [name: string, make: () => Promise<unknown>, refusal: object])[] = [
    [
      "without rows",
      () => upload(client(), ""),
      { status: 400, param: "file", message: "Invalid 'file': the file is empty." },
    ],
    [
      "of another kind",
      () => upload(client(), good, "rows.csv"),
      { status: 400, param: "file", message: expect.stringContaining(".jsonl") },
    ],
    [
      "for another purpose",
      async () =>
        client().files.create({ file: await toFile(Buffer.from(good), "rows.jsonl"), purpose: "batch" }),
      {
        status: 400,
        param: "purpose",
        message: "Invalid value: 'batch'. Supported values are: 'fine-tune'.",
      },
    ],
    [
      "that is larger than the lab cloud takes",
      () => upload(client(), good.repeat(1000)),
      {
        status: 413,
        message: "The upload is larger than 4 MiB, the most the lab cloud takes. Send fewer rows.",
      },
    ],
  ];
  test.each(uploads)("%s", async (_, make, refusal) => {
    expect(await refusalOf(make())).toMatchObject(refusal);
  });

  test("without its fields, or in another form", async () => {
    const post = async (body: string | FormData, type?: string) => {
      const response = await fetch(`${cloud.http}/openai/v1/files`, {
        method: "POST",
        headers: { "api-key": cloud.env.AZURE_OPENAI_API_KEY ?? "", ...(type && { "content-type": type }) },
        body,
      });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const form = (fields: Readonly<Record<string, string | Blob>>) => {
      const made = new FormData();
      for (const [name, value] of Object.entries(fields)) made.set(name, value);
      return made;
    };
    const file = new File([good], "rows.jsonl");
    for (const [body, message] of [
      [form({ file }), "Missing required parameter: 'purpose'."],
      [form({ purpose: "fine-tune" }), "Missing required parameter: 'file'."],
      [
        form({ purpose: "fine-tune", file: "text" }),
        "Invalid 'file': it needs a file name and content, and is plain text.",
      ],
      [form({ purpose: "fine-tune", file, colour: "red" }), "Unknown parameter: 'colour'."],
    ] as const) {
      expect(await post(body)).toMatchObject({ status: 400, error: { message } });
    }
    expect(await post(good, "application/jsonl")).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining("multipart/form-data") },
    });
  });
});

describe("a job is refused", () => {
  const words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"];
  const manyLabels = words.map((word): ToyRow => [`question ${word}`, word]);
  const onRows: readonly (readonly [name: string, rows: readonly ToyRow[], message: string])[] = [
    ["one row", toyRows().slice(0, 1), "Training file has 1 example(s), but must have at least 10 examples."],
    [
      "one answer only",
      toyRows(undefined, []),
      "Every example has the same answer 'local', so there is nothing to learn.",
    ],
    [
      "answers of several words",
      [...toyRows(), ["Tell me a story", "Once upon a time"]],
      "The lab cloud can only tune classifiers: every answer must be one of at most 10 one-word labels, and the answer on line 37 is not one word.",
    ],
    [
      "eleven answers",
      manyLabels,
      "The lab cloud can only tune classifiers: every answer must be one of at most 10 one-word labels, and the training file has 11 different ones.",
    ],
  ];
  test.each(onRows)("on %s", async (_, rows, message) => {
    expect(await refusalOf(startJob(client(), rows))).toEqual({
      status: 400,
      code: "invalidPayload",
      type: "invalid_request_error",
      param: "training_file",
      message,
    });
  });

  test("when a validation row has an answer that no training row has", async () => {
    const other = await uploaded(client(), toyLines([...heldOutToyRows, ["hi", "edge"]]));
    expect(await refusalOf(startJob(client(), toyRows(), { validation_file: other.id }))).toMatchObject({
      status: 400,
      param: "validation_file",
      message: "The answer on line 12 is none of the training file's: cloud, local.",
    });
  });

  test("on a file of results", async () => {
    const job = await whenJob(client(), (await startJob(client())).id);
    const call = startJob(client(), toyRows(), { training_file: job.result_files[0] ?? "" });
    expect(await refusalOf(call)).toMatchObject({
      status: 400,
      message: "Invalid 'training_file': its purpose is fine-tune-results.",
    });
  });

  type Params = OpenAI.FineTuning.JobCreateParams;
  const hyper = (hyperparameters: object) =>
    ({ method: { type: "supervised", supervised: { hyperparameters } } }) as Partial<Params>;
  const wrong: readonly (readonly [name: string, change: Partial<Params>, param: string])[] = [
    ["for a model that cannot be tuned", { model: "gpt-4o" }, "model"],
    ["for a model that is none", { model: "nothing" }, "model"],
    ["with no epochs", hyper({ n_epochs: 0 }), "method.supervised.hyperparameters.n_epochs"],
    ["with half an epoch", hyper({ n_epochs: 0.5 }), "method.supervised.hyperparameters.n_epochs"],
    ["with too large batches", hyper({ batch_size: 1000 }), "method.supervised.hyperparameters.batch_size"],
    [
      "with a rate of zero",
      hyper({ learning_rate_multiplier: 0 }),
      "method.supervised.hyperparameters.learning_rate_multiplier",
    ],
    ["with LoRA's rank", hyper({ lora_rank: 16 }), "method.supervised.hyperparameters.lora_rank"],
    ["with a bad suffix", { suffix: "a/b" }, "suffix"],
    ["with a seed that is none", { seed: -1 }, "seed"],
    ["by preferences", { method: { type: "dpo" } }, "method.type"],
    ["with an integration", { integrations: [{ type: "wandb", wandb: { project: "x" } }] }, "integrations"],
    ["with metadata that is none", { metadata: { a: 1 as unknown as string } }, "metadata.a"],
  ];
  test.each(wrong)("%s", async (_, change, param) => {
    expect(await refusalOf(startJob(client(), toyRows(), change))).toMatchObject({ status: 400, param });
  });
});

describe("log-probabilities", () => {
  const rows: readonly ToyRow[] = Array.from({ length: 8 }, (_, index): ToyRow[] => [
    [`my parcel number ${index} is late`, "shipping-delay"],
    [`the parcel ${index} is lost`, "shipping-loss"],
    [`I paid invoice ${index} twice`, "billing"],
  ]).flat();
  const tuned = async () =>
    (await whenJob(client(), (await startJob(client(), rows)).id)).fine_tuned_model ?? "";
  const question = [{ role: "user" as const, content: "where is my late parcel?" }];

  test("of a label's tokens are its probability, with what else might have been said", async () => {
    const model = await tuned();
    const { choices } = await client().chat.completions.create({
      model,
      messages: question,
      logprobs: true,
      top_logprobs: 5,
    });
    const content = choices[0]?.logprobs?.content ?? [];
    expect(choices[0]?.message.content).toMatch(/^shipping-/);
    expect(content.map(({ token }) => token).join("")).toBe(choices[0]?.message.content);
    expect(content.length).toBeGreaterThan(1);
    for (const { token, logprob, bytes, top_logprobs } of content) {
      expect(logprob).toBeLessThanOrEqual(0);
      expect(Buffer.from(bytes ?? []).toString()).toBe(token);
      expect(top_logprobs[0]).toEqual({ token, logprob, bytes });
      const all = top_logprobs.reduce((sum, other) => sum + Math.exp(other.logprob), 0);
      expect(all).toBeCloseTo(1, 6);
    }
    const [first] = content;
    expect(first?.top_logprobs.map(({ token }) => token).sort()).toEqual(["billing", "shipping"]);
  });

  test("are streamed too, and cut with the answer", async () => {
    const model = await tuned();
    const whole = await client().chat.completions.create({ model, messages: question, logprobs: true });
    const stream = await client().chat.completions.create({
      model,
      messages: question,
      logprobs: true,
      stream: true,
    });
    const streamed = (await Array.fromAsync(stream)).flatMap(
      ({ choices }) => choices[0]?.logprobs?.content ?? [],
    );
    expect(streamed).toEqual(whole.choices[0]?.logprobs?.content);
    const short = await client().chat.completions.create({
      model,
      messages: question,
      logprobs: true,
      max_tokens: 1,
    });
    expect(short.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "shipping" } });
    expect(short.choices[0]?.logprobs?.content).toEqual(streamed.slice(0, 1));
    const stopped = await client().chat.completions.create({ model, messages: question, stop: "-" });
    expect(stopped.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "shipping" } });
  });

  test("stay refused elsewhere, as JSON is of a tuned model", async () => {
    const base = client().chat.completions.create({
      model: "gpt-4o-mini",
      messages: question,
      logprobs: true,
    });
    expect(await refusalOf(base)).toMatchObject({
      status: 400,
      param: "logprobs",
      code: "unsupported_parameter",
    });
    const json = [{ role: "user" as const, content: "JSON please" }];
    const asJson = client().chat.completions.create({
      model: await tuned(),
      messages: json,
      response_format: { type: "json_object" },
    });
    expect(await refusalOf(asJson)).toMatchObject({ status: 400, param: "response_format" });
    const many = client().chat.completions.create({
      model: await tuned(),
      messages: question,
      logprobs: true,
      top_logprobs: 21,
    });
    expect(await refusalOf(many)).toMatchObject({ status: 400, param: "top_logprobs" });
  });
});
