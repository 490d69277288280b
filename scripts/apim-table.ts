import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { knownButNotEmulated } from "../modules/src/apim/policies/known-but-not-emulated.ts";
import { policies } from "../modules/src/apim/policies/registry.ts";
import { paths } from "../modules/src/config/paths.ts";
import { policyPage } from "./apim/policy-table.ts";
import { runCommand } from "./notebooks/run-command.ts";

const PAGE = "modules/docs/apim-policies.md";

const HELP = `Writes the table of API Management's policies, ${PAGE}, from the emulator's registry.

  npm run apim:table -- [flags]

  --check   write nothing, fail when the page is out of step
  --help    this text
`;

await runCommand({
  help: HELP,
  flags: { check: { type: "boolean" } },
  async run({ check = false }) {
    const file = join(paths.root, PAGE);
    const page = policyPage(policies, knownButNotEmulated);
    if (!check) {
      writeFileSync(file, page);
      console.log(`✓ ${PAGE}`);
      return true;
    }
    const isCurrent = readFileSync(file, "utf8").replaceAll("\r\n", "\n") === page;
    console.log(
      isCurrent ? `✓ ${PAGE}` : `${PAGE} is out of step with the registry. Run: npm run apim:table`,
    );
    return isCurrent;
  },
});
