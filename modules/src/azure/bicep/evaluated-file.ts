import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { nearestName } from "../../config/nearest-name.ts";
import { BicepError, type BicepPosition, bicepError } from "./bicep-error.ts";
import type { BicepExpression } from "./bicep-expression.ts";
import type {
  BicepFile,
  ModuleDeclaration,
  ParameterDeclaration,
  ResourceDeclaration,
} from "./bicep-file.ts";
import { checkParameter, checkType } from "./check-value.ts";
import type { Deployment } from "./deployment.ts";
import { evaluate, loopScopes } from "./evaluate-expression.ts";
import { lazy } from "./lazy.ts";
import { ModuleInstance } from "./module-instance.ts";
import { ResourceInstance } from "./resource-instance.ts";
import type { ReadRuntimeState } from "./runtime-state.ts";
import { type Scope, withNames } from "./scope.ts";
import { Closure, type PlainValue, toPlain, type Value } from "./value.ts";

/** What all files of one evaluation share. */
export interface Evaluation {
  readonly runtime: ReadRuntimeState | undefined;
  /** Reads another file, once. @throws BicepError */
  read(path: string): BicepFile;
  /** Notes a file that was loaded by a function. */
  loaded(path: string, text: string): void;
  /** Notes that `text` was made from `origin`. */
  derived(text: string, origin: string): void;
}

/** A value that a parameter is given, and the place that gives it. */
export interface GivenParameter {
  readonly value: Value;
  readonly at: BicepPosition;
}

export interface FilePlace {
  readonly deployment: Deployment;
  /** The place that asks for it. */
  readonly at: BicepPosition;
  /** Paths of the files around it, itself included. */
  readonly nesting: readonly string[];
}

/** One file with its parameters set; everything in it is evaluated on request. */
export class EvaluatedFile {
  readonly file: BicepFile;
  readonly #names: ReadonlyMap<string, () => Value>;
  readonly #resources: readonly (() => readonly ResourceInstance[])[];
  readonly #modules: readonly (() => readonly ModuleInstance[])[];
  readonly #outputs: ReadonlyMap<string, () => Value>;

