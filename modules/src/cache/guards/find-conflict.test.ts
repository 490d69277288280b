import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONFLICTS, type Conflict } from "../conflict.ts";
import { findConflict } from "./find-conflict.ts";
import { readFacts } from "./question-facts.ts";

const conflictOf = (a: string, b: string, looked: readonly Conflict[] = CONFLICTS) =>
  findConflict(readFacts(a), readFacts(b), looked);

describe("two questions may not share an answer when they differ in", () => {
  test.each<[Conflict, string, string]>([
    ["language", "What is the capital of Chile?", "¿Cuál es la capital de Chile?"],
    ["numbers", "List the primes below 20.", "List the primes below 200."],
    ["numbers", "What is new in Python 3.1?", "What is new in Python 3.10?"],
    ["numbers", "Give me the ocean", "Give me the second ocean of all"],
    ["numbers", "5 kilo kaç gram eder?", "50 kilo kaç gram eder?"],
    ["dates", "Are shops open on Sundays?", "Are shops open on Mondays?"],
    ["dates", "Il treno parte il lunedì?", "Il treno parte il sabato?"],
    ["units", "How high is it in metres?", "How high is it in feet?"],
    ["units", "Files larger than 100 MB", "Files larger than 100 GB"],
    ["units", "What is 20 °C?", "What is 20 °F?"],
    ["negation", "Should I use it?", "Should I not use it?"],
    ["negation", "Why does it work?", "Why doesn't it work?"],
    ["negation", "Welche Pilze sind essbar?", "Welche Pilze sind nicht essbar?"],
    ["negation", "Müze açık mı?", "Müze açık değil mi?"],
    ["opposites", "How do I enable it?", "How do I disable it?"],
    ["opposites", "Is it legal?", "Is it illegal?"],
    ["opposites", "Come posso aprire il conto?", "Come posso chiudere il conto?"],
    ["names", "What is the capital of Peru?", "What is the capital of Cuba?"],
    ["names", "Is the iPhone good?", "Is the iPad good?"],
    ["code", "What does `rm -r x` do?", "What does `rm -f x` do?"],
    ["code", "What does == do?", "What does === do?"],
    ["order", "Convert a list to a string.", "Convert a string to a list."],
    ["order", "Did Germany beat Brazil?", "Did Brazil beat Germany?"],
    ["order", "What is 15% of 80?", "What is 80% of 15?"],
    ["form", "Explain TCP.", "Explain TCP briefly."],
    ["words", "Reverse a string", "Reverse the words of a string"],
    ["words", "what is the capital of france", "what is the capital of germany"],
  ])("%s: %s | %s", (conflict, a, b) => {
    expect(conflictOf(a, b, [conflict])).toBe(conflict);
    expect(conflictOf(b, a, [conflict])).toBe(conflict);
  });
});

describe("two questions may share an answer when they differ in wording only", () => {
  test.each([
    ["What is the capital of France?", "what's the capital of france"],
    ["List the primes below 20.", "Please list the primes below twenty!"],
    ["Convert 1,000 km to miles.", "Convert 1000 kilometres to miles"],
    ["What is the difference between TCP and UDP?", "What's the difference between UDP and TCP?"],
    ["Why won't it start?", "Why does it not start?"],
    ["What is twenty five percent of 80?", "What is 25% of 80?"],
    ["How do I delete a branch in git?", "How can I remove a git branch?"],
    ["How does photosynthesis work?", "How does photosinthesis work?"],
    ["Which ocean is the largest?", "What is the biggest ocean?"],
    ["How do I install Node.js on Ubuntu?", "how do i install node.js on ubuntu"],
    ["¿Cuál es la capital de Chile?", "cual es la capital de chile"],
    ["Müze pazartesi günü açık mı?", "Pazartesi günü müze açık mı?"],
  ])("%s | %s", (a, b) => {
    expect(conflictOf(a, b)).toBeUndefined();
  });
});

test("a question never conflicts with itself, whatever it is; and conflicts are the same either way round", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "not",
      "10",
      "km",
      "to",
      "from",
      "Python",
      "Java",
      "`x`",
      "==",
      "May",
      "second",
      "the",
      "l'ultimo",
    ),
    fc.string({ maxLength: 8, unit: "binary" }),
  );
  const text = fc.array(word, { maxLength: 8 }).map((parts) => parts.join(" "));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(conflictOf(a, a)).toBeUndefined();
      for (const conflict of CONFLICTS)
        expect(conflictOf(a, b, [conflict])).toBe(conflictOf(b, a, [conflict]));
    }),
    { numRuns: 300 },
  );
});

test("long runs of anything are read in time that grows with their length", () => {
  for (const unit of ["'", "`", "1.", "a'", "«", "1,000 ", "_", "( "]) {
    const text = unit.repeat(20_000);
    expect(readFacts(text).comparable).toBe(false);
  }
});
