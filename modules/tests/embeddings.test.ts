import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Logger } from "../src/core/index.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { createEmbedderSide } from "../src/lab-cloud/models/embedder-side.ts";
import { findModel } from "../src/models/index.ts";
import { refusalOf, send, surfaces } from "./model-clients.ts";
import { postJson, startTestCloud, temporaryFolder, variable } from "./start-test-cloud.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(variable(cloud, "LAB_FAULTS_URL"), { method: "DELETE" }));

const small = "text-embedding-3-small";
const cosine = (a: readonly number[] = [], b: readonly number[] = []) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
const first = ({ data }: OpenAI.CreateEmbeddingResponse) => data[0]?.embedding ?? [];

describe.each(surfaces)("embeddings on $name", (surface) => {
  const client = () => surface.client(cloud);
  const embed = (body: Partial<OpenAI.EmbeddingCreateParams>) =>
    client().embeddings.create({ model: small, input: "x", ...body });
  /** As it goes over the wire; the SDK puts a dated deployment into the path. */
  const post = (body: unknown, model: string = small) =>
    surface.base === "/openai"
      ? send(cloud, surface, "POST", `/deployments/${model}/embeddings`, body)
      : send(cloud, surface, "POST", "/embeddings", typeof body === "string" ? body : withModel(body, model));

  test("answer with every field of the SDK's type, and say what made them", async () => {
    const { data, response } = await client()
      .embeddings.create({ model: small, input: ["What is the capital of France?", "Hello"] })
      .withResponse();
    expect(data).toMatchObject({
      object: "list",
      model: small,
      data: [
        { object: "embedding", index: 0 },
        { object: "embedding", index: 1 },
      ],
      // Of the vocabulary cl100k_base: 7 and 1.
      usage: { prompt_tokens: 8, total_tokens: 8 },
    });
    for (const { embedding } of data.data) {
      expect(embedding).toHaveLength(1536);
      expect(cosine(embedding, embedding)).toBeCloseTo(1, 5);
    }
    expect(response.headers.get("x-lab-embedder")).toBe("hashed-words");
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
    expect(response.headers.get("x-ratelimit-remaining-tokens")).toMatch(/^\d+$/);
  });

  test("are the same as numbers and as bytes", async () => {
    const numbers = await embed({ input: "the same text", encoding_format: "float" });
    const decoded = await embed({ input: "the same text" });
    expect(first(decoded)).toEqual(first(numbers));
    const { json } = await post({ input: "the same text", encoding_format: "base64" });
    const [item] = json.data as { embedding: string }[];
    const bytes = Buffer.from(item?.embedding ?? "", "base64");
    expect(bytes).toHaveLength(1536 * 4);
    expect(first(numbers).map((_, index) => bytes.readFloatLE(index * 4))).toEqual(first(numbers));
  });

  test("are as wide as the model gives, or as is asked for, at the same angles", async () => {
    const texts = ["reset the password of my account", "reset my account password"];
    const angle = async (body: Partial<OpenAI.EmbeddingCreateParams>) => {
      const { data } = await embed({ input: texts, ...body });
      return { width: data[0]?.embedding.length, cosine: cosine(data[0]?.embedding, data[1]?.embedding) };
    };
    const plain = await angle({});
    expect(plain.cosine).toBeGreaterThan(0.5);
    expect(await angle({ model: "text-embedding-3-large" })).toEqual({
      width: 3072,
      cosine: expect.closeTo(plain.cosine, 6),
    });
    expect(await angle({ dimensions: 512 })).toEqual({ width: 512, cosine: expect.closeTo(plain.cosine, 6) });
    const cut = await embed({ input: texts, dimensions: 64 });
    expect(first(cut)).toHaveLength(64);
    expect(cosine(first(cut), first(cut))).toBeCloseTo(1, 5);
    expect((await embed({ model: "text-embedding-ada-002" })).data[0]?.embedding).toHaveLength(1536);
  });

  test("read tokens in the place of texts", async () => {
    // "Hello world" and "Hello" in the vocabulary cl100k_base.
    const both = await embed({ input: [[9906, 1917], [9906]] });
    const texts = await embed({ input: ["Hello world", "Hello"] });
    expect(both.data.map(({ embedding }) => embedding)).toEqual(texts.data.map(({ embedding }) => embedding));
    expect(both.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
    const one = await embed({ input: [9906, 1917] });
    expect(first(one)).toEqual(first(texts));
    expect(one.data).toHaveLength(1);
  });

  test("take two thousand texts at once", async () => {
    const { data } = await embed({ input: Array.from({ length: 2048 }, (_, index) => `text ${index}`) });
    expect(data).toHaveLength(2048);
    expect(data.map(({ index }) => index)).toEqual([...Array(2048).keys()]);
  });

  test.each<[string, unknown, object]>([
    ["no JSON", "{", { message: expect.stringContaining("not valid JSON") }],
    ["no input", {}, { message: "Missing required parameter: 'input'." }],
    ["null", { input: null }, { param: "input" }],
    ["a number", { input: 7 }, { param: "input", code: "invalid_type" }],
    ["an empty text", { input: "" }, { message: "Invalid 'input': input cannot be an empty string." }],
    ["an empty text among others", { input: ["x", ""] }, { param: "input[1]" }],
    ["an empty list", { input: [] }, { param: "input", code: "empty_array" }],
    ["an empty list of tokens", { input: [[1], []] }, { param: "input[1]" }],
    ["texts and tokens", { input: ["x", 7] }, { param: "input[1]" }],
    ["a token that is half a number", { input: [1.5] }, { param: "input" }],
    [
      "a token that is not there",
      { input: [[200_000]] },
      { message: expect.stringContaining("cl100k_base") },
    ],
    ["too many texts", { input: Array(2049).fill("x") }, { code: "array_above_max_length" }],
    ["too long a text", { input: "word ".repeat(8_200) }, { code: "context_length_exceeded" }],
    [
      "too many tokens in all",
      { input: Array(50).fill("a ".repeat(6_500)) },
      {
        code: "max_tokens_per_request",
        message: expect.stringContaining("maximum request size is 300000 tokens"),
      },
    ],
    ["no width", { input: "x", dimensions: 0 }, { param: "dimensions" }],
    ["too great a width", { input: "x", dimensions: 1537 }, { param: "dimensions" }],
    ["a width that is text", { input: "x", dimensions: "10" }, { param: "dimensions", code: "invalid_type" }],
    ["another encoding", { input: "x", encoding_format: "hex" }, { param: "encoding_format" }],
    ["an unknown field", { input: "x", dimension: 3 }, { param: "dimension" }],
  ])("refuse %s in one line", async (_, body, expected) => {
    const { status, json } = await post(body);
    expect({ status, ...json.error }).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      ...expected,
    });
    expect(json.error?.message).not.toContain("\n");
  });

  test("refuse another width of ada, a model that writes, and names that are not there", async () => {
    expect((await post({ input: "x", dimensions: 512 }, "text-embedding-ada-002")).json.error).toMatchObject({
      message: "This model does not support specifying dimensions.",
    });
    expect((await post({ input: "x" }, "gpt-4o")).json.error).toMatchObject({
      code: "OperationNotSupported",
    });
    const unknown = await post({ input: "x" }, "no-such");
    expect(unknown.status).toBe(404);
    const wrongKey = surface
      .client(cloud, { apiKey: "wrong" })
      .embeddings.create({ model: small, input: "x" });
    expect((await refusalOf(wrongKey)).status).toBe(401);
    expect((await post({ input: "x".repeat(1_100_000) })).status).toBe(413);
  });
});

