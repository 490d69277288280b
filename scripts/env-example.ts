import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { envExample, paths } from "../modules/src/config/index.ts";

const { values } = parseArgs({ options: { help: { type: "boolean" } } });
if (values.help)
  console.log(
    "npm run env:example\n  Writes .env.example from the table of settings in modules/src/config/variables.ts.",
  );
else writeFileSync(join(paths.root, ".env.example"), envExample());
