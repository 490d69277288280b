import { createConnection, type Socket } from "node:net";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { type Clock, type Logger, silentLogger, systemClock } from "../src/core/index.ts";
import type { LabCloud } from "../src/lab-cloud/index.ts";
import { postJson, startTestCloud, variable } from "./start-test-cloud.ts";

const question = {
  model: "gpt-4o",
  messages: [{ role: "user" as const, content: "What is the capital of France?" }],
  stream: true as const,
};
const client = (cloud: LabCloud) =>
  new OpenAI({ baseURL: `${cloud.http}/openai/v1`, apiKey: variable(cloud, "AZURE_OPENAI_API_KEY") });

/** So long an answer that it is under way even when its first words were waiting for the vocabulary to load. */
const longQuestion = {
  ...question,
  messages: [{ role: "user" as const, content: "Explain how a vaccine works." }],
};

/** Notes how many pauses are under way; each ends when its signal does. */
function countingClock() {
  let sleeping = 0;
  const clock: Clock = {
    ...systemClock,
    sleep: async (ms, signal) => {
      if (ms <= 0) return;
      sleeping += 1;
      try {
        await systemClock.sleep(60_000, signal);
      } finally {
        sleeping -= 1;
      }
    },
  };
  return { clock, sleeping: () => sleeping };
}

test("a client that leaves ends its stream at once, wherever it waits, and nothing is logged", async () => {
  const { clock, sleeping } = countingClock();
  const failures: string[] = [];
  const logger: Logger = { ...silentLogger, error: (message) => failures.push(message) };
  const cloud = await startTestCloud({ clock, timeScale: 1, logger });
  const impatient = new AbortController();
  const asked = Array.from({ length: 20 }, () =>
    client(cloud).chat.completions.create(longQuestion, { signal: impatient.signal }),
  );
  const ended = Promise.allSettled(asked);
  await expect.poll(sleeping, { timeout: 60_000 }).toBe(20);
  impatient.abort();
  await ended;
  await expect.poll(sleeping, { timeout: 60_000 }).toBe(0);
  expect(failures).toEqual([]);
});

test("so does one that leaves while its stream stalls", async () => {
  const { clock, sleeping } = countingClock();
  const cloud = await startTestCloud({ clock });
  await postJson(variable(cloud, "LAB_FAULTS_URL"), { stall: { afterTokens: 1, ms: 1000 } });
  const impatient = new AbortController();
  const stream = await client(cloud).chat.completions.create(question, { signal: impatient.signal });
  await expect.poll(sleeping, { timeout: 60_000 }).toBe(1);
  impatient.abort();
  await Array.fromAsync(stream).catch(() => {});
  await expect.poll(sleeping, { timeout: 60_000 }).toBe(0);
});

test("each token arrives when it is made, not when the answer is complete", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const clock: Clock = { ...systemClock, sleep: (ms) => (ms > 0 ? held : Promise.resolve()) };
  const cloud = await startTestCloud({ clock });
  await postJson(variable(cloud, "LAB_FAULTS_URL"), { stall: { afterTokens: 2, ms: 1 } });
  const stream = await client(cloud).chat.completions.create(question);
  let text = "";
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (text === "The capital") release();
  }
  expect(text).toBe("The capital of France is Paris.");
});

test("a client that reads nothing does not keep others waiting, and is closed with the cloud", async () => {
  const cloud = await startTestCloud();
  const { hostname, port } = new URL(cloud.http);
  const body = JSON.stringify(question);
  const socket: Socket = createConnection(Number(port), hostname);
  const gone = new Promise<void>((resolve) => socket.on("close", () => resolve()).on("error", () => {}));
  socket.pause();
  const head = [
    "POST /openai/v1/chat/completions HTTP/1.1",
    "host: 127.0.0.1",
    `api-key: ${variable(cloud, "AZURE_OPENAI_API_KEY")}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  for (let count = 0; count < 500; count++) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  expect(
    (await Array.fromAsync(await client(cloud).chat.completions.create(question))).length,
  ).toBeGreaterThan(5);
  await cloud.close();
  socket.resume();
  await gone;
});
