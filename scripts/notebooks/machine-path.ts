import { homedir } from "node:os";
import { paths } from "../../modules/src/config/paths.ts";
import type { Output } from "./document.ts";

const BEFORE = "(?<![\\w./-])";
const AFTER = "(?![\\w-])";

/** Folders of this machine that a shared notebook must not show. */
function machineFolders(): string[] {
  return [paths.root, homedir()].filter((folder) => folder.length > 1);
}

/** The first text in a cell's outputs that names this clone's folder or the user's home. */
export function findMachinePath(
  outputs: readonly Output[],
  folders: readonly string[] = machineFolders(),
): string | undefined {
  const text = JSON.stringify(outputs);
  for (const folder of folders) {
    const inJson = JSON.stringify(folder).slice(1, -1);
    const urlPath = folder.replaceAll("\\", "/");
    for (const form of new Set([inJson, urlPath])) {
      const found = new RegExp(`${BEFORE}(?:file://)?${escapePattern(form)}${AFTER}[^"\\s<)\\\\]*`).exec(
        text,
      );
      if (found) return found[0];
    }
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Cuts the stack frames of a cell that is meant to throw: they name the kernel's own files. */
export function withoutFrames(outputs: readonly Output[]): Output[] {
  return outputs.map((output) =>
    output.output_type === "stream" && output.name === "stderr"
      ? { ...output, text: output.text.replaceAll(/^ {4}at .*\n?/gm, "") }
      : output,
  );
}
