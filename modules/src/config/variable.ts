import { z } from "zod";

/** What reading one value gave: the typed value, or a sentence saying what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** One environment variable: its name, its meaning and how its text becomes a typed value. */
export interface Variable<T> {
  readonly name: string;
  /** One line for `.env.example`. */
  readonly about: string;
  /** Older or other names for the same thing; reading one of them gives a warning. */
  readonly aliases: readonly string[];
  /** Text that stands in when nothing is set. */
  readonly fallback: string | undefined;
  /** The value is never shown, logged or put into a message. */
  readonly secret: boolean;
  /** Only a library reads it; we list it and pass it on. */
  readonly readBySdk: boolean;
  /** We read it, and a library must not: `.env`'s value is not put into the environment. The reason, for a warning. */
  readonly keptFromSdks: string | undefined;
  /** Read and checked, but nothing goes by it so far; setting it gives a warning. */
  readonly notUsedYet: boolean;
  /** `undefined` and empty text both mean "not set". */
  read(text: string | undefined): Reading<T>;
}

export interface VariableOptions {
  readonly aliases?: readonly string[];
  readonly secret?: boolean;
  readonly readBySdk?: boolean;
  readonly keptFromSdks?: string;
}

type WithFallback = VariableOptions & { readonly fallback: string };

/** Builds the two forms of a kind: with a fallback the value is always there, without it may be `undefined`. */
function kind<T>(
  schema: z.ZodType<T, string>,
  expected: string | ((given: string) => string),
  show: (given: string) => string = shorten,
) {
  function variable(name: string, about: string, options: WithFallback): Variable<T>;
  function variable(name: string, about: string, options?: VariableOptions): Variable<T | undefined>;
  function variable(
    name: string,
    about: string,
    options: VariableOptions & { fallback?: string } = {},
  ): Variable<T | undefined> {
    const { aliases = [], secret = false, readBySdk = false, keptFromSdks, fallback } = options;
    const read = (text: string | undefined): Reading<T | undefined> => {
      const given = text?.trim() || fallback;
      if (given === undefined) return { value: undefined };
      const parsed = schema.safeParse(given);
      if (parsed.success) return { value: parsed.data };
      const must = `must be ${typeof expected === "string" ? expected : expected(given)}`;
      return { problem: secret ? must : `${must}, not "${show(given)}"` };
    };
    return { name, about, aliases, fallback, secret, readBySdk, keptFromSdks, notUsedYet: false, read };
  }
  return variable;
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

const TRUE = new Set(["true", "1", "yes", "on"]);
const FALSE = new Set(["false", "0", "no", "off"]);

export const textVariable = kind(z.string(), "text");

const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""));
const bareUrl = url.refine((text) => !/[@?#]/.test(text));

/** An address without a slash at its end. */
export const urlVariable = kind(url, "an http or https address", showAddress);

/** An address to which a path is added: without user, password, query and fragment, which would be lost or sent about. */
export const endpointVariable = kind(
  bareUrl,
  (given) =>
    `an http or https address${url.safeParse(given).success ? " without user, password, ? and #" : ""}`,
  showAddress,
);

/** A key in the place of an address, or within one, must not get into a message. */
function showAddress(given: string): string {
  if (/^[^\s:./]{20,}$/.test(given)) return "(hidden: it looks like a key)";
  return shorten(given.replace(/\/\/[^/\s]*@/, "//...@").replace(/[?#].*/s, (rest) => `${rest[0]}...`));
}

/** An address to which `/v1` is added, so one that comes with it loses it. */
export const serverVariable = kind(
  url.transform((text) => text.replace(/\/v1$/, "")),
  "an http or https address",
  showAddress,
);

export const flagVariable = kind(
  z
    .string()
    .toLowerCase()
    .refine((text) => TRUE.has(text) || FALSE.has(text))
    .transform((text) => TRUE.has(text)),
  "true or false",
);

/** A switch that decides where questions and keys go: only the word `true` turns it on, and nothing else is guessed at. */
export const switchVariable = kind(
  z
    .string()
    .toLowerCase()
    .refine((text) => text === "true" || text === "false")
    .transform((text) => text === "true"),
  "the word true or the word false",
);

/** A deployment's name, as Azure allows it. */
export const deploymentVariable = kind(
  z.string().regex(/^[\w.-]{1,64}$/),
  "a deployment name (letters, digits, - _ . and at most 64 of them)",
  showAddress,
);

/** Words separated by commas, at least one. */
export const listVariable = kind(
  z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== ""),
    )
    .refine((items) => items.length > 0),
  "words separated by commas",
);

const decimal = z
  .string()
  .regex(/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i)
  .transform(Number);

/** A whole number from `least` to `most`. */
export const integerVariable = (least: number, most: number) =>
  kind(decimal.pipe(z.int().min(least).max(most)), `a whole number from ${least} to ${most}`);

/** A number from `least` to `most`. */
export const numberVariable = (least: number, most: number) =>
  kind(decimal.pipe(z.number().min(least).max(most)), `a number from ${least} to ${most}`);

/** One of a few words. */
export const choiceVariable = <const Word extends string>(words: readonly [Word, ...Word[]]) =>
  kind(
    z.string().refine((text): text is Word => words.includes(text as Word)),
    `one of ${words.join(", ")}`,
  );

/** A secret: kept out of every message. */
export const secretVariable = (name: string, about: string, aliases: readonly string[] = []) =>
  textVariable(name, about, { aliases, secret: true });

/** Marks a group of variables as not used yet. */
export function later<Group extends Readonly<Record<string, Variable<unknown>>>>(group: Group): Group {
  const marked = Object.entries(group).map(([key, variable]) => [key, { ...variable, notUsedYet: true }]);
  return Object.fromEntries(marked) as Group;
}
