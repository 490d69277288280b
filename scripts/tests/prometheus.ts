import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { OBSERVABILITY } from "../observability/written-files.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const prometheusFolder = join(paths.root, OBSERVABILITY, "prometheus");

export const hasProgram = (name: string): boolean => spawnSync(name, ["--version"]).status === 0;

/** One series of an answer, at its last moment. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus {
  /** Asks as Grafana does. @throws Error with Prometheus' own words when it does not understand. */
  query(expression: string): Promise<readonly Series[]>;
}

/** A Prometheus with the shipped configuration and rules that reads one target each second, and has done so once. Ended with the test. */
export async function startPrometheus(target: string): Promise<Prometheus> {
  const config = readFileSync(join(prometheusFolder, "prometheus.yml"), "utf8");
  const folder = temporaryFolder({
    "prometheus.yml": config.replaceAll("15s", "1s"),
    "targets/orchestrator.yml": JSON.stringify([{ targets: [target] }]),
    "rules/recording.yml": readFileSync(join(prometheusFolder, "rules/recording.yml"), "utf8"),
    "rules/alerts.yml": readFileSync(join(prometheusFolder, "rules/alerts.yml"), "utf8"),
  });
  const child = spawn("prometheus", [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    "--web.listen-address=127.0.0.1:0",
  ]);
  const url = `http://${await addressOf(child.stderr)}`;
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await once(child, "close");
  });
  const query = (expression: string) => ask(url, expression);
  while ((await query("up == 1").catch(() => [])).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return { query };
}

async function ask(url: string, expression: string): Promise<readonly Series[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
  if (response.status === 503) throw new Error("Prometheus is not ready");
  const answer = (await response.json()) as QueryAnswer;
  if (answer.status === "error") throw new Error(`${expression}: ${answer.error}`);
  return answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}

type QueryAnswer =
  | { readonly status: "error"; readonly error: string }
  | {
      readonly status: "success";
      readonly data: {
        readonly result: readonly {
          readonly metric: Series["metric"];
          readonly value: readonly [number, string];
        }[];
      };
    };

/** Where it says that it listens. */
async function addressOf(log: Readable): Promise<string> {
  let said = "";
  for await (const chunk of log.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    said += chunk;
    const [, address] = /address=(127\.0\.0\.1:[1-9]\d*)/.exec(said) ?? [];
    if (address !== undefined) {
      log.resume();
      return address;
    }
  }
  throw new Error(`Prometheus did not start: ${said.slice(-500)}`);
}
