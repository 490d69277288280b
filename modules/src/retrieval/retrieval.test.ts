import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explainError } from "../core/errors.ts";
import { citeAnswer } from "./cite-answer.ts";
import { createPassageIndex } from "./create-passage-index.ts";
import { createRag } from "./create-rag.ts";
import type { EmbedTexts, Passage } from "./passage.ts";
import { readHandbook } from "./read-handbook.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "retrieval-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const passage = (document: string, text: string, headings: readonly string[] = []): Passage => ({
  id: `${document}#1`,
  document,
  title: document,
  headings,
  place: "1",
  text,
});

const passages = [
  passage("cats.md", "Cats purr when they are content."),
  passage("trains.md", "The train to the coast leaves at nine."),
  passage("breaker.md", "After three failures it opens.", ["Circuit breaker"]),
];

/** Counts letters of a few kinds of thing: enough for meaning to be seen where words differ. */
const embed: EmbedTexts = async (texts) =>
  texts.map((text) =>
    Float32Array.of(
      /cat|purr|kitten/i.test(text) ? 1 : 0,
      /train|railway/i.test(text) ? 1 : 0,
      /breaker|fuse/i.test(text) ? 1 : 0,
      0.1,
    ),
  );

const documentsOf = (hits: readonly { readonly passage: Passage }[]) =>
  hits.map((hit) => hit.passage.document);

test("words find their other forms, also in headings; operators in a question are only words", async () => {
  const index = await createPassageIndex({ passages });
  expect(documentsOf(await index.search("Why is the cat purring?"))).toEqual(["cats.md"]);
  expect(documentsOf(await index.search("circuit breakers"))).toEqual(["breaker.md"]);
  for (const question of ['" OR title:* NEAR(', "cats AND NOT trains --", "'); DROP TABLE passages", "((("])
    expect(Array.isArray(await index.search(question))).toBe(true);
  expect(await index.search("zebra")).toEqual([]);
  expect(index.embedder).toBeUndefined();
  index.close();
});

test("meaning finds what no word does, and what both find comes first", async () => {
  const index = await createPassageIndex({ passages, embedding: { name: "letters", embed } });
  const [kitten] = await index.search("kitten");
  expect(kitten).toMatchObject({ passage: { document: "cats.md" }, vectorRank: 1, cover: 0 });
  expect(kitten?.wordRank).toBeUndefined();
  const [first] = await index.search("the railway to the coast");
  expect(first).toMatchObject({ passage: { document: "trains.md" }, wordRank: 1, vectorRank: 1 });
  expect(documentsOf(await index.search("kitten", { by: "words" }))).toEqual([]);
  index.close();
});

test("vectors of a former run are not made again, those of another embedder are", async () => {
  const cacheFile = join(folder, "vectors.db");
  const asked: string[] = [];
  const counting: EmbedTexts = (texts, signal) => {
    asked.push(...texts);
    return embed(texts, signal);
  };
  const open = async (name: string, of = passages) =>
    (await createPassageIndex({ passages: of, embedding: { name, embed: counting, cacheFile } })).close();
  await open("one");
  expect(asked).toHaveLength(3);
  await open("one", [...passages, passage("new.md", "Something new.")]);
  expect(asked.slice(3)).toEqual(["new.md\nSomething new."]);
  await open("two");
  expect(asked).toHaveLength(7);
  await expect(
    open("one", passages)
      .then(() => writeFile(cacheFile, "no database".repeat(100)))
      .then(() => open("one")),
  ).rejects.toThrow(/The file of vectors .* cannot be used/);
});

test("an empty or endless question is refused, and a caller who left is obeyed", async () => {
  const index = await createPassageIndex({ passages });
  const lineOf = (question: string) => index.search(question).then(() => "found", explainError);
  expect(await lineOf(" \n")).toBe("The question is empty. Ask something.");
  expect(await lineOf("x".repeat(4_001))).toContain("4001 characters; at most 4000");
  const reason = new Error("left");
  await expect(index.search("cats", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  index.close();
});

test("a prompt holds the numbered passages; what nothing fits is not asked at all", async () => {
  const rag = createRag({ index: await createPassageIndex({ passages }) });
  const prompt = await rag.prepare("When does the circuit breaker open?");
  expect(prompt.found).toBe(true);
  expect(prompt.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  expect(prompt.messages[0]?.content).toContain(
    "[1] breaker.md · breaker.md · Circuit breaker\nAfter three failures",
  );
  expect(prompt.cite("It opens after three failures [1].").citations).toEqual([prompt.sources[0]]);
  const other = await rag.prepare("Who painted the coast of Normandy in winter?");
  expect(other).toMatchObject({ found: false, messages: [], sources: [] });
});

test("passages are left out when they grow too long, the best one never", async () => {
  const long = [passage("a.md", `whale ${"a ".repeat(300)}`), passage("b.md", `whale ${"b ".repeat(300)}`)];
  const rag = createRag({ index: await createPassageIndex({ passages: long }), mostCharacters: 700 });
  expect((await rag.prepare("whale")).sources).toHaveLength(1);
});

test("citations are read as people write them, and invented ones are told", () => {
  const sources = [1, 2, 3].map((number) => ({
    number,
    document: `${number}.md`,
    title: "t",
    headings: [],
    place: "1",
    excerpt: "",
  }));
  const numbers = (text: string) => citeAnswer(text, sources).citations.map(({ number }) => number);
  expect(numbers("So [2], and so [1, 3].")).toEqual([2, 1, 3]);
  expect(numbers("All [1-3][1].")).toEqual([1, 2, 3]);
  expect(numbers("Code `a[1]` and\n```\nb[2]\n```\nand a [3](link).")).toEqual([]);
  expect(citeAnswer("[7] and [1]", sources).unknownNumbers).toEqual([7]);
});

test("the handbook is labs, guides and READMEs, each passage with its place", async () => {
  const handbook = readHandbook();
  const documents = new Set(handbook.map(({ document }) => document));
  for (const document of [
    "labs/05-rule-router.ipynb",
    "modules/docs/routers.md",
    "README.md",
    "labs/README.md",
  ])
    expect(documents).toContain(document);
  expect(new Set(handbook.map(({ id }) => id)).size).toBe(handbook.length);
  expect(handbook.every(({ text }) => text.length > 0 && text.length <= 1_000)).toBe(true);
  expect(handbook.find(({ id }) => id === "labs/05-rule-router.ipynb#threshold")).toMatchObject({
    title: "Lab 05 · The rule router",
    headings: ["5 · The threshold"],
    place: "threshold",
  });
});

test("a notebook that is none is told in one line", async () => {
  await mkdir(join(folder, "labs"));
  await writeFile(join(folder, "labs", "01.ipynb"), "{ not json");
  const lineOf = () => {
    try {
      return readHandbook(folder);
    } catch (error) {
      return explainError(error);
    }
  };
  expect(lineOf()).toMatch(/^labs\/01\.ipynb cannot be read: .*JSON/);
  await writeFile(join(folder, "labs", "01.ipynb"), '{"metadata":{}}');
  expect(lineOf()).toContain("it has no cells as a notebook has");
});
