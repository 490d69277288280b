import type { TemplateGroup } from "../prompt-template.ts";
import { analyseArgument, analyseFigures, contractClause, essayHistory } from "./long-cloud/analysis.ts";
import {
  arithmeticRates,
  codeFromSpec,
  designMigration,
  planBusiness,
  puzzleSchedule,
} from "./long-cloud/planning.ts";
import {
  teachTwoAudiences,
  translateRegister,
  writeConstrainedStory,
  writeDelicateLetter,
} from "./long-cloud/writing.ts";

/** Long and hard: several demands that an answer has to meet together. The splits are drawn in this order. */
export const longCloud: TemplateGroup = [
  planBusiness,
  codeFromSpec,
  puzzleSchedule,
  analyseArgument,
  essayHistory,
  analyseFigures,
  writeConstrainedStory,
  arithmeticRates,
  contractClause,
  designMigration,
  teachTwoAudiences,
  writeDelicateLetter,
  translateRegister,
];
