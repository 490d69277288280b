import { analyzeQuery } from "../../modules/src/routers/analyze-query.ts";
import { createRuleRouter } from "../../modules/src/routers/rule.ts";
import type { Benchmark, BenchmarkReport } from "./benchmark.ts";
import { MEMORY_METHOD, routerMemory } from "./router-memory.ts";
import { timeCalls } from "./rule-times.ts";

const WARM_UP_CALLS = 20_000;
const ROUNDS = 15;
const CALLS_IN_ROUND = 2_000;
const BAR_US = 30;

/** One for each language of the rules; cut to the length that is measured. */
const TEXTS = [
  "Compare the main differences between relational databases and document stores for a web shop, explain the trade-offs of consistency and availability, and suggest which one fits a small team that wants to grow.",
  "Confronta le principali differenze tra basi di dati relazionali e documentali per un negozio online, spiega i compromessi tra coerenza e disponibilità e suggerisci quale si adatta meglio a un piccolo gruppo.",
  "Vergleiche die wichtigsten Unterschiede zwischen relationalen Datenbanken und Dokumentenspeichern für einen Webshop, erkläre die Zielkonflikte und schlage vor, was zu einem kleinen, wachsenden Team passen könnte.",
  "Compare les principales différences entre bases relationnelles et bases de documents pour une boutique en ligne, explique les compromis entre cohérence et disponibilité, puis propose un choix à une petite équipe.",
  "Compara las principales diferencias entre bases de datos relacionales y documentales para una tienda en línea, explica los compromisos entre coherencia y disponibilidad y sugiere cuál conviene a un equipo pequeño.",
  "Bir çevrim içi mağaza için ilişkisel veritabanları ile belge depoları arasındaki başlıca farkları karşılaştır, tutarlılık ve erişilebilirlik ödünleşimlerini açıkla ve büyüyen küçük bir ekip için birini öner lütfen.",
];
const LENGTH = 200;

/** A chat request of 443 bytes: reading it is the yardstick that moves with the machine. */
const REQUEST_BYTES = 443;

function referenceRequest(): Buffer {
  const request = (system: string) =>
    JSON.stringify({
      model: "auto",
      messages: [
        { role: "system", content: system },
        { role: "user", content: TEXTS[0]?.slice(0, LENGTH) },
      ],
      temperature: 0.7,
      max_tokens: 256,
      stream: false,
    });
  return Buffer.from(
    request("You are a helpful assistant. ".repeat(8).slice(0, REQUEST_BYTES - request("").length)),
  );
}

export const ruleBenchmark: Benchmark = {
  name: "rule",
  about: "Time of a route decision by the rules, for prompts of 200 characters, and memory of routers",
  run: runRuleBenchmark,
};

async function runRuleBenchmark(log: (line: string) => void): Promise<BenchmarkReport> {
  const router = createRuleRouter();
  const prompts = TEXTS.map((text) => text.slice(0, LENGTH));
  const huge = (TEXTS[0] ?? "").repeat(500).slice(0, 100_000);
  const request = referenceRequest();
  let turn = 0;
  const next = () => prompts[turn++ % prompts.length] ?? "";
  log(`Measuring ${ROUNDS} rounds of ${CALLS_IN_ROUND} calls.`);
  const times = await timeCalls(
    {
      route: () => router.route(next()),
      analysis: () => analyzeQuery(next()),
      reference: () => JSON.parse(request.toString()),
    },
    { warmUpCalls: WARM_UP_CALLS, rounds: ROUNDS, callsInRound: CALLS_IN_ROUND },
  );
  const { long } = await timeCalls(
    { long: () => router.route(huge) },
    { warmUpCalls: 500, rounds: ROUNDS, callsInRound: 100 },
  );
  return {
    method: [
      `Prompts of ${LENGTH} characters, one each in English, Italian, German, French, Spanish and Turkish, in turn.`,
      `${WARM_UP_CALLS} calls to warm up, then ${ROUNDS} rounds of ${CALLS_IN_ROUND} calls timed one by one; each figure is the median over the rounds of the round's p50 or p95.`,
      "A route is router.route() awaited, with the shipped rules; the analysis is the part without promise, clock and decision record.",
      `The reference is JSON.parse of a chat request of ${request.length} bytes, measured in the same rounds; the ratio is p50 to p50.`,
      "Each time includes one reading of the clock.",
      MEMORY_METHOD,
    ],
    figures: [
      { name: "route p50", value: times.route.p50, unit: "µs", bar: { atMost: BAR_US } },
      { name: "route p95", value: times.route.p95, unit: "µs" },
      { name: "analysis p50", value: times.analysis.p50, unit: "µs" },
      { name: "analysis p95", value: times.analysis.p95, unit: "µs" },
      { name: "reference p50", value: times.reference.p50, unit: "µs" },
      { name: "route to reference", value: times.route.p50 / times.reference.p50, unit: "" },
      { name: "route of 100,000 characters p50", value: long.p50, unit: "µs" },
      ...(await routerMemory()),
    ],
  };
}
