import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

let loaded: Promise<Parser> | undefined;

/** The parser of Bicep's grammar; its WebAssembly is loaded once. */
export function loadBicepParser(): Promise<Parser> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Parser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-bicep/tree-sitter-bicep.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}
