import { describe, expect, test } from "vitest";
import { findLeaks, type LeakRow } from "./find-leaks.ts";
import { readPrompts } from "./read-prompts.ts";

const dev = (id: string, prompt: string, template?: string): LeakRow => ({
  id,
  prompt,
  split: "dev",
  ...(template && { template }),
});
const test_ = (id: string, prompt: string, template?: string): LeakRow => ({
  ...dev(id, prompt, template),
  split: "test",
});

describe("the leak finder", () => {
  test("finds nothing where nothing is", () => {
    const leaks = findLeaks([
      dev("1", "What is the capital of France?", "capital"),
      dev("2", "Write a sonnet about rain.", "sonnet"),
      test_("3", "Sort these words from A to Z: pear, apple, fig.", "sort"),
      test_("4", "Why does function f(x) { return x } work?", "code"),
    ]);
    expect(leaks).toEqual({ exact: [], near: [], templates: [], repeated: [], placeholders: [], count: 0 });
  });

  test("finds a planted copy, whatever its case, accents and punctuation", () => {
    const leaks = findLeaks([
      dev("1", "¿Cuál es la capital de Perú?"),
      test_("2", "cual es la CAPITAL de peru"),
    ]);
    expect(leaks.exact).toEqual([{ dev: "1", test: "2", likeness: 1 }]);
    expect(leaks.near).toEqual([]);
    expect(leaks.count).toBe(1);
  });

  test("finds a planted near copy, with a slip or with other figures", () => {
    const leaks = findLeaks([
      dev("1", "Explain the difference between a process and a thread."),
      dev("2", "A shop sells 12 apples for 3 euros. How much is one apple?"),
      test_("3", "Explain the diference between a process and a thread"),
      test_("4", "A shop sells 480 apples for 77 euros. How much is one apple?"),
      test_("5", "A shop is what? How do apples grow?"),
    ]);
    expect(leaks.near.map(({ dev, test }) => [dev, test])).toEqual([
      ["1", "3"],
      ["2", "4"],
    ]);
    for (const { likeness } of leaks.near) expect(likeness).toBeGreaterThan(0.7);
  });

  test("is as strict as it is told", () => {
    const rows = [dev("1", "Name three rivers of Spain."), test_("2", "Name three rivers of France.")];
    expect(findLeaks(rows, { nearFrom: 0.95 }).near).toEqual([]);
    expect(findLeaks(rows, { nearFrom: 0.5 }).near).toHaveLength(1);
  });

  test("finds a template in both splits", () => {
    expect(
      findLeaks([dev("1", "one thing", "greeting"), test_("2", "quite another", "greeting")]).templates,
    ).toEqual(["greeting"]);
  });

  test("finds what is there twice within a split", () => {
    expect(findLeaks([dev("1", "Hello!"), dev("2", "hello"), test_("3", "Bye")]).repeated).toEqual([
      { first: "1", again: "2" },
    ]);
  });

  test.each([
    "What is the capital of {country}?",
    "Dear {{ name }}, hello",
    "Call <NAME> now",
    "Is undefined big?",
  ])("finds the open gap in %j", (prompt) => {
    expect(findLeaks([dev("1", prompt)]).placeholders).toHaveLength(1);
  });

  test.each(["if (a) { b(); }", `printf("\${name}")`, "<div>", "{ }", '{ "name": 1 }'])(
    "takes code for what it is: %j",
    (prompt) => {
      expect(findLeaks([dev("1", prompt)]).placeholders).toEqual([]);
    },
  );

  test("keeps apart what differs in signs only", () => {
    expect(findLeaks([dev("1", "2 + 2"), test_("2", "2 - 2")]).exact).toEqual([]);
  });
});

describe("the shipped prompts", () => {
  const rows = readPrompts();

  test("leak nothing", () => {
    expect(findLeaks(rows)).toMatchObject({ count: 0 });
  });

  test("a copy planted among them is found", () => {
    const [victim] = rows.filter(({ split }) => split === "test");
    const planted = {
      ...victim,
      id: "planted",
      split: "dev",
      prompt: ` ${victim?.prompt.toUpperCase()}!`,
    } as const;
    const leaks = findLeaks([...rows, planted as LeakRow]);
    expect(leaks.exact).toEqual([{ dev: "planted", test: victim?.id, likeness: 1 }]);
    expect(leaks.templates).toEqual([victim?.template]);
  });
});