const withModel = (body: unknown, model: string) => ({ model, ...(typeof body === "object" && body) });

describe("embeddings of one deployment", () => {
  const [, v1] = surfaces;

  test("come after what /lab/faults orders, named as Azure names them", async () => {
    const order = { deployment: small, status: 429, headers: { "retry-after-ms": "5" } };
    await postJson(variable(cloud, "LAB_FAULTS_URL"), order);
    const refused = await refusalOf(v1.client(cloud).embeddings.create({ model: small, input: "x" }));
    expect(refused.message).toContain("Embeddings_Create");
    await postJson(variable(cloud, "LAB_FAULTS_URL"), order);
    const retried = await v1.client(cloud, { maxRetries: 1 }).embeddings.create({ model: small, input: "x" });
    expect(first(retried)).toHaveLength(1536);
  });

  test("use up the minute's tokens", async () => {
    const left = async () => {
      const call = v1.client(cloud).embeddings.create({ model: small, input: "one two three four" });
      return Number((await call.withResponse()).response.headers.get("x-ratelimit-remaining-tokens"));
    };
    const before = await left();
    expect(await left()).toBe(before - 4);
  });

  test("are listed among the capabilities of their models only", async () => {
    const { json } = await send(cloud, v1, "GET", "/models");
    const models = json.data as {
      id: string;
      capabilities: { embeddings: boolean; chat_completion: boolean };
    }[];
    const able = models.filter(({ capabilities }) => capabilities.embeddings);
    expect(able.map(({ id }) => id).sort()).toEqual([
      "text-embedding-3-large-1",
      "text-embedding-3-small-1",
      "text-embedding-ada-002-2",
    ]);
    expect(able.every(({ capabilities }) => !capabilities.chat_completion)).toBe(true);
  });
});

