import type { TemplateGroup } from "../prompt-template.ts";
import { codeTrickyOneLiner, translateVerse } from "./short-cloud/craft.ts";
import { compareTechnologies, designSystem, healthTogether, lawMayI } from "./short-cloud/judgement.ts";
import {
  arithmeticLong,
  estimateFermi,
  logicLiars,
  proofClaim,
  puzzleSequence,
  whatIfPhysics,
  whyDeepScience,
} from "./short-cloud/reasoning.ts";

/** Short and hard, many of them in plain words that easy questions use too. The splits are drawn in this order. */
export const shortCloud: TemplateGroup = [
  proofClaim,
  whyDeepScience,
  estimateFermi,
  designSystem,
  logicLiars,
  compareTechnologies,
  translateVerse,
  codeTrickyOneLiner,
  arithmeticLong,
  lawMayI,
  healthTogether,
  puzzleSequence,
  whatIfPhysics,
];
