import { type BicepPosition, bicepError } from "./bicep-error.ts";
import type { BicepExpression, ConditionalBody, ObjectExpression } from "./bicep-expression.ts";
import type { ResourceDeclaration } from "./bicep-file.ts";
import { resourceGroupId } from "./deployment.ts";
import { evaluate, evaluateObject } from "./evaluate-expression.ts";
import { lazy } from "./lazy.ts";
import { resourceIdBelow } from "./resource-id.ts";
import { keysOf, type ReadRuntimeState, runtimeState } from "./runtime-state.ts";
import type { Scope } from "./scope.ts";
import {
  asBoolean,
  asText,
  isList,
  type PlainObject,
  Reference,
  toPlain,
  typeName,
  type Value,
} from "./value.ts";

export interface ResourceOptions {
  readonly declaration: ResourceDeclaration;
  readonly scope: Scope;
  readonly body: BicepExpression;
  /** The resource in whose body it is declared. */
  readonly enclosing: ResourceInstance | undefined;
  readonly runtime: ReadRuntimeState | undefined;
}

/** Members that say where a resource belongs; Azure gets them otherwise. */
const PLACES = new Set(["parent", "scope", "dependsOn"]);

/** One resource of an evaluated file. Everything is evaluated on request, so that names can be used before bodies are known. */
export class ResourceInstance extends Reference {
  readonly declaration: ResourceDeclaration;
  readonly about: string;
  readonly #scope: Scope;
  readonly #enclosing: ResourceInstance | undefined;
  readonly #condition: BicepExpression | undefined;
  readonly #object: ObjectExpression;
  readonly #children = new Map<string, ResourceInstance>();
  readonly #present: () => boolean;
  readonly #name: () => string;
  readonly #parent: () => ResourceInstance | undefined;
  readonly #id: () => string;
  readonly #body: () => PlainObject;
  readonly #state: () => PlainObject;

  constructor({ declaration, scope, body, enclosing, runtime }: ResourceOptions) {
    super();
    this.declaration = declaration;
    this.about = `the resource "${declaration.name}"`;
    this.#scope = scope;
    this.#enclosing = enclosing;
    const { condition, object } = splitBody(body);
    this.#condition = condition;
    this.#object = object;
    const once = <T>(what: string, make: () => T) =>
      lazy(make, `${what} of ${this.about}`, declaration.position);
    this.#present = once("The condition", () => this.#findPresent());
    this.#name = once("The name", () => this.#findName());
    this.#parent = once("The parent", () => this.#findParent());
    this.#id = once("The id", () => this.#findId());
    this.#body = once("The body", () => this.#findBody());
    this.#state = once("The state", () => runtimeState(this, runtime));
    for (const child of object.resources) this.#addChild(child, runtime);
  }

  /** False when its condition does not hold. */
  get present(): boolean {
    return this.#present();
  }

  /** The last part of its name. */
  get name(): string {
    return this.#name();
  }

  get type(): string {
    const own = this.declaration.type;
    return this.#enclosing && !own.includes("/") ? `${this.#enclosing.type}/${own}` : own;
  }

  get existing(): boolean {
    return this.declaration.existing;
  }

  get id(): string {
    return this.#id();
  }

  get parent(): ResourceInstance | undefined {
    return this.#parent();
  }

  get children(): Iterable<ResourceInstance> {
    return this.#children.values();
  }

  /** What is declared, without `parent`, `scope` and `dependsOn`. */
  get body(): PlainObject {
    return this.#body();
  }

  member(name: string): Value | undefined {
    if (name === "name") return this.name;
    if (name === "id") return this.id;
    if (name === "type") return this.type;
    if (name === "apiVersion") return this.declaration.apiVersion;
    return this.present ? this.#state()[name] : undefined;
  }

  override lacks(name: string): string {
    const why = this.present ? "" : " is not deployed, as its condition does not hold; it";
    return `${this.about}${why} has no "${name}".`;
  }

