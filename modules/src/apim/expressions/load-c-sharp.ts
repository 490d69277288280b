import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

/** Parses C#; made once and used for every expression. */
export type CSharpParser = Parser;

let loading: Promise<CSharpParser> | undefined;

/** Loads the C# grammar (WebAssembly, about 0.1 s); the same parser for every caller. */
export function loadCSharp(): Promise<CSharpParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CSharpParser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-c-sharp/tree-sitter-c_sharp.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}
