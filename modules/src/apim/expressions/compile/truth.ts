import type { Frame } from "../run.ts";
import { invalidOperands } from "../values/invalid-operands.ts";
import { JValue } from "../values/json/j-value.ts";
import { nullReference } from "../values/net-exception.ts";
import type { Code } from "./code.ts";

/** A condition's value. */
export function truth({ run }: Code): (frame: Frame) => boolean {
  return (frame) => {
    const value = run(frame);
    if (typeof value === "boolean") return value;
    if (value instanceof JValue && typeof value.value === "boolean") return value.value;
    throw value === null ? nullReference() : invalidOperands("true", value);
  };
}
