import { JToken, pathStep, type TokenType } from "./j-token.ts";
import { JValue } from "./j-value.ts";
import { writeJson } from "./write-json.ts";

/** `JProperty`: a name with its value. */
export class JProperty extends JToken {
  readonly netType = "Newtonsoft.Json.Linq.JProperty";
  readonly name: string;
  #value: JToken;

  constructor(name: string, value: JToken) {
    super();
    this.name = name;
    this.#value = this.adopt(value);
  }

  get type(): TokenType {
    return "Property";
  }

  get value(): JToken {
    return this.#value;
  }

  set value(value: JToken) {
    this.#value.parent = undefined;
    this.#value = this.adopt(value);
  }

  children(): readonly JToken[] {
    return [this.#value];
  }

  clone(): JProperty {
    return new JProperty(this.name, this.#value.clone());
  }

  /** Taking away a property's value takes away the property. */
  removeChild(child: JToken): void {
    if (this.parent) this.remove();
    else if (child === this.#value) this.value = new JValue(null);
  }

  replaceChild(_child: JToken, replacement: JToken): void {
    this.value = replacement;
  }

  override stepTo(): string {
    return "";
  }

  override toText(): string {
    return writeJson(this, true);
  }

  override get path(): string {
    const above = this.parent?.path ?? "";
    const own = pathStep(this.name);
    return above === "" || own.startsWith("[") ? `${above}${own}` : `${above}.${own}`;
  }
}
