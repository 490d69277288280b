import { dirname, resolve } from "node:path";
import { type BicepPosition, bicepError } from "./bicep-error.ts";
import type { BicepExpression, ObjectExpression } from "./bicep-expression.ts";
import type { ModuleDeclaration } from "./bicep-file.ts";
import type { Deployment } from "./deployment.ts";
import { evaluate } from "./evaluate-expression.ts";
import { EvaluatedFile, type Evaluation, type GivenParameter } from "./evaluated-file.ts";
import { lazy } from "./lazy.ts";
import { splitBody } from "./resource-instance.ts";
import type { Scope } from "./scope.ts";
import { asBoolean, isObject, type PlainValue, Reference, toPlain, type Value } from "./value.ts";

export interface ModuleOptions {
  readonly declaration: ModuleDeclaration;
  /** Paths of the files around it; the last declares it. */
  readonly nesting: readonly string[];
  readonly scope: Scope;
  readonly body: BicepExpression;
  readonly evaluation: Evaluation;
}

/** A module of a file: `m.outputs.x` evaluates the other file as far as it is needed. */
export class ModuleInstance extends Reference {
  readonly about: string;
  readonly #present: () => boolean;
  readonly #content: () => EvaluatedFile;

  constructor({ declaration, nesting, scope, body, evaluation }: ModuleOptions) {
    super();
    const { name, position, path } = declaration;
    this.about = `the module "${name}"`;
    const { condition, object } = splitBody(body);
    const holds = () => !condition || asBoolean(evaluate(condition, scope), condition.at);
    this.#present = lazy(holds, `The condition of ${this.about}`, position);
    this.#content = lazy(
      () => {
        const full = resolve(dirname(nesting.at(-1) ?? ""), path);
        if (nesting.includes(full)) throw bicepError("A module cannot use itself.", position);
        const file = evaluation.read(full);
        const place = { deployment: deploymentOf(object, scope), at: position, nesting: [...nesting, full] };
        return new EvaluatedFile(file, parametersOf(object, scope), place, evaluation);
      },
      this.about,
      position,
    );
  }

  get present(): boolean {
    return this.#present();
  }

  get content(): EvaluatedFile {
    return this.#content();
  }

  member(name: string): Value | undefined {
    return name === "outputs" && this.present ? new ModuleOutputs(this.about, this.content) : undefined;
  }

  override lacks(name: string): string {
    if (name !== "outputs") return `${this.about} shows its outputs only, no "${name}".`;
    return `${this.about} is not deployed, as its condition does not hold; it has no outputs.`;
  }

  whole(at: BicepPosition): PlainValue {
    throw bicepError(`${this.about} is no value; use its outputs.`, at);
  }
}

class ModuleOutputs extends Reference {
  readonly about: string;
  readonly #content: EvaluatedFile;

  constructor(module: string, content: EvaluatedFile) {
    super();
    this.about = `the outputs of ${module}`;
    this.#content = content;
  }

  member(name: string): Value | undefined {
    return this.#content.output(name);
  }

  override lacks(name: string): string {
    return `${this.#content.file.file} has no output "${name}". There are: ${this.#content.outputNames.join(", ") || "none"}.`;
  }

  whole(): PlainValue {
    return this.#content.outputs();
  }
}

function property(object: ObjectExpression, name: string): BicepExpression | undefined {
  return object.properties.find((one) => one.name === name)?.value;
}

function parametersOf(object: ObjectExpression, scope: Scope): ReadonlyMap<string, GivenParameter> {
  const params = property(object, "params");
  if (!params) return new Map();
  if (params.kind !== "object") throw bicepError("params must be { … }.", params.at);
  return new Map(
    params.properties.map(({ name, value, at }) => {
      if (typeof name !== "string") throw bicepError("The name of a parameter must be written out.", at);
      return [name, { value: evaluate(value, scope), at }];
    }),
  );
}

/** Where it is deployed: `scope: resourceGroup('other')` leads elsewhere. */
function deploymentOf(object: ObjectExpression, { deployment, ...scope }: Scope): Deployment {
  const expression = property(object, "scope");
  if (!expression) return deployment;
  const place = evaluate(expression, { deployment, ...scope });
  const name = isObject(place) ? toPlain(place.name ?? null, expression.at) : undefined;
  return typeof name === "string" ? { ...deployment, resourceGroup: name } : deployment;
}
