import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import { createTaskRouter, detectTask, readTasks } from "./task.ts";

const requests = z.record(z.string(), z.array(z.string()));
const { dev, test: unseen } = readYaml(
  join(paths.data, "routers", "task-prompts.yaml"),
  "The labelled tasks",
  z.strictObject({ dev: requests, test: requests }),
).content;

const flat = (byTask: z.infer<typeof requests>) =>
  Object.entries(byTask).flatMap(([task, texts]) => texts.map((text) => ({ task, text })));

const accuracyOn = (byTask: z.infer<typeof requests>) => {
  const rows = flat(byTask);
  return rows.filter(({ task, text }) => detectTask(text).name === task).length / rows.length;
};

describe("task detection", () => {
  test("is right on 95 % of the requests it was made with, and on 85 % of others", () => {
    expect(accuracyOn(dev)).toBeGreaterThanOrEqual(0.95);
    expect(accuracyOn(unseen)).toBeGreaterThanOrEqual(0.85);
  });

  test("knows every task that is labelled, and has labels for every one it knows", () => {
    const known = readTasks().classes.map(({ name }) => name);
    expect(Object.keys(dev).sort()).toEqual(known.toSorted());
    expect(Object.keys(unseen).sort()).toEqual(known.toSorted());
  });

  test("was not shown what it is counted on", () => {
    const shown = new Set(flat(dev).map(({ text }) => text));
    expect(flat(unseen).filter(({ text }) => shown.has(text))).toEqual([]);
  });

  test("tells what it went by", () => {
    expect(detectTask("Translate this summary into German")).toMatchObject({
      name: "translation",
      level: "high",
      found: ["translat*", "into german"],
    });
  });

  test("takes what it does not know for text to be written", () => {
    expect(detectTask("qwertz")).toMatchObject({ name: "text-generation", confidence: 0, level: "none" });
  });
});

test("a task that asks for much goes to the cloud, one that asks for little does not", async () => {
  const router = createTaskRouter();
  const targets = async (...texts: string[]) =>
    Promise.all(texts.map(async (text) => (await router.route(text)).target));
  expect(await targets("Prove it step by step", "Implement a parser in Rust")).toEqual(["cloud", "cloud"]);
  expect(await targets("Hello!", "Translate this", "Summarize this", "Embed this")).toEqual(
    Array(4).fill("local"),
  );
});
