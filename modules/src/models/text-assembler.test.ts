import { describe, expect, it } from "vitest";
import { createRandom } from "../core/random.ts";
import { createTextAssembler } from "./text-assembler.ts";

/** Bytes as tokens: the hardest case, every character but ASCII is split. */
const detokenize = (bytes: readonly number[]) => Buffer.from(bytes).toString("utf8");

function assemble(text: string, stop: readonly string[]) {
  const assembler = createTextAssembler<number>({ detokenize, stop });
  const shown: string[] = [];
  const bytes = [...Buffer.from(text, "utf8")];
  for (const byte of bytes) {
    const part = assembler.push(byte, { token: String(byte), logprob: -1, top: [] });
    shown.push(part.text);
    if (part.stopped) return { shown, stopped: true };
  }
  shown.push(assembler.finish().text);
  return { shown, stopped: false };
}

describe("text made of tokens", () => {
  it("never shows half a character", () => {
    const text = "naïve 日本語 🎉 ende";
    const { shown } = assemble(text, []);
    expect(shown.join("")).toBe(text);
    expect(shown.filter((part) => part.includes("\uFFFD") || /[\uD800-\uDBFF]$/.test(part))).toEqual([]);
  });

  it("drops the half character at the end of a cut answer", () => {
    const assembler = createTextAssembler<number>({ detokenize, stop: [] });
    const [first = 0, second = 0] = Buffer.from("日", "utf8");
    const shown = [assembler.push(65), assembler.push(first), assembler.push(second), assembler.finish()];
    expect(shown.map((part) => part.text).join("")).toBe("A");
  });

  it("shows nothing of a stop string and nothing after it, wherever the tokens are cut", () => {
    const random = createRandom(11);
    const letters = "ab\né";
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 20 }, () => letters[Math.floor(random() * letters.length)]).join("");
      const stop = ["ab\n", "éé", "ba"].slice(0, 1 + Math.floor(random() * 3));
      const places = stop.map((word) => text.indexOf(word)).filter((place) => place >= 0);
      const expected = places.length > 0 ? text.slice(0, Math.min(...places)) : text;
      const result = assemble(text, stop);
      expect(result.shown.join(""), JSON.stringify({ text, stop })).toBe(expected);
      expect(result.stopped).toBe(places.length > 0);
    }
  });

  it("gives each token's choice once, with the text it became", () => {
    const assembler = createTextAssembler<number>({ detokenize, stop: ["!!"] });
    const choices: string[] = [];
    for (const byte of Buffer.from("é!a", "utf8"))
      choices.push(
        ...assembler.push(byte, { token: `${byte}`, logprob: 0, top: [] }).choices.map((c) => c.token),
      );
    choices.push(...assembler.finish().choices.map((choice) => choice.token));
    expect(choices).toEqual(["195", "169", "33", "97"]);
  });
});
