import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText, splitWords } from "./split-words.ts";

describe("folding", () => {
  test.each([
    ["Turkish capitals with dotless i", "KARŞILAŞTIR", "karşılaştır"],
    ["Turkish capital dotted i", "İSTANBUL", "istanbul"],
    ["English capital I", "I", "i"],
    ["accents", "Perché", "perche"],
    ["a letter and its accent apart", "perche\u0301", "perché"],
    ["sharp s", "Grüß", "GRÜSS"],
    ["ligatures", "ﬁnal œuvre", "final oeuvre"],
    ["full-width letters", "ＨＥＬＬＯ", "hello"],
    ["mathematical letters", "𝐇𝐞𝐥𝐥𝐨", "hello"],
    ["a soft hyphen", "hel\u00adlo", "hello"],
    ["a zero-width space", "hel\u200blo", "hello"],
  ])("%s: %j is %j", (_, one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  test("changes nothing a second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe("words", () => {
  test.each([
    ["", [], 0],
    ["   \n\t ", [], 0],
    ["Hi there!", ["hi", "there"], 2],
    ["what's up", ["what", "s", "up"], 2],
    ["what’s up", ["what", "s", "up"], 2],
    ["the trade-off", ["the", "trade", "off"], 2],
    ["a - b", ["a", "b"], 2],
    ["-5 and 'quoted'", ["5", "and", "quoted"], 3],
    ["snake_case stays", ["snake_case", "stays"], 2],
    ["l'été à Zürich", ["l", "ete", "a", "zurich"], 3],
    ["ما هي عاصمة فرنسا؟", ["ما", "هي", "عاصمة", "فرنسا"], 4],
    ["नमस्ते दुनिया", ["नमस्ते", "दुनिया"], 2],
    ["東京はどこ", ["東", "京", "は", "と", "こ"], 5],
    ["🦜🦜 ❤️", [], 0],
    ["a\u0000b", ["a", "b"], 2],
    ["\ud83d lone \udc4d", ["lone"], 1],
    ["𐐨𐐩 𐐪", ["𐐨𐐩", "𐐪"], 2],
  ])("of %j", (text, tokens, wordCount) => {
    expect(splitWords(text)).toEqual({ tokens, wordCount });
  });

  test("hold no white space and are never empty, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const { tokens, wordCount } = splitWords(text);
        expect(tokens.filter((token) => token === "" || /\s/.test(token))).toEqual([]);
        expect(wordCount).toBeLessThanOrEqual(tokens.length);
      }),
    );
  });

  test("of two texts are the words of both with a space between", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (one, other) => {
        expect(splitWords(`${one} ${other}`).tokens).toEqual([
          ...splitWords(one).tokens,
          ...splitWords(other).tokens,
        ]);
      }),
    );
  });
});
