import { paths } from "../../modules/src/config/paths.ts";
import { fetchList, type ListedResult, readFileList } from "../../modules/src/models/fetch-list.ts";
import { runInterruptibly } from "./interruptible.ts";
import { inMegabytes } from "./progress-view.ts";

export interface GetListCommand {
  readonly list: string;
  readonly folder?: string | undefined;
  readonly atOnce: number;
}

/** Fetches the files of a list at the same time and sums up. Gives whether all of them are here now. */
export async function getListed({ list, folder = paths.models, atOnce }: GetListCommand): Promise<boolean> {
  const files = readFileList(list);
  const results: ListedResult[] = [];
  await runInterruptibly(async (_, signal) => {
    const onBytes = sayTenths();
    results.push(...(await fetchList({ files, folder, atOnce, signal, onBytes })));
    for (const result of results) console.log(describe(result));
    console.log(sumUp(results, folder));
  });
  const failed = results.filter(({ state }) => state === "failed");
  for (const { file, problem = "" } of failed) console.error(`${file}: ${problem}. ${hintFor(problem)}`);
  return failed.length === 0;
}

/** A line for each tenth of each file: several bars at once are no use in a log. */
function sayTenths() {
  const reached = new Map<string, number>();
  return (file: string, received: number, total: number) => {
    const tenth = Math.floor((10 * received) / total);
    if (tenth <= (reached.get(file) ?? 0)) return;
    reached.set(file, tenth);
    console.log(`  ${file}: ${tenth * 10} % of ${inMegabytes(total)}`);
  };
}

function describe({ file, state, sha256, verified }: ListedResult): string {
  if (state === "failed") return `${file}  failed`;
  if (verified) return `${file}  ${state}, SHA-256 verified`;
  const found = sha256 === undefined ? "" : ` Its SHA-256 is ${sha256}.`;
  return `${file}  ${state}, NOT VERIFIED: the list has no SHA-256 for it.${found}`;
}

function sumUp(results: readonly ListedResult[], folder: string): string {
  const count = (wanted: ListedResult["state"]) => results.filter(({ state }) => state === wanted).length;
  return `${count("fetched")} fetched, ${count("already there")} already there, ${count("failed")} failed: ${folder}`;
}

const AGAIN = "Run the command again: what was fetched is kept and continued.";

function hintFor(problem: string): string {
  if (/answered 40[13]/.test(problem))
    return "It is shown to signed-in people only: fetch it in a browser and put it there under this name.";
  if (/answered (404|410)/.test(problem)) return "It has moved: mend its url in the list.";
  if (/another file/.test(problem)) return "Do not use it: what is there now is not what the list means.";
  return AGAIN;
}
