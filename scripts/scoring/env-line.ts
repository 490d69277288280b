import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Sets a variable in an env file: in its line where it has one, else in a new line at the end. Other lines stay. */
export function setEnvLine(file: string, name: string, value: string): void {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const line = `${name}=${value}`;
  const known = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=.*$`, "gm");
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  writeFileSync(file, known.test(text) ? text.replace(known, line) : `${text}${gap}${line}\n`);
}
