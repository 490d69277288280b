import { readFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/index.ts";
import { boards } from "./boards.ts";
import { grafanaBoard } from "./grafana-board.ts";
import { workbook } from "./workbook.ts";

/** Where dashboards, rules and queries lie, in the repository. */
export const OBSERVABILITY = "infra/observability";

/** The text of a KQL file. */
const readKql = (name: string): string =>
  readFileSync(join(paths.root, OBSERVABILITY, "app-insights", `${name}.kql`), "utf8").replaceAll(
    "\r\n",
    "\n",
  );

/** What is made from the boards and the queries: path in the repository and text. */
export function writtenFiles(): ReadonlyMap<string, string> {
  const dashboards = boards.map(
    (board) =>
      [`${OBSERVABILITY}/grafana/dashboards/${board.name}.json`, toText(grafanaBoard(board))] as const,
  );
  return new Map([...dashboards, [`${OBSERVABILITY}/app-insights/workbook.json`, toText(workbook(readKql))]]);
}

const toText = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
