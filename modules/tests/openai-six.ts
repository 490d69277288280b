import { installForChecks } from "./check-package.ts";

/** The older line of the openai package, for programs that have not moved on. */
export const OPENAI_SIX = "6.49.0";

/** A folder in which programs find it before the newer one. */
export const installOpenaiSix = () => installForChecks("openai", OPENAI_SIX);
