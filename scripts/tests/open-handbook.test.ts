import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { silentLogger } from "../../modules/src/core/index.ts";
import { findEmbedder } from "../orchestrator/open-embedder.ts";
import { openHandbook } from "../orchestrator/open-handbook.ts";

function house(): string {
  const root = mkdtempSync(join(tmpdir(), "handbook-"));
  mkdirSync(join(root, "modules", "docs"), { recursive: true });
  mkdirSync(join(root, "labs"));
  const write = (name: string, text: string) => writeFileSync(join(root, "modules", "docs", name), text);
  write("bread.md", "# Baking\n\nKnead the dough, let it rise, and put the loaf into a hot oven.\n");
  write("sea.md", "# Sailing\n\nHoist the mainsail when the wind comes from the side.\n");
  return root;
}

const embedder = findEmbedder();

test("without vectors questions are answered by words, and told so", async () => {
  const root = house();
  const handbook = openHandbook({
    root,
    embedder: undefined,
    vectorFile: join(root, "vectors.sqlite"),
    logger: silentLogger,
  });
  expect(await handbook.prepare("knead dough", { by: "vectors" })).toMatchObject({
    searchedBy: "words",
    sources: [{ document: "modules/docs/bread.md" }],
  });
});

test.skipIf(typeof embedder === "string")(
  "by vectors passages are found in which no word is the same",
  async () => {
    if (typeof embedder === "string") return;
    onTestFinished(() => embedder.close());
    const root = house();
    const handbook = openHandbook({
      root,
      embedder,
      vectorFile: join(root, "vectors.sqlite"),
      logger: silentLogger,
    });
    const question = "recipe for a sourdough baguette";
    expect(await handbook.prepare(question)).toMatchObject({ searchedBy: "words", hits: [] });
    const byVectors = await handbook.prepare(question, { by: "vectors" });
    expect(byVectors).toMatchObject({ searchedBy: "vectors", found: true });
    expect(byVectors.hits[0]?.passage.document).toBe("modules/docs/bread.md");
    expect(await handbook.prepare(question)).toMatchObject({ searchedBy: "hybrid", found: true });
  },
);

test("a folder without the encoder says what is missing", () => {
  expect(findEmbedder(house())).toMatch(/all-minilm-l6-v2/);
});

test.skipIf(typeof embedder === "string")(
  "a closed embedder answers nobody, and ends in order while it works",
  async () => {
    const other = findEmbedder();
    if (typeof other === "string") return;
    await expect(other.embedNow("not loaded yet")).rejects.toThrow(/still being loaded/);
    const waiting = other.embed("a text");
    waiting.catch(() => {});
    await other.close();
    await expect(waiting).rejects.toThrow(/was closed/);
  },
);