  constructor(
    file: BicepFile,
    given: ReadonlyMap<string, GivenParameter>,
    place: FilePlace,
    evaluation: Evaluation,
  ) {
    this.file = file;
    const names = new Map<string, () => Value>();
    const scope = createFileScope(file, names, place.deployment, evaluation);
    checkGiven(file, given, place.at);
    for (const parameter of file.parameters)
      names.set(
        parameter.name,
        once(parameter, () => parameterValue(parameter, given.get(parameter.name), scope)),
      );
    for (const variable of file.variables)
      names.set(
        variable.name,
        once(variable, () => evaluate(variable.value, scope)),
      );
    for (const { name, parameters, value } of file.functions)
      names.set(
        name,
        () => new Closure((values) => evaluate(value, withNames(scope, pair(parameters, values)))),
      );
    this.#resources = file.resources.map((declaration) => {
      const instances = once(declaration, () => resourcesOf(declaration, scope, evaluation));
      names.set(declaration.name, () => oneOrAll(declaration.body, instances()));
      return instances;
    });
    this.#modules = file.modules.map((declaration) => {
      const instances = once(declaration, () => modulesOf(declaration, place.nesting, scope, evaluation));
      names.set(declaration.name, () => oneOrAll(declaration.body, instances()));
      return instances;
    });
    this.#names = names;
    this.#outputs = new Map(
      file.outputs.map((output) => [
        output.name,
        once(output, () => {
          const value = evaluate(output.value, scope);
          checkType(`The output "${output.name}"`, output.type, value, output.value.at);
          return value;
        }),
      ]),
    );
  }

  /** Its own resources that are deployed and those of its modules, in order. */
  *resources(): Generator<ResourceInstance> {
    for (const instances of this.#resources) for (const instance of instances()) yield* deployed(instance);
    for (const modules of this.#modules)
      for (const module of modules()) if (module.present) yield* module.content.resources();
  }

  /** Undefined when there is no such output. */
  output(name: string): Value | undefined {
    return this.#outputs.get(name)?.();
  }

  get outputNames(): readonly string[] {
    return [...this.#outputs.keys()];
  }

  outputs(): Readonly<Record<string, PlainValue>> {
    return Object.fromEntries(
      this.file.outputs.map(({ name, position }) => [name, toPlain(this.output(name) ?? null, position)]),
    );
  }

  /** Evaluates what nobody asked for: unused variables and parameters may be wrong too. */
  checkAll(): void {
    for (const value of this.#names.values()) value();
    for (const modules of this.#modules)
      for (const module of modules()) if (module.present) module.content.checkAll();
    this.outputs();
  }
}

function* deployed(instance: ResourceInstance): Generator<ResourceInstance> {
  if (instance.declaration.existing || !instance.present) return;
  yield instance;
  for (const child of instance.children) yield* deployed(child);
}

function once<T>(
  { name, position }: { readonly name: string; readonly position: BicepPosition },
  make: () => T,
): () => T {
  return lazy(make, `"${name}"`, position);
}

function pair(names: readonly string[], values: readonly Value[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
}

function oneOrAll<T extends Value>(body: BicepExpression, instances: readonly T[]): Value {
  return body.kind === "loop" ? instances : (instances[0] ?? null);
}

function createFileScope(
  file: BicepFile,
  names: ReadonlyMap<string, () => Value>,
  deployment: Deployment,
  evaluation: Evaluation,
): Scope {
  return {
    deployment,
    get names() {
      return [...names.keys()];
    },
    find: (name) => names.get(name)?.(),
    derived: evaluation.derived,
    load(path, at) {
      const full = resolve(dirname(file.path), path);
      const text = readBeside(full, path, at);
      evaluation.loaded(full, text);
      return text;
    },
  };
}

function readBeside(full: string, path: string, at: BicepPosition): string {
  try {
    return readFileSync(full, "utf8").replace(/^\uFEFF/, "");
  } catch {
    throw bicepError(`The file ${path} cannot be read; paths are relative to the Bicep file.`, at);
  }
}

/** @throws BicepError for parameters that do not exist and for those that are missing */
function checkGiven(file: BicepFile, given: ReadonlyMap<string, GivenParameter>, at: BicepPosition): void {
  const known = file.parameters.map(({ name }) => name);
  const unknown = [...given].flatMap(([name, { at: where }]) => {
    if (known.includes(name)) return [];
    const near = nearestName(name, known);
    return [
      {
        message: `${file.file} has no parameter "${name}".${near ? ` Did you mean "${near}"?` : ""}`,
        ...where,
      },
    ];
  });
  const missing = file.parameters
    .filter(({ name, type, fallback }) => !given.has(name) && !fallback && !type.nullable)
    .map(({ name }) => ({ message: `The parameter "${name}" of ${file.file} is missing.`, ...at }));
  if (unknown.length + missing.length > 0) throw new BicepError([...unknown, ...missing]);
}

function parameterValue(
  declaration: ParameterDeclaration,
  given: GivenParameter | undefined,
  scope: Scope,
): Value {
  const { fallback, position } = declaration;
  const value = given ? given.value : fallback ? evaluate(fallback, scope) : null;
  checkParameter(declaration, value, scope, given?.at ?? fallback?.at ?? position);
  return value;
}

function resourcesOf(
  declaration: ResourceDeclaration,
  scope: Scope,
  { runtime }: Evaluation,
): readonly ResourceInstance[] {
  return eachTurn(declaration.body, scope).map(
    (turn) => new ResourceInstance({ declaration, ...turn, enclosing: undefined, runtime }),
  );
}

function modulesOf(
  declaration: ModuleDeclaration,
  nesting: readonly string[],
  scope: Scope,
  evaluation: Evaluation,
): readonly ModuleInstance[] {
  return eachTurn(declaration.body, scope).map(
    (turn) => new ModuleInstance({ declaration, nesting, ...turn, evaluation }),
  );
}

/** A body and its scope, once, or for each item of a loop. */
function eachTurn(
  body: BicepExpression,
  scope: Scope,
): readonly { readonly body: BicepExpression; readonly scope: Scope }[] {
  if (body.kind !== "loop") return [{ body, scope }];
  return loopScopes(body, scope).map((inner) => ({ body: body.body, scope: inner }));
}
