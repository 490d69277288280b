import { EnvHttpProxyAgent, fetch } from "undici";
import { z } from "zod";
import { explainError, LabError } from "../../modules/src/core/errors.ts";
import type { FullRow } from "./full-row.ts";
import { mmluDomains, type OutcomeSource, routeLlm, routerArena } from "./outcome-sources.ts";
import { parseCsv } from "./parse-csv.ts";

export const defaultFilesUrl = "https://raw.githubusercontent.com";

export interface FetchOptions {
  /** Where the repositories' files are served. */
  readonly filesUrl?: string;
  readonly onFile?: (path: string) => void;
}

/** Limits that keep an offline laptop from waiting. */
const CONNECT_MS = 5_000;
const FILE_MS = 30_000;
const AT_ONCE = 4;

/**
 * Fetches all questions with their outcomes from the repositories that publish them.
 * @throws LabError in one line when they cannot be reached.
 */
export async function fetchFullRows(options: FetchOptions = {}): Promise<FullRow[]> {
  const network = new EnvHttpProxyAgent({ connect: { timeout: CONNECT_MS } });
  const read: ReadFile = (source, path) => readFile(source, path, network, options);
  try {
    const rows = [...(await readMmlu(read)), ...(await readGsm8k(read)), ...(await readRouterArena(read))];
    return rows.filter(({ prompt }) => prompt.trim() !== "");
  } finally {
    await network.destroy();
  }
}

type ReadFile = (source: OutcomeSource, path: string) => Promise<string>;

async function readFile(
  { repository, commit }: OutcomeSource,
  path: string,
  dispatcher: EnvHttpProxyAgent,
  { filesUrl = defaultFilesUrl, onFile }: FetchOptions,
): Promise<string> {
  const url = `${filesUrl.replace(/\/+$/, "")}/${repository}/${commit}/${path}`;
  try {
    const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(FILE_MS) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const text = await response.text();
    onFile?.(path);
    return text;
  } catch (error) {
    throw new LabError(`${path} of ${repository} cannot be fetched: ${reasonOf(error)}.`, {
      code: "OUTCOMES_UNREACHABLE",
      hint: "Offline? Take rows of a file you have with --from FILE; the shipped scores stay as they are.",
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `nothing within ${FILE_MS / 1000} s`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  if (code === "UND_ERR_CONNECT_TIMEOUT") return `no connection within ${CONNECT_MS / 1000} s`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the host's name cannot be resolved";
  return typeof code === "string" ? `the connection failed (${code})` : explainError(cause);
}

const WEAK = "mistralai/Mixtral-8x7B-Instruct-v0.1";
const STRONG = "gpt-4-1106-preview";

async function readMmlu(read: ReadFile): Promise<FullRow[]> {
  const folder = "routellm/evals/mmlu";
  const seen = await readContaminated(folder, read);
  const tables = await mapInTurns(mmluDomains, async (domain) =>
    readTable("mmlu", domain, await read(routeLlm, `${folder}/responses/mmlu_${domain}.csv`), seen),
  );
  return tables.flat();
}

async function readGsm8k(read: ReadFile): Promise<FullRow[]> {
  const folder = "routellm/evals/gsm8k";
  const seen = await readContaminated(folder, read);
  return readTable("gsm8k", "gsm8k", await read(routeLlm, `${folder}/gsm8k_responses.csv`), seen);
}

/** A table of RouteLLM without the questions seen in training. */
function readTable(benchmark: string, domain: string, csv: string, seen: ReadonlySet<string>): FullRow[] {
  return parseCsv(csv).flatMap((line): FullRow[] => {
    const { prompt = "", [WEAK]: weak, [STRONG]: strong } = line;
    if (seen.has(prompt) || weak === undefined || strong === undefined) return [];
    return [{ benchmark, domain, prompt, weak_correct: weak === "True", strong_correct: strong === "True" }];
  });
}

const contaminated = z.object({ eval_prompt: z.string() });

/** Questions that RouteLLM's own list names as seen in training. */
async function readContaminated(folder: string, read: ReadFile): Promise<Set<string>> {
  const text = await read(routeLlm, `${folder}/contaminated_prompts.jsonl`);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return new Set(lines.map((line) => contaminated.parse(JSON.parse(line)).eval_prompt));
}

const arenaLine = z.object({
  global_index: z.string(),
  question: z.string(),
  evaluation_result: z.object({ score: z.number(), inference_cost: z.number() }),
});

async function readRouterArena(read: ReadFile): Promise<FullRow[]> {
  const weak = await readArenaModel("claude-3-haiku-20240307", read);
  const strong = await readArenaModel("gemini-2.0-flash-001", read);
  return [...weak].flatMap(([index, line]): FullRow[] => {
    const other = strong.get(index);
    if (!other) return [];
    return [
      {
        benchmark: "routerarena",
        domain: index.replace(/_\d+$/, ""),
        prompt: line.question,
        weak_correct: line.evaluation_result.score >= 0.5,
        strong_correct: other.evaluation_result.score >= 0.5,
        weak_cost_usd: line.evaluation_result.inference_cost,
        strong_cost_usd: other.evaluation_result.inference_cost,
      },
    ];
  });
}

async function readArenaModel(
  model: string,
  read: ReadFile,
): Promise<Map<string, z.infer<typeof arenaLine>>> {
  const lines = (await read(routerArena, `cached_results/${model}.jsonl`))
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => arenaLine.parse(JSON.parse(line)));
  return new Map(lines.map((line) => [line.global_index, line]));
}

/** A few at once: kind to the server, and still quick. */
async function mapInTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}
