import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

/** Parses Bicep; made once and used for every file. */
export type BicepParser = Parser;

let loaded: Promise<BicepParser> | undefined;

/** The parser of Bicep's grammar; its WebAssembly is loaded once. */
export function loadBicepParser(): Promise<BicepParser> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<BicepParser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-bicep/tree-sitter-bicep.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}
