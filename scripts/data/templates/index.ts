import type { TemplateGroup } from "../prompt-template.ts";
import { englishCloud } from "./english-cloud.ts";
import { englishLocal } from "./english-local.ts";
import { longCloud } from "./long-cloud.ts";
import { longLocal } from "./long-local.ts";
import { codeCloud, codeLocal } from "./pasted-code.ts";
import { shortCloud } from "./short-cloud.ts";
import { shortLocal } from "./short-local.ts";

/** Every template, in the order of the rows made from them. */
export const templateGroups: readonly TemplateGroup[] = [
  shortLocal,
  shortCloud,
  longLocal,
  longCloud,
  codeLocal,
  codeCloud,
  englishLocal,
  englishCloud,
];