const model = findModel("all-minilm-l6-v2");
const present = model.state === "present";

describe("embeddings by all-MiniLM-L6-v2", () => {
  test("lie close for texts of like meaning without a word in common", {
    timeout: 120_000,
  }, async (context) => {
    context.skip(!present, "skipped: all-minilm-l6-v2 missing");
    const real = await startTestCloud();
    const client = surfaces[1].client(real);
    const texts = ["A man is eating food.", "Someone has a meal.", "The stock market fell sharply."];
    const { data, response } = await client.embeddings.create({ model: small, input: texts }).withResponse();
    expect(response.headers.get("x-lab-embedder")).toBe("all-MiniLM-L6-v2");
    expect(response.headers.get("x-lab-provenance")).toBe("simulated");
    const [meal, alike, other] = data.data.map(({ embedding }) => embedding);
    expect(meal).toHaveLength(1536);
    expect(cosine(meal, meal)).toBeCloseTo(1, 5);
    expect(cosine(meal, alike)).toBeGreaterThan(0.6);
    expect(cosine(meal, other)).toBeLessThan(0.2);

    const alone = await client.embeddings.create({ model: small, input: texts[0] ?? "" });
    expect(first(alone)).toEqual(meal);
    const answer = client.chat.completions.create({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Hi" }],
    });
    const many = client.embeddings.create({
      model: small,
      input: Array(200).fill("some words to think about"),
    });
    const order = await Promise.race([answer.then(() => "answer"), many.then(() => "vectors")]);
    expect(order).toBe("answer");
    expect((await many).data).toHaveLength(200);
  });
});

describe("the embedder's side", () => {
  const lines = (): Logger & { readonly warnings: string[] } => {
    const warnings: string[] = [];
    const none = () => {};
    return { debug: none, info: none, error: none, warn: (text) => warnings.push(text), warnings };
  };

  test("counts words at once when the model is missing, and says how to get it", async () => {
    const side = createEmbedderSide({
      choice: "auto",
      logger: lines(),
      modelFolder: await temporaryFolder(),
    });
    expect((await side.embed(["x"])).name).toBe("hashed-words");
    expect(side.note()).toContain("npm run models -- --get all-minilm-l6-v2");
  });

  test("counts words from the moment on when a file turns out damaged, and logs it", async () => {
    const modelFolder = await temporaryFolder();
    mkdirSync(join(modelFolder, "all-MiniLM-L6-v2"));
    writeFileSync(join(modelFolder, "all-MiniLM-L6-v2", "model.onnx"), Buffer.alloc(22_928_619));
    writeFileSync(join(modelFolder, "all-MiniLM-L6-v2", "tokenizer.json"), Buffer.alloc(466_247));
    const logger = lines();
    const side = createEmbedderSide({ choice: "auto", logger, modelFolder });
    expect(side.note()).toContain("Embeddings by all-MiniLM-L6-v2");
    const { name, vectors } = await side.embed(["x", "y"]);
    expect([name, vectors.length]).toEqual(["hashed-words", 2]);
    expect(logger.warnings).toEqual(["the embedding model cannot be used; counted words stand in for it"]);
    expect(side.note()).toMatch(/model\.onnx is damaged: its SHA-256 is/);
  });

  test("ends a request whose client has left, and goes on with the next", {
    timeout: 120_000,
  }, async (context) => {
    context.skip(!present, "skipped: all-minilm-l6-v2 missing");
    const side = createEmbedderSide({ choice: "auto", logger: lines() });
    try {
      const leave = new AbortController();
      const long = side.embed(Array(500).fill("some words to think about"), leave.signal);
      const short = side.embed(["a word"]);
      await short;
      leave.abort(new Error("gone"));
      await expect(long).rejects.toThrow("gone");
      expect((await side.embed(["a word"])).vectors[0]).toEqual((await short).vectors[0]);
    } finally {
      await side.close();
    }
  });

  test("sends away who comes when too many wait", { timeout: 120_000 }, async (context) => {
    context.skip(!present, "skipped: all-minilm-l6-v2 missing");
    const side = createEmbedderSide({ choice: "auto", logger: lines() });
    try {
      const waiting = Array.from({ length: 64 }, () => side.embed(["a word"]));
      await expect(side.embed(["a word"])).rejects.toMatchObject({ code: "EMBEDDER_BUSY" });
      expect(await Promise.all(waiting)).toHaveLength(64);
      expect((await side.embed(["a word"])).name).toBe("all-MiniLM-L6-v2");
    } finally {
      await side.close();
    }
  });
});
