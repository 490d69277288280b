/** How a secret or something personal looks, and what stands in its place. */
export interface SecretPattern {
  readonly name: string;
  /** Global; never looks back over more than a few hundred characters. */
  readonly pattern: RegExp;
  /** Further proof, for patterns that would hide too much. */
  readonly holds?: (found: string) => boolean;
}

/** Keys and tokens: they open something, so they are hidden even where content may be seen. */
export const CREDENTIALS: readonly SecretPattern[] = [
  { name: "private key", pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END|$)/g },
  { name: "token", pattern: /\beyJ[\w-]{6,2000}\.[\w-]{4,4000}(?:\.[\w-]{0,2000})?/g },
  { name: "key", pattern: /\b(?:sk|pk|rk)[-_](?:[\w-]{1,16}[-_])?[A-Za-z\d_-]{12,300}/g },
  {
    name: "key",
    pattern:
      /\b(?:gh[pousr]_|github_pat_|glpat-|hf_|xox[abprs]-|npm_|pypi-|AIza|AKIA|ASIA|co_)[\w-]{10,300}/g,
  },
  { name: "credential", pattern: /\b(?:bearer|basic)\s+[\w.~+/=-]{8,4000}/gi },
  {
    name: "credential",
    pattern:
      /\b[\w-]{0,30}(?:api[-_ ]?key|subscription[-_ ]?key|instrumentationkey|accountkey|sharedaccesskey|access[-_ ]?token|client[-_ ]?secret|secret|password|passwd|pwd|sig)["']?\s{0,3}[:=]\s{0,3}["']?[^\s"'&,;]{3,4000}/gi,
  },
  { name: "address with a password", pattern: /:\/\/[^\s/@:]{1,200}:[^\s/@]{1,400}@/g },
  { name: "key", pattern: /\b[a-f\d]{32,128}\b/gi },
  { name: "key", pattern: /(?<![\w+/=-])[A-Za-z\d+/]{40,512}={0,2}(?![\w+/=-])/g, holds: looksDrawn },
];

/** What belongs to a person. */
export const PERSONAL: readonly SecretPattern[] = [
  { name: "mail address", pattern: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g },
  { name: "card", pattern: /(?<!\d)\d{13,19}(?!\d)/g, holds: isCard },
  {
    name: "card",
    pattern: /(?<!\d)\d{4}[ -](?:\d{4}[ -]\d{4}[ -]\d{1,7}|\d{6}[ -]\d{4,5})(?!\d)/g,
    holds: isCard,
  },
  {
    name: "account",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?\b/g,
    holds: (found) => /\d{4}/.test(found),
  },
  { name: "social security number", pattern: /\b\d{3}-\d{2}-\d{4}\b/g },
  { name: "telephone number", pattern: /(?<![\w.])\+\d{1,3}[ ./()-]{0,2}\d(?:[ ./()-]{0,2}\d){6,13}(?!\w)/g },
  { name: "telephone number", pattern: /(?<![\w.-])\(?\d{3}\)?[ -]\d{3}[ -]\d{4}(?![\w-])/g },
  {
    name: "network address",
    pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g,
    // A machine's own address is nobody's.
    holds: (found) =>
      !/^(?:127\.|0\.0\.0\.0$)/.test(found) && found.split(".").every((part) => Number(part) <= 255),
  },
];

/**
 * Something that every text has in which a pattern above finds anything: a sign, a prefix or a run of digits. One look for it is far cheaper
 * than all patterns, and most texts have none of it. A new pattern needs its part here.
 */
const TRACES = [
  "@|://",
  "(?:key|token|secret|passwd|password|pwd|sig)[\"']?\\s{0,3}[:=]",
  "-----BEGIN",
  "eyJ",
  "[spr]k[-_]",
  "gh[pousr]_|github_pat_|glpat-|hf_|xox[abprs]-|npm_|pypi-|AIza|AKIA|ASIA|co_",
  "(?:bearer|basic)\\s",
  "[a-z\\d+/]{32}",
  "\\d{4}[ -]?\\d{4}",
  "[A-Z]{2}\\d{2}",
  "\\d{3}-\\d{2}-\\d{4}",
  "\\+\\d",
  "\\d{3}\\)?[ -]\\d{3}",
  "\\d\\.\\d{1,3}\\.\\d",
];
const SUSPICIOUS = new RegExp(TRACES.join("|"), "i");

/** Whether a look with all patterns is needed; false only where none of them finds anything. */
export const isSuspicious = (text: string): boolean => SUSPICIOUS.test(text);

/** The check digit of card numbers (Luhn). */
function isCard(found: string): boolean {
  const digits = [...found.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return digits.length >= 13 && sum % 10 === 0;
}

/** Capitals, small letters and digits mixed: no word and no path. */
function looksDrawn(found: string): boolean {
  return /[A-Z]/.test(found) && /[a-z]/.test(found) && /\d/.test(found);
}
