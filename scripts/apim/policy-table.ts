import type { PolicyDefinition } from "../../modules/src/apim/pipeline/policy.ts";

const HEAD = `# Policies of the API Management emulator

What each policy of Azure API Management is here. *emulated*: runs as documented; *partly*: some of it is refused when the gateway loads, or
differs as the notes say; *refused*: known, and a gateway whose files use it does not start. Nothing is ignored in silence.
Where Azure's documentation leaves something open, the notes name the choice made here.

This page is written by \`npm run apim:table\` from the policies' own definitions.
`;

/** The page of all policies, as Markdown. */
export function policyPage(
  definitions: readonly PolicyDefinition[],
  refused: ReadonlyMap<string, string>,
): string {
  const rows = [...definitions.map(definedRow), ...[...refused].map(refusedRow)].sort((a, b) =>
    a.name.localeCompare(b.name, "en"),
  );
  const count = (how: string) => rows.filter((row) => row.how === how).length;
  const sum = `${count("emulated")} emulated, ${count("partly")} partly, ${count("refused")} refused.`;
  const table = rows.map(({ cells }) => `| ${cells.join(" | ")} |`);
  return `${[HEAD, sum, "", "| policy | here | sections | notes |", "| --- | --- | --- | --- |", ...table].join("\n")}\n`;
}

interface Row {
  readonly name: string;
  readonly how: string;
  readonly cells: readonly string[];
}

function definedRow({ name, aliases = [], support, sections, notes = "" }: PolicyDefinition): Row {
  const names = [name, ...aliases].map((one) => `\`${one}\``).join(", ");
  return { name, how: support, cells: [names, support, sections.join(", "), escapeCell(notes)] };
}

function refusedRow([name, reason]: readonly [string, string]): Row {
  return { name, how: "refused", cells: [`\`${name}\``, "refused", "", escapeCell(reason)] };
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
