import { type ByLanguage, words } from "./languages.ts";

/** Counted from `from` on. */
const counted = (list: string, from: number, step = 1): [string, number][] =>
  words(list).flatMap((forms, at) =>
    forms.split("/").map((form): [string, number] => [form, from + at * step]),
  );

/** Words for numbers. Those that are mostly something else (one, un, sei, neuf) are left out. */
export const NUMBER_WORDS: ByLanguage<ReadonlyMap<string, number>> = {
  en: new Map([
    ...counted(
      "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
      2,
    ),
    ...counted("twenty thirty forty fifty sixty seventy eighty ninety hundred", 20, 10).map(
      ([word, value]): [string, number] => [word, value],
    ),
    ...counted("third fourth fifth sixth seventh eighth ninth tenth", 3),
    ["first", 1],
    ["thousand", 1000],
    ["million", 1e6],
    ["billion", 1e9],
    ["twice", 2],
    ["dozen", 12],
  ]),
  it: new Map([
    ...counted("due tre quattro cinque", 2),
    ...counted("sette otto", 7),
    ...counted("dieci undici dodici", 10),
    ["venti", 20],
    ["trenta", 30],
    ["quaranta", 40],
    ["cinquanta", 50],
    ["cento", 100],
    ["mille", 1000],
    ["mila", 1000],
  ]),
  de: new Map([
    ...counted("zwei drei vier funf sechs sieben acht neun zehn elf zwolf", 2),
    ["zwanzig", 20],
    ["dreissig", 30],
    ["vierzig", 40],
    ["funfzig", 50],
    ["hundert", 100],
    ["tausend", 1000],
  ]),
  fr: new Map([
    ...counted("deux trois quatre cinq six sept huit", 2),
    ...counted("dix onze douze", 10),
    ["vingt", 20],
    ["trente", 30],
    ["quarante", 40],
    ["cinquante", 50],
    ["cent", 100],
    ["mille", 1000],
  ]),
  es: new Map([
    ...counted("dos tres cuatro cinco seis siete ocho nueve diez once doce", 2),
    ["veinte", 20],
    ["treinta", 30],
    ["cuarenta", 40],
    ["cincuenta", 50],
    ["cien", 100],
    ["mil", 1000],
  ]),
  tr: new Map([
    ...counted("iki uc dort bes alti yedi sekiz dokuz on", 2),
    ["yirmi", 20],
    ["otuz", 30],
    ["kirk", 40],
    ["elli", 50],
    ["yuz", 100],
    ["bin", 1000],
  ]),
};
