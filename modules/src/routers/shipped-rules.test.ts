import { describe, expect, test } from "vitest";
import { analyzeQuery } from "./analyze-query.ts";
import { readRules } from "./read-rules.ts";
import type { Target } from "./router.ts";
import { createRuleRouter } from "./rule.ts";

const router = createRuleRouter();
const LANGUAGES = ["en", "it", "de", "fr", "es", "tr"];

const routes = (target: Target, queries: readonly string[]) => {
  test.each(queries)(`%j goes to ${target}`, async (query) => {
    expect((await router.route(query)).target).toBe(target);
  });
};

describe("a greeting in six languages", () => {
  routes("local", [
    "hello",
    "Hi there!",
    "Good morning, how are you?",
    "Thanks a lot!",
    "Ciao!",
    "Buongiorno, come stai?",
    "Hallo!",
    "Guten Morgen, wie geht's?",
    "Grüß Gott",
    "Bonjour, comment allez-vous ?",
    "Merci beaucoup !",
    "¡Hola! ¿Qué tal?",
    "Buenos días",
    "Merhaba!",
    "GÜNAYDIN",
    "İyi akşamlar, nasılsınız?",
  ]);
});

describe("arithmetic in six languages", () => {
  routes("local", [
    "What is 7 * 8?",
    "12 + 30 = ?",
    "What's 15% of 80?",
    "Quanto fa 7 per 8?",
    "Wie viel ist 12 mal 12?",
    "Combien font 9 fois 9 ?",
    "¿Cuánto es 12 por 3?",
    "7 çarpı 8 kaç eder?",
  ]);
});

describe("a question for one fact in six languages", () => {
  routes("local", [
    "What is the capital of France?",
    "How many days are in a week?",
    "Is a whale a fish or a mammal?",
    "Qual è la capitale dell'Italia?",
    "Chi ha dipinto la Gioconda?",
    "Was ist die Hauptstadt von Portugal?",
    "Wie viele Beine hat eine Spinne?",
    "Quelle est la capitale de l'Espagne ?",
    "Combien de jours y a-t-il dans une semaine ?",
    "¿Cuál es la capital de Perú?",
    "¿Cuántos meses tiene un año?",
    "Türkiye'nin başkenti neresidir?",
    "Bir yılda kaç ay vardır?",
  ]);
});

describe("a short query that is hard", () => {
  routes("cloud", [
    "Prove that sqrt(2) is irrational",
    "Prove that the square root of 2 is irrational.",
    "Design a fault tolerant distributed database",
    "Explain quantum computing in detail",
    "Write a comprehensive business plan",
    "Write a business plan for a bakery.",
    "Write a short business plan for a bakery.",
    "Compare REST and GraphQL and explain the trade-offs.",
    "Dimostra che la radice di 2 è irrazionale",
    "Progetta una base di dati distribuita e tollerante ai guasti",
    "Spiega nel dettaglio l'informatica quantistica",
    "Beweise, dass die Wurzel aus 2 irrational ist",
    "Entwirf eine fehlertolerante verteilte Datenbank",
    "Erkläre Quantencomputer im Detail",
    "Erklaere ausfuehrlich den Quantencomputer",
    "Démontre que la racine de 2 est irrationnelle",
    "Conçois une base de données distribuée tolérante aux pannes",
    "Explique en détail l'informatique quantique",
    "Demuestra que la raíz de 2 es irracional",
    "Diseña una base de datos distribuida tolerante a fallos",
    "Explica en detalle la computación cuántica",
    "Karekök 2'nin irrasyonel olduğunu kanıtla",
    "Hataya dayanıklı dağıtık bir veritabanı tasarla",
    "KUANTUM HESAPLAMAYI AYRINTILI OLARAK AÇIKLAYIN",
  ]);
});

describe("the shipped rules", () => {
  const namesIn = (query: string) => analyzeQuery(query).signals.map(({ name }) => name);

  test("take no word for a greeting that only holds one", () => {
    for (const query of ["The machine was made in China", "I think this chip is history", "shiny hippo"])
      expect(namesIn(query)).not.toContain("greeting");
  });

  test("take no word for work to be made that only holds one", () => {
    for (const query of ["The planet has an airplane", "rewritten", "a designated planner"])
      expect(namesIn(query)).not.toContain("creation");
  });

  test.each(["what", "What is it?", "how", "How is this?", "is", "do you", "can it"])(
    "do not call %j simple for its first word",
    (query) => {
      expect(namesIn(query)).not.toContain("fact-question");
      expect(namesIn(query)).not.toContain("greeting");
    },
  );

  test("speak six languages in every signal that has words, and say what each is for", () => {
    for (const { name, about, words } of readRules().signals) {
      expect(about.length, name).toBeGreaterThan(10);
      if (words) expect(Object.keys(words), name).toEqual(LANGUAGES);
    }
  });

  test("list no word twice within a signal and language", () => {
    for (const { name, words = {} } of readRules().signals) {
      for (const [language, entries] of Object.entries(words))
        expect([...new Set(entries)], `${name} ${language}`).toEqual(entries);
    }
  });

  test("find every word they list", () => {
    for (const signal of readRules().signals) {
      const rules = { base: 0, threshold: 1, signals: [{ ...signal, atLeastFinds: undefined }] };
      for (const entry of Object.values(signal.words ?? {}).flat())
        expect(analyzeQuery(entry.replaceAll("*", ""), rules).signals, entry).toHaveLength(1);
    }
  });

  test("pull both ways, and keep the weights within what one signal may decide", () => {
    const weights = readRules().signals.map(({ weight }) => weight);
    expect(Math.max(...weights)).toBeLessThanOrEqual(0.6);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(-0.6);
    expect(weights.filter((weight) => weight < 0).length).toBeGreaterThan(2);
  });
});
