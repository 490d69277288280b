import { existsSync, readFileSync, statSync } from "node:fs";
import { paths } from "../modules/src/config/paths.ts";
import {
  azureReport,
  decodeReadiness,
  describeReadiness,
  diagnose,
  summariseClass,
} from "../modules/src/doctor/index.ts";
import { azureLines } from "./doctor/azure-lines.ts";
import { classLines } from "./doctor/class-lines.ts";
import { reportLines } from "./doctor/report-lines.ts";
import { thisMachine } from "./doctor/this-machine.ts";
import { readLabList } from "./notebooks/lab-list.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { endCommands } from "./setup/command.mjs";

const HELP = `Looks at this machine: what is there, what is missing and how to mend it, and which labs run now. Installs nothing,
asks no cloud service anything that costs, and tells nobody.

  npm run doctor [-- FLAGS]
  npm run doctor -- azure                what the settings say of Azure: mode, hosts, credential, deployments
  npm run doctor -- --decode CODE ...    what readiness codes say
  npm run doctor -- --decode FILE        what the codes of a class say together: one machine a line, its code anywhere in it

  --json         for programs, instead of text (npm run -s doctor -- --json)
  --decode TEXT  a readiness code, or a file of them
  --help         this text

Exit code 0: the workshop runs (azure: nothing is wrong; decode: all could be read). 1: it does not. 2: wrong use.
`;

/** Whether all is well, and what to print for people and for programs. */
interface Outcome {
  readonly well: boolean;
  readonly lines: readonly string[];
  readonly json: unknown;
}

async function look(): Promise<Outcome> {
  const report = await diagnose({ machine: thisMachine(), labs: readLabList(paths.labs) });
  return { well: report.ready, lines: reportLines(report), json: report };
}

async function lookAtAzure(): Promise<Outcome> {
  const report = await azureReport(thisMachine());
  const silent = report.endpoints.some(({ reach }) => !reach.reached);
  return { well: !silent && report.problems.length === 0, lines: azureLines(report), json: report };
}

function decode(given: string, more: readonly string[]): Outcome {
  if (more.length === 0 && existsSync(given)) return decodeFile(given);
  if (more.length === 0 && looksLikeFile(given)) throw new UsageError(`There is no file ${given}.`);
  const codes = [given, ...more].map((code) => ({ code, readiness: decodeReadiness(code) }));
  const lines = codes.flatMap(({ code, readiness }) => [
    code,
    ...describeReadiness(readiness).map((line) => `  ${line}`),
  ]);
  return { well: true, lines, json: more.length === 0 ? codes[0] : codes };
}

/** No code has a dot or a slash in it. */
const looksLikeFile = (text: string) => /[./\\]/.test(text);

function decodeFile(file: string): Outcome {
  if (!statSync(file).isFile()) throw new UsageError(`${file} is a folder. Name a file or a code.`);
  const summary = summariseClass(readFileSync(file, "utf8"));
  return {
    well: summary.unreadable.length === 0 && summary.machines > 0,
    lines: classLines(summary),
    json: summary,
  };
}

await runCommand({
  help: HELP,
  flags: { json: { type: "boolean" }, decode: { type: "string" } },
  words: "azure, or more codes to decode",
  async run(flags, words) {
    const outcome = await choose(flags.decode, words);
    const text = flags.json ? JSON.stringify(outcome.json, null, 2) : outcome.lines.join("\n");
    await new Promise((resolve) => process.stdout.write(`${text}\n`, resolve));
    return outcome.well;
  },
});
// A look-up of a name that nobody answers, or a program that hangs, would keep the process waiting.
endCommands();
process.exit();

function choose(code: string | undefined, words: readonly string[]): Outcome | Promise<Outcome> {
  if (code !== undefined) return decode(code, words);
  const [word, ...others] = words;
  if (word === undefined) return look();
  if (word === "azure" && others.length === 0) return lookAtAzure();
  throw new UsageError(`"${word === "azure" ? others[0] : word}" means nothing here. See --help.`);
}
