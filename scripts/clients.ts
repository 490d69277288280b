import { join, relative, resolve } from "node:path";
import { paths } from "../modules/src/config/paths.ts";
import { LabError } from "../modules/src/core/errors.ts";
import { startLabOrchestrator } from "./clients/lab-orchestrator.ts";
import { preparePythonTools } from "./clients/python-tools.ts";
import {
  fetchDocument,
  LANGUAGES,
  type Language,
  writePythonClient,
  writeTypeScriptClient,
} from "./clients/write-clients.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { endCommands } from "./setup/command.mjs";

const HELP = `npm run clients -- [flags]
Makes clients of the orchestrator from its OpenAPI document: TypeScript (openapi-typescript, openapi-fetch) and Python
(openapi-python-client, in an environment of its own in .cache/api-tools).

  --url URL          take the document of this running orchestrator; default: of one that is started for it
  --out DIR          write them here, each in a folder of its own that is emptied first (.out/clients)
  --language NAME    only typescript or only python
  --tools            only install the Python tools of this command and of npm run fuzz:api
  --help             this text
`;

const FLAGS = {
  url: { type: "string" },
  out: { type: "string", default: join(paths.out, "clients") },
  language: { type: "string" },
  tools: { type: "boolean", default: false },
} as const;

function readLanguages(text: string | undefined): readonly Language[] {
  if (text === undefined) return LANGUAGES;
  const found = LANGUAGES.filter((language) => language === text);
  if (found.length > 0) return found;
  throw new UsageError(`--language takes ${LANGUAGES.join(" or ")}, not "${text.slice(0, 40)}".`);
}

async function readDocument(url: string | undefined) {
  if (url !== undefined) return fetchDocument(url);
  const server = await startLabOrchestrator();
  try {
    return await fetchDocument(server.url);
  } finally {
    await server.close();
  }
}

async function pythonTools() {
  const tools = await preparePythonTools();
  if (!("missing" in tools)) return tools;
  throw new LabError(`${tools.missing}.`, {
    code: "TOOLS_MISSING",
    hint: "Python 3.10 or newer and PyPI are needed.",
  });
}

process.once("exit", endCommands);

await runCommand({
  help: HELP,
  flags: FLAGS,
  async run({ url, out, language, tools }) {
    const languages = readLanguages(language);
    if (tools) {
      await pythonTools();
      return true;
    }
    const document = await readDocument(url);
    for (const one of languages) {
      const folder = join(resolve(out), one);
      if (one === "typescript") await writeTypeScriptClient(document, folder);
      else await writePythonClient(document, folder, await pythonTools());
      console.log(`${one}: ${relative(process.cwd(), folder)}`);
    }
    return true;
  },
});
