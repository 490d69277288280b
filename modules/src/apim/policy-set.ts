import { fillNamedValues } from "./documents/fill-named-values.ts";
import { fillPlaceholders } from "./documents/fill-placeholders.ts";
import { LoadError, type LoadProblem } from "./documents/load-error.ts";
import type { PolicyDocument } from "./documents/policy-document.ts";
import type { PolicyElement, SourcePosition } from "./documents/policy-element.ts";
import { readDocument } from "./documents/read-document.ts";
import { compileExpression } from "./expressions/compile-expression.ts";
import { loadCSharp } from "./expressions/load-c-sharp.ts";
import {
  type CompiledDocument,
  compileDocument,
  defaultGlobalDocument,
} from "./pipeline/compile-document.ts";
import type { Exchange } from "./pipeline/exchange.ts";
import type { PolicyDefinition } from "./pipeline/policy.ts";
import type { CompilerServices } from "./pipeline/policy-compiler.ts";
import { knownButNotEmulated } from "./policies/known-but-not-emulated.ts";
import { policies } from "./policies/registry.ts";

export { runPipeline } from "./pipeline/run-pipeline.ts";

type Documents = ReadonlyMap<string, PolicyDocument>;

/** All policy files of a gateway. */
export interface PolicyConfig {
  /** Without one Azure's default stands: the backend section forwards the request. */
  readonly global?: PolicyDocument | undefined;
  /** By product id. */
  readonly products?: Documents | undefined;
  /** By API id. */
  readonly apis?: Documents | undefined;
  /** By API id, then by operation id. */
  readonly operations?: ReadonlyMap<string, Documents> | undefined;
  readonly fragments?: Documents | undefined;
  /** `{{name}}` → text. */
  readonly namedValues?: ReadonlyMap<string, string> | undefined;
  /** `{name}` → text, replaced in the files before they are read. */
  readonly placeholders?: ReadonlyMap<string, string> | undefined;
}

export interface PolicySetOptions {
  /** Default all of the registry. */
  readonly definitions?: readonly PolicyDefinition[] | undefined;
  readonly backendNames: ReadonlySet<string>;
  readonly compileExpression?: CompilerServices["compileExpression"];
  /** Names of policies that are known and not emulated, with what to say about them; default the emulator's own list. */
  readonly refused?: ReadonlyMap<string, string> | undefined;
}

/** All policies of a gateway, compiled. */
export interface PolicySet {
  /** The documents that hold for an exchange, the narrowest scope first. */
  chainOf(exchange: Exchange): readonly CompiledDocument[];
}

/** Reads and compiles all policy files. Throws `LoadError` that names every place that cannot be used. */
export async function loadPolicies(config: PolicyConfig, options: PolicySetOptions): Promise<PolicySet> {
  const problems: LoadProblem[] = [];
  const unfilled: LoadProblem[] = [];
  const read = documentReader(config, problems, unfilled);
  const services: CompilerServices = {
    definitions: byName(options.definitions ?? policies),
    refused: options.refused ?? knownButNotEmulated,
    backendNames: options.backendNames,
    fragments: mapValues(config.fragments, (document) => read(document, "fragment")),
    compileExpression: toldAtItsPlace(options.compileExpression ?? (await expressionCompiler()), unfilled),
    problems,
  };
  const chains = new Chains();
  const compile = (document: PolicyDocument, scope: string): CompiledDocument | undefined => {
    const root = read(document, "policies");
    return root && compileDocument(root, scope, services, (exchange) => chains.of(exchange));
  };
  chains.global = config.global ? compile(config.global, "global") : compile(defaultGlobalDocument, "global");
  chains.products = mapValues(config.products, (document) => compile(document, "product"));
  chains.apis = mapValues(config.apis, (document) => compile(document, "api"));
  for (const [api, documents] of config.operations ?? []) {
    chains.operations.set(
      api,
      mapValues(documents, (document) => compile(document, "operation")),
    );
  }
  const causes = [...unfilled, ...elsewhere(problems, unfilled)];
  if (causes.length > 0) throw new LoadError(causes);
  return { chainOf: (exchange) => chains.of(exchange) };
}

async function expressionCompiler(): Promise<CompilerServices["compileExpression"]> {
  const parser = await loadCSharp();
  return (text, position) => compileExpression(text, position, parser);
}

function documentReader(config: PolicyConfig, problems: LoadProblem[], unfilled: LoadProblem[]) {
  return (document: PolicyDocument, root: string): PolicyElement | undefined => {
    const element = readDocument(fillPlaceholders(document, config.placeholders ?? new Map()), problems);
    if (element && element.name !== root) {
      problems.push({
        message: `The file begins with <${element.name}>; it must be <${root}>.`,
        ...element.position,
      });
      return undefined;
    }
    return element && fillNamedValues(element, config.namedValues ?? new Map(), unfilled);
  };
}

function byName(definitions: readonly PolicyDefinition[]): ReadonlyMap<string, PolicyDefinition> {
  return new Map(
    definitions.flatMap((definition) =>
      [definition.name, ...(definition.aliases ?? [])].map((name) => [name, definition] as const),
    ),
  );
}

function mapValues<T>(
  documents: Documents | undefined,
  make: (document: PolicyDocument) => T | undefined,
): Map<string, T> {
  const made = new Map<string, T>();
  for (const [id, document] of documents ?? []) {
    const value = make(document);
    if (value) made.set(id, value);
  }
  return made;
}

/** Finds the documents of an exchange; made once for each operation and product. */
class Chains {
  global: CompiledDocument | undefined;
  products: ReadonlyMap<string, CompiledDocument> = new Map();
  apis: ReadonlyMap<string, CompiledDocument> = new Map();
  readonly operations = new Map<string, ReadonlyMap<string, CompiledDocument>>();
  readonly #found = new WeakMap<Exchange, readonly CompiledDocument[]>();

  of(exchange: Exchange): readonly CompiledDocument[] {
    const found = this.#found.get(exchange);
    if (found) return found;
    const { api, operation, product } = exchange;
    const chain = [
      this.operations.get(api.id)?.get(operation.id),
      this.apis.get(api.id),
      product && this.products.get(product.id),
      this.global,
    ].filter((document) => document !== undefined);
    this.#found.set(exchange, chain);
    return chain;
  }
}

const placeOf = ({ file, line, column }: SourcePosition) => `${file}:${line}:${column}`;

/** An expression that lacks a named value is wrong at many places; all of that is told at the place of the expression. */
function toldAtItsPlace(
  compile: CompilerServices["compileExpression"],
  unfilled: readonly LoadProblem[],
): CompilerServices["compileExpression"] {
  return (text, position) => {
    try {
      return compile(text, position);
    } catch (error) {
      const isUnfilled = unfilled.some((problem) => placeOf(problem) === placeOf(position));
      if (!(error instanceof LoadError) || !isUnfilled) throw error;
      throw new LoadError(error.problems.map((problem) => ({ ...problem, ...position })));
    }
  };
}

/** A value without its named value cannot be right either: what else is said of its place is no problem of its own. */
function elsewhere(problems: readonly LoadProblem[], unfilled: readonly LoadProblem[]) {
  const places = new Set(unfilled.map(placeOf));
  return problems.filter((problem) => !places.has(placeOf(problem)));
}
