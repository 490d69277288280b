import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { LabError } from "../../modules/src/core/errors.ts";
import type { PythonTools } from "../clients/python-tools.ts";
import { lastLines, runCommand } from "../setup/command.mjs";

export interface FuzzOptions {
  readonly tools: PythonTools;
  /** Address of a running orchestrator, without /v1. */
  readonly url: string;
  /** Sent with every request that is to be let in. */
  readonly key: string;
  /** Least number of requests. */
  readonly requests: number;
  /** The same seed generates the same requests. */
  readonly seed: number;
  /** Hears how many requests were made after each round. */
  readonly onRound?: (requests: number) => void;
}

export interface FuzzReport {
  readonly requests: number;
  /** Requests by operation (`POST /v1/embeddings`) and status. */
  readonly statuses: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly failures: readonly FuzzFailure[];
}

/** An answer that the document does not allow. */
export interface FuzzFailure {
  readonly title: string;
  readonly operations: readonly string[];
  /** The first ones as schemathesis tells them, with the curl command that asks the same. */
  readonly details: string;
}

/** What every answer is held to. */
const CHECKS = [
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
  "response_headers_conformance",
  "negative_data_rejection",
  "ignored_auth",
  "unsupported_method",
  "no_internal_error",
];

/** From so many requests on, each bound of each field is tried before random values are. */
const WITH_COVERAGE = 2000;

/** Requests of one round for each operation. */
const MOST_PER_OPERATION = 100;

/**
 * Generates requests from the server's OpenAPI document, valid and not, and holds the answers to it.
 * @throws LabError with schemathesis' last line when it cannot run
 */
export async function runSchemathesis(options: FuzzOptions): Promise<FuzzReport> {
  const { requests, seed, onRound } = options;
  const statuses: Record<string, Record<string, number>> = {};
  const failures: FuzzFailure[] = [];
  for (let done = 0, round = 0; done < requests; round++) {
    const coverage = round === 0 && requests >= WITH_COVERAGE;
    const each = Math.min(MOST_PER_OPERATION, Math.max(2, Math.ceil((requests - done) / OPERATIONS)));
    const found = await runRound(options, { coverage, each, seed: seed + round });
    failures.push(...found.failures);
    const before = done;
    done = addCounts(statuses, found.counts);
    onRound?.(done);
    if (done === before) throw failed("no request was made");
    if (failures.length > 0) break;
  }
  return { requests: sumOf(statuses), statuses, failures };
}

/** Operations that take something to vary, about: it decides how many rounds there are, not how many requests. */
const OPERATIONS = 20;

interface Round {
  readonly coverage: boolean;
  readonly each: number;
  readonly seed: number;
}

async function runRound({ tools, url, key }: FuzzOptions, { coverage, each, seed }: Round) {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-api-"));
  try {
    const [counts, report] = [join(folder, "counts.json"), join(folder, "report.json")];
    const args = [
      ...["--config-file", CONFIG, "run", `${url}/openapi.json`, "--header", `Authorization: Bearer ${key}`],
      ...["--phases", coverage ? "coverage,fuzzing" : "fuzzing", "--max-examples", String(each)],
      ...["--checks", CHECKS.join(","), "--seed", String(seed), "--workers", "1", "--continue-on-failure"],
      ...["--request-timeout", "30", "--no-color", "--warnings", "off", "--suppress-health-check", "all"],
      ...["--report", "json", "--report-json-path", report],
    ];
    const env = {
      ...tools.env,
      SCHEMATHESIS_HOOKS: HOOKS,
      FUZZ_COUNTS: counts,
      NO_PROXY: "127.0.0.1,localhost",
    };
    const { code, output } = await runCommand(tools.program("schemathesis"), args, { cwd: folder, env });
    if (code !== 0 && code !== 1) throw failed(lastLines(output, 1)[0] ?? "it says nothing");
    const told = reportShape.parse(JSON.parse(readFileSync(report, "utf8")));
    return {
      counts: countsShape.parse(JSON.parse(readFileSync(counts, "utf8"))),
      failures: told.failures.map(({ title, operations }) => ({
        title,
        operations,
        details: detailsOf(output, title),
      })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CONFIG = join(import.meta.dirname, "schemathesis.toml");
const HOOKS = join(import.meta.dirname, "hooks.py");

const countsShape = z.record(z.string(), z.record(z.string(), z.int()));
const reportShape = z.object({
  failures: z.array(z.object({ title: z.string(), operations: z.array(z.string()) })),
  errors: z.unknown(),
});

const failed = (why: string) => new LabError(`schemathesis could not run: ${why}.`, { code: "FUZZ_FAILED" });

function addCounts(
  statuses: Record<string, Record<string, number>>,
  counts: z.output<typeof countsShape>,
): number {
  for (const [operation, found] of Object.entries(counts)) {
    const known = statuses[operation] ?? {};
    for (const [status, count] of Object.entries(found)) known[status] = (known[status] ?? 0) + count;
    statuses[operation] = known;
  }
  return sumOf(statuses);
}

const sumOf = (statuses: FuzzReport["statuses"]) =>
  Object.values(statuses)
    .flatMap((one) => Object.values(one))
    .reduce((sum, count) => sum + count, 0);

/** The paragraphs of the output that tell of failures with this title. */
function detailsOf(output: string, title: string): string {
  const cases = output.split(/^\d+\. Test Case ID: .*$/m).slice(1);
  return cases
    .filter((text) => text.includes(title))
    .slice(0, 3)
    .map((text) => text.split(/^_{3,}|^={3,}/m)[0]?.trim() ?? "")
    .join("\n\n");
}
