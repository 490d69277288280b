import { paths } from "../modules/src/config/paths.ts";
import { EXCEPTIONS, isAllowed } from "./licences/is-allowed.ts";
import { directLibraries, type LockedPackage, lockedPackages } from "./licences/read-libraries.ts";
import { runCommand } from "./notebooks/run-command.ts";

const HELP = `npm run licences
Prints the libraries that the kit runs with, their pinned version and their licence, as a table in Markdown, and counts the licences of
all that comes with them. What only tests and builds need is left out.

  --help   this text

Ends with 1 when a licence is not on the list of allowed ones, a library is not pinned to one exact version, or another one is
installed. It reads what the packages say of themselves, no licence text.
`;

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

function countLicences(packages: readonly LockedPackage[]): string {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  return byCount.map(([licence, count]) => `${licence} ${count}`).join(", ");
}

await runCommand({
  help: HELP,
  flags: {},
  async run() {
    const libraries = directLibraries(paths.root);
    const packages = lockedPackages(paths.root);
    console.log("| library | version | licence |\n| --- | --- | --- |");
    for (const { name, pinned, licence } of libraries) console.log(`| ${name} | ${pinned} | ${licence} |`);
    console.log(
      `\n${libraries.length} libraries; ${packages.length} packages with all they bring along, on any system: ${countLicences(packages)}.`,
    );
    for (const { licence, library, because } of EXCEPTIONS)
      console.log(`${licence} is allowed for ${library} alone: ${because}.`);
    const problems = [
      ...[...libraries, ...packages]
        .filter(({ name, licence }) => !isAllowed(name, licence))
        .map(({ name, licence }) => `${name} has the licence "${licence}", which is not on the list.`),
      ...libraries
        .filter(({ pinned }) => !EXACT.test(pinned))
        .map(({ name, pinned }) => `${name} is not pinned to one version: ${pinned}.`),
      ...libraries
        .filter(({ pinned, installed }) => installed !== undefined && installed !== pinned)
        .map(
          ({ name, pinned, installed = "" }) =>
            `${name} is pinned to ${pinned}, and ${installed} is installed.`,
        ),
    ];
    for (const problem of new Set(problems)) console.error(problem);
    return problems.length === 0;
  },
});
