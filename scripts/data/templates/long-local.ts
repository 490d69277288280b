import type { TemplateGroup } from "../prompt-template.ts";
import {
  arithmeticInStory,
  extractDay,
  extractPhone,
  listSort,
  readNameInStory,
  readOpeningHours,
} from "./long-local/finding.ts";
import {
  chatLongGreeting,
  chatLongThanks,
  editSpelling,
  rewritePolite,
  summaryOneLine,
  trapBigWordsSmallRequest,
} from "./long-local/wording.ts";

/** Long and easy: much text around a small request. The splits are drawn in this order. */
export const longLocal: TemplateGroup = [
  chatLongGreeting,
  extractPhone,
  extractDay,
  readNameInStory,
  listSort,
  editSpelling,
  chatLongThanks,
  rewritePolite,
  summaryOneLine,
  arithmeticInStory,
  readOpeningHours,
  trapBigWordsSmallRequest,
];
