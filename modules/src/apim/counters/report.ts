import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { AttributeShapes } from "../pipeline/policy.ts";

/** Where a limit says one of its figures; both may be missing. */
export interface ReportTarget {
  readonly header: string | undefined;
  readonly variable: string | undefined;
}

/** The attributes `NAME-header-name` and `NAME-variable-name` of a figure. */
export function reportShapes(...names: readonly string[]): AttributeShapes {
  const places = names.flatMap((name) => [`${name}-header-name`, `${name}-variable-name`]);
  return Object.fromEntries(places.map((place) => [place, { expression: false }]));
}

/** Reads `NAME-header-name` and `NAME-variable-name`. */
export function reportTarget({ attributes }: PolicyElement, name: string, header?: string): ReportTarget {
  return {
    header: attributes.get(`${name}-header-name`)?.value ?? header,
    variable: attributes.get(`${name}-variable-name`)?.value,
  };
}

/** Sets the variable as an `int`. */
export function reportVariable({ variables }: Exchange, { variable }: ReportTarget, figure: number): void {
  if (variable !== undefined) variables.set(variable, figure);
}

/** Headers of an answer, for the figures that have one. */
export function reportHeaders(
  figures: readonly (readonly [ReportTarget, number])[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    figures.flatMap(([{ header }, figure]) => (header === undefined ? [] : [[header, String(figure)]])),
  );
}
