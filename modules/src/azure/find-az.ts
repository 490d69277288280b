import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { programFolders } from "../config/child-environment.ts";
import { LabError } from "../core/errors.ts";

/**
 * The Azure CLI of this machine. On Windows `az` is a script for the command prompt, which no program can start without a shell;
 * there the Python it comes with is started as the script would.
 * @throws LabError `AZ_MISSING` that says how to get it
 */
export function findAz(folders = programFolders(), platform: string = process.platform): readonly string[] {
  const names = platform === "win32" ? ["az.exe", "az.cmd"] : ["az"];
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) throw azMissing();
  if (!found.endsWith(".cmd")) return [found];
  const python = join(dirname(found), "..", "python.exe");
  if (existsSync(python)) return [python, "-IBm", "azure.cli"];
  throw azMissing();
}

function azMissing(): LabError {
  return new LabError("The Azure CLI (az) is not on this machine's PATH.", {
    code: "AZ_MISSING",
    hint: "Install it (https://learn.microsoft.com/cli/azure/install-azure-cli), run az login, and restart the notebook; or go on with the lab cloud, which needs none.",
  });
}
