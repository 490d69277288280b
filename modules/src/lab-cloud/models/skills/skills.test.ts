import { expect, test } from "vitest";
import { createRuleRouter } from "../../../routers/index.ts";
import { readAnswerBank } from "../answer-bank.ts";
import { createSimulatedModel, type PromptMessage } from "../simulated-model.ts";
import { loadTokenizer } from "../tokenizer.ts";

const model = createSimulatedModel(readAnswerBank(), await loadTokenizer());

const said = (role: string) => (text: string) => ({ role, text });
const [system, user, assistant] = [said("system"), said("user"), said("assistant")];
const answer = async (...messages: PromptMessage[]) => (await model.answer(messages, {})).text;

test.each([
  ["My name is Nora.", "What is my name?", "Your name is Nora."],
  ["Hello, I'm Nora!", "do you remember my name?", "Your name is Nora."],
  ["Mi chiamo Luca Rossi e vivo a Roma.", "Come mi chiamo?", "Ti chiami Luca Rossi."],
  ["Ich heiße Jürgen von Stein.", "Weißt du noch, wie ich heiße?", "Du heißt Jürgen von Stein."],
  ["Je m'appelle Zoé.", "Comment je m’appelle ?", "Vous vous appelez Zoé."],
  ["Me llamo José y tengo 30 años.", "¿Cómo me llamo?", "Te llamas José."],
  ["Mi chiamo Anna.", "What's my name?", "Your name is Anna."],
])("%j is remembered when asked %j", async (told, asked, expected) => {
  expect(await answer(user(told), assistant("Nice to meet you!"), user(asked))).toBe(expected);
});

test("the name told last counts, in the same message too", async () => {
  expect(await answer(user("My name is Ola."), user("Call me Olga. What is my name?"))).toBe(
    "Your name is Olga.",
  );
});

test("a summary and what an assistant said back count; what it says of itself does not", async () => {
  expect(await answer(system("Summary: the user's name is Ada."), user("Who am I?"))).toBe(
    "Your name is Ada.",
  );
  expect(await answer(assistant("Nice to meet you, Ada!"), user("What is my name?"))).toBe(
    "Your name is Ada.",
  );
  const unknown = "You have not told me your name.";
  expect(await answer(assistant("My name is Bot."), user("What is my name?"))).toBe(unknown);
  expect(await answer(system("Your name is Bot."), user("What is my name?"))).toBe(unknown);
  expect(await answer(user("My name is not important."), user("What is my name?"))).toBe(unknown);
});

test("whoever says a name and nothing more is greeted", async () => {
  expect(await answer(user("Hi! My name is Nora."))).toBe("Nice to meet you, Nora!");
  expect(await answer(user("Ciao, mi chiamo Luca."))).toBe("Piacere, Luca!");
});

test.each([
  ["What is 18 * 23?", "18 × 23 = 414."],
  ["how much is 0.1 + 0.2", "0.1 + 0.2 = 0.3."],
  ["Calculate (3 + 4) * 2 - 1/4.", "(3 + 4) × 2 - 1 / 4 = 13.75."],
  ["What is 12.5% of 80?", "12.5% of 80 is 10."],
  ["What is 1,250 plus 750?", "1250 + 750 = 2000."],
  ["Quanto fa 12 per 4?", "12 × 4 = 48."],
  ["Wie viel ist 100 geteilt durch 8?", "100 / 8 = 12.5."],
  ["Combien font 9 fois 8 ?", "9 × 8 = 72."],
  ["¿Cuánto es 15 más 28?", "15 + 28 = 43."],
  ["What is 2 to the power of 10?", "2^10 = 1024."],
  ["1/3", "1 / 3 ≈ 0.3333333333."],
  ["What is 7 / 0?", "7 / 0 has no value: nothing can be divided by zero."],
])("%s", async (asked, expected) => {
  expect(await answer(user(asked))).toBe(expected);
});

test.each([
  "42",
  "2024-01-02",
  "Call me at 555-1234",
  "Is 3 + 4 a nice sum for a child to learn?",
  `${"1+".repeat(400)}1`,
])("%j is no sum: an honest text", async (prompt) => {
  expect(await answer(user(prompt))).toContain("simulated answer");
});

test.each([
  ["Route the query. Answer with one word: local or cloud.", "What is the capital of Peru?", "local"],
  [
    "Route the query. Answer with one word: local or cloud.",
    "Design a payment system and justify each trade-off.",
    "cloud",
  ],
  ["Reply with only the label: SIMPLE, MODERATE or COMPLEX.", "hello", "SIMPLE"],
  [
    "Reply with only the label: SIMPLE, MODERATE or COMPLEX.",
    "Compare two database designs step by step.",
    "COMPLEX",
  ],
  ["Output exactly one of: weak, strong", "Query: hi", "weak"],
])("%j labels %j as %s", async (instructions, query, label) => {
  expect(await answer(system(instructions), user(query))).toBe(label);
});

test("a label is the rule router's decision, for a query inside the instruction too", async () => {
  const query = "Explain how a compiler optimises loops, step by step.";
  const { target } = await createRuleRouter().route(query);
  const prompt = `Classify the query as local or cloud.\n\nQuery: ${query}\n\nAnswer with exactly one word.`;
  expect(await answer(user(prompt))).toBe(target);
});

test("an instruction that asks for no label leaves the answer alone", async () => {
  const instructions = system("Explain complex things in simple words.");
  expect(await answer(instructions, user("What is the capital of France?"))).toBe(
    "The capital of France is Paris.",
  );
});
