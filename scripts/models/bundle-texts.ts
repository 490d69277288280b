import type { ModelEntry } from "../../modules/src/models/manifest.ts";
import { totalBytes } from "../../modules/src/models/model-state.ts";
import { inMegabytes } from "./progress-view.ts";

export const README = "README.txt";
export const CHECKSUMS = "SHA256SUMS.txt";

const TITLE = "Hybrid Router Workshop: models for laptops without a network";

/** How to use a bundle, for whoever finds the folder. */
export function bundleReadme(models: readonly ModelEntry[]): string {
  const commands = models.map(({ name }) => `    npm run models -- --get ${name} --from FOLDER`);
  const list = models.map(
    (entry) => `    ${entry.title}: ${inMegabytes(totalBytes(entry))}, ${entry.licence}, ${entry.page}`,
  );
  return [
    TITLE,
    "",
    "In the folder of the workshop, once its packages are installed:",
    "",
    ...commands,
    "",
    "FOLDER is the folder this file lies in, in quotes when there is a space in its name. Each file is taken only when its",
    "SHA-256 is the one that the workshop knows; the network is asked only for what is not right here.",
    "",
    "Models:",
    "",
    ...list,
    "",
    `To compare the files here by hand: sha256sum -c ${CHECKSUMS}   (macOS: shasum -a 256 -c ${CHECKSUMS})`,
    "",
  ].join("\n");
}

/** In the form of sha256sum: one line a file, with / between folders. */
export function bundleChecksums(models: readonly ModelEntry[]): string {
  const lines = models.flatMap((entry) =>
    entry.files.map(({ file, sha256 }) => `${sha256}  ${pathInBundle(entry, file)}\n`),
  );
  return lines.join("");
}

/** As below .cache/models, so that a bundle can stand in for that folder. */
export const pathInBundle = ({ folder }: ModelEntry, file: string): string =>
  folder === undefined ? file : `${folder}/${file}`;

/** Whether a README.txt or SHA256SUMS.txt was written by a bundle, of whatever models. */
export function isOurText(name: string, text: string): boolean {
  if (name === README) return text.startsWith(`${TITLE}\n`);
  return /^(?:[0-9a-f]{64} {2}\S[^\r\n]*\n)+$/.test(text);
}
