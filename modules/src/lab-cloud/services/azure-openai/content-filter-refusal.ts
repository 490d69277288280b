import { AzureRefusal } from "../../azure-refusal.ts";
import type { PromptFindings } from "./content-filter.ts";

/** The refusal of a prompt that the content filter stops, as Azure words it. */
export const contentFiltered = (found: PromptFindings): AzureRefusal =>
  new AzureRefusal(400, {
    message:
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
    type: null,
    param: "prompt",
    code: "content_filter",
    status: 400,
    innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: found },
  });