  override method(name: string, _given: readonly Value[], at: BicepPosition): Value | undefined {
    return name.startsWith("list") ? keysOf(this.id, name, at) : undefined;
  }

  override child(name: string): Value | undefined {
    return this.#children.get(name);
  }

  whole(): PlainObject {
    return {
      id: this.id,
      name: this.name,
      type: this.type,
      apiVersion: this.declaration.apiVersion,
      ...this.#state(),
    };
  }

  #addChild(declaration: ResourceDeclaration, runtime: ReadRuntimeState | undefined): void {
    const own = { scope: this.#scope, body: declaration.body, enclosing: this, runtime };
    this.#children.set(declaration.name, new ResourceInstance({ declaration, ...own }));
  }

  #findPresent(): boolean {
    if (this.#enclosing && !this.#enclosing.present) return false;
    return !this.#condition || asBoolean(evaluate(this.#condition, this.#scope), this.#condition.at);
  }

  #property(name: string): BicepExpression | undefined {
    return this.#object.properties.find((property) => property.name === name)?.value;
  }

  #findName(): string {
    const name = this.#property("name");
    if (name) return asText(evaluate(name, this.#scope), name.at);
    throw bicepError(`${this.about} has no name.`, this.declaration.position);
  }

  #findParent(): ResourceInstance | undefined {
    const expression = this.#property("parent");
    if (!expression) return this.#enclosing;
    const parent = evaluate(expression, this.#scope);
    if (parent instanceof ResourceInstance) return parent;
    throw bicepError(`parent must be a resource, not ${typeName(parent)}.`, expression.at);
  }

  #findId(): string {
    const { parent, name } = this;
    const below = parent ? this.#idBelow(parent, name) : resourceIdBelow(this.#base(), this.type, [name]);
    if (below !== undefined) return below;
    throw bicepError(
      `The name "${name}" does not fit to ${this.type}: each part of a type needs a name.`,
      this.declaration.position,
    );
  }

  #idBelow(parent: ResourceInstance, name: string): string | undefined {
    const rest = this.type.toLowerCase().startsWith(`${parent.type.toLowerCase()}/`)
      ? this.type.slice(parent.type.length + 1)
      : undefined;
    if (rest === undefined || rest.includes("/") || name.includes("/")) return undefined;
    return `${parent.id}/${rest}/${name}`;
  }

  /** The id of what it lies in or extends. */
  #base(): string {
    const expression = this.#property("scope");
    const scope = expression && evaluate(expression, this.#scope);
    if (scope instanceof ResourceInstance) return scope.id;
    const id =
      typeof scope === "object" && scope !== null && !isList(scope) && "id" in scope ? scope.id : undefined;
    return typeof id === "string" ? id : resourceGroupId(this.#scope.deployment);
  }

  #findBody(): PlainObject {
    this.#checkPlaces();
    const object = {
      ...this.#object,
      properties: this.#object.properties.filter(({ name }) => !PLACES.has(String(name))),
    };
    const at = this.declaration.position;
    return Object.fromEntries(
      Object.entries(evaluateObject(object, this.#scope)).map(([name, value]) => [name, toPlain(value, at)]),
    );
  }

  /** Names in `dependsOn` must exist though nothing is made of them. */
  #checkPlaces(): void {
    const expression = this.#property("dependsOn");
    if (expression) evaluate(expression, this.#scope);
  }
}

/** @throws BicepError when the body is no object */
export function splitBody(body: BicepExpression): {
  readonly condition: BicepExpression | undefined;
  readonly object: ObjectExpression;
} {
  const conditional: ConditionalBody | undefined = body.kind === "if" ? body : undefined;
  const object = conditional ? conditional.body : body;
  if (object.kind === "object") return { condition: conditional?.condition, object };
  throw bicepError("The body must be { … }.", body.at);
}
