import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { paths } from "../modules/src/config/index.ts";
import { explainError } from "../modules/src/core/index.ts";
import {
  type BuildPrompt,
  buildPrompts,
  checkBuild,
  findPrompt,
} from "../modules/src/exercises/build-it/index.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";

const HELP = `npm run build-it -- list | show N | check N FILE
Prompts for a coding assistant, each for a part of the orchestrator, and checks for what it writes.

  list            the prompts, and which of them can be checked
  show N          the prompt, and what the file has to export
  check N FILE    runs the checks on a TypeScript or JavaScript file; fails when one of them does
  --help          this text

The file is run as it is, with your rights: read what an assistant has written before you check it.
`;

function list(): boolean {
  for (const { number, title, unchecked } of buildPrompts)
    console.log(`${number}  ${title}${unchecked === undefined ? "" : `  (not checked: ${unchecked})`}`);
  return true;
}

const CONTRACTS = join(paths.root, "modules", "src", "exercises", "build-it", "contracts");

function show({ number, prompt, contract, unchecked }: BuildPrompt): boolean {
  console.log(`${prompt}\n`);
  if (contract === undefined) {
    console.log(`Not checked: ${unchecked}.`);
    return true;
  }
  console.log("The contract:\n");
  console.log(`\`\`\`ts\n${readFileSync(join(CONTRACTS, `${contract}.ts`), "utf8")}\`\`\`\n`);
  console.log(`Then: npm run build-it -- check ${number} FILE`);
  return true;
}

async function check({ number, title }: BuildPrompt, file: string): Promise<boolean> {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`There is no file ${file}`);
  const results = await checkBuild(number, await load(path, file));
  for (const { name, outcome } of results)
    console.log(outcome.kind === "pass" ? `  ok    ${name}` : `  FAIL  ${name}: ${outcome.message}`);
  const passed = results.filter(({ outcome }) => outcome.kind === "pass").length;
  console.log(`${title}: ${passed} of ${results.length}`);
  return passed === results.length;
}

async function load(path: string, file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`${file} cannot be loaded: ${explainError(error).split("\n")[0]}`);
  }
}

function promptOf(word: string | undefined): BuildPrompt {
  if (word === undefined || !/^\d{1,2}$/.test(word))
    throw new UsageError(`Name a prompt by its number, 1 to ${buildPrompts.length}`);
  return findPrompt(Number(word));
}

await runCommand({
  help: HELP,
  flags: {},
  words: "list, show N or check N FILE",
  async run(_flags, [command, number, file, ...more]) {
    if (more.length > 0) throw new UsageError(`"${more[0]}" means nothing here. See --help`);
    if (command === undefined || command === "list") return list();
    if (command === "show") return show(promptOf(number));
    if (command !== "check") throw new UsageError(`"${command}" means nothing here. See --help`);
    if (file === undefined) throw new UsageError("check takes a number and a file");
    // What an answer left running does not keep the command alive.
    const passed = await check(promptOf(number), file);
    process.exit(passed ? 0 : 1);
  },
});
