import { plainText } from "./html.ts";

/** One place of the output that is drawn again and again, such as a progress bar. */
export interface LiveOutput {
  draw(markup: string): void;
  /** The last drawing; always shown. */
  end(markup: string): void;
}

/** Where a notebook's drawings go. */
export interface Output {
  html(markup: string): void;
  /** Text as it comes, without a line end of its own. */
  text(text: string): void;
  live(): LiveOutput;
}

interface KernelDisplay {
  html(markup: string): void;
}

interface Tslab {
  readonly display: KernelDisplay;
  newDisplay(): KernelDisplay;
}

/**
 * The kernel's own tslab. A running kernel leaves its `require` on the global object, which is what makes
 * `import "tslab"` work in cells; asking that one, not Node's, rules out a second copy that is tied to no notebook.
 */
function findTslab(): Tslab | undefined {
  const kernel: unknown = Reflect.get(globalThis, "__tslab__");
  if (typeof kernel !== "object" || kernel === null || !("require" in kernel)) return undefined;
  const loaded: unknown = typeof kernel.require === "function" ? kernel.require("tslab") : undefined;
  return isTslab(loaded) ? loaded : undefined;
}

function isTslab(value: unknown): value is Tslab {
  return typeof value === "object" && value !== null && "display" in value && "newDisplay" in value;
}

/** Whether this code runs in a notebook's kernel. */
export function isNotebook(): boolean {
  return findTslab() !== undefined;
}

/** The notebook when there is one, else the console: the same calls work in a script or a test. */
export function notebookOutput(): Output {
  const tslab = findTslab();
  return tslab ? kernelOutput(tslab) : consoleOutput;
}

function kernelOutput(tslab: Tslab): Output {
  return {
    html: (markup) => tslab.display.html(markup),
    text: writeText,
    live: () => {
      const display = tslab.newDisplay();
      return { draw: (markup) => display.html(markup), end: (markup) => display.html(markup) };
    },
  };
}

const consoleOutput: Output = {
  html: (markup) => writeText(`${plainText(markup)}\n`),
  text: writeText,
  live: () => ({ draw: () => {}, end: (markup) => writeText(`${plainText(markup)}\n`) }),
};

function writeText(text: string): void {
  process.stdout.write(text);
}
