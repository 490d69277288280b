import type {
  ContentFilterResultDetailsForPromptOutput,
  ContentFilterResultsForChoiceOutput,
} from "@azure/openai/types";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type ContentFilterResults,
  filteredCategories,
  mergeFilterReports,
  readContentFilter,
  readFilterReport,
} from "./content-filter.ts";

const safe = { filtered: false, severity: "safe" };

describe("the filter's results", () => {
  test("are typed as Microsoft types them, so that either may stand for the other", () => {
    expectTypeOf<ContentFilterResultsForChoiceOutput>().toExtend<ContentFilterResults>();
    expectTypeOf<ContentFilterResultDetailsForPromptOutput>().toExtend<ContentFilterResults>();
    type Verdicts = Omit<ContentFilterResults, "error">;
    expectTypeOf<Verdicts>().toExtend<Omit<ContentFilterResultsForChoiceOutput, "error">>();
    expectTypeOf<Verdicts>().toExtend<Omit<ContentFilterResultDetailsForPromptOutput, "error">>();
  });

  test("are read by category, with unknown ones left out", () => {
    expect(
      readContentFilter({
        hate: safe,
        self_harm: { filtered: true, severity: "high" },
        jailbreak: { filtered: true, detected: true },
        protected_material_code: {
          filtered: false,
          detected: true,
          citation: { URL: "https://a.example", license: "MIT" },
        },
        error: { code: "content_filter_error", message: "The filter is down." },
        something_new: { filtered: true },
        violence: "no verdict",
      }),
    ).toEqual({
      hate: safe,
      self_harm: { filtered: true, severity: "high" },
      jailbreak: { filtered: true, detected: true },
      protected_material_code: { filtered: false, detected: true, URL: "https://a.example", license: "MIT" },
      error: { code: "content_filter_error", message: "The filter is down." },
    });
  });

  test.each([undefined, null, 1, "text", [], {}, { hate: null }, { hate: { severity: "high" } }])(
    "are not made up from %j",
    (value) => {
      expect(readContentFilter(value)).toBeUndefined();
    },
  );

  test("name the categories for which text was held back", () => {
    const results = readContentFilter({
      hate: safe,
      violence: { filtered: true, severity: "medium" },
      jailbreak: { filtered: true, detected: true },
      profanity: { filtered: false, detected: true },
    });
    expect(filteredCategories(results ?? {})).toEqual(["violence", "jailbreak"]);
  });
});

describe("a report", () => {
  test("holds what is said of the prompt and of the answer", () => {
    const report = readFilterReport({
      prompt_filter_results: [
        { prompt_index: 0, content_filter_results: { hate: safe } },
        { prompt_index: 1, content_filter_results: { hate: { filtered: true, severity: "high" } } },
      ],
      choices: [{ content_filter_results: { sexual: safe } }],
    });
    expect(report).toEqual({
      prompt: { hate: { filtered: true, severity: "high" } },
      answer: { sexual: safe },
    });
  });

  test("is empty when no filter spoke", () => {
    for (const value of [{}, { choices: [] }, { choices: [{}], prompt_filter_results: [] }, { choices: "x" }])
      expect(readFilterReport(value)).toEqual({});
  });

  test("keeps the worst of what is said piece by piece", () => {
    const low = { answer: { violence: { filtered: false, severity: "low" } } };
    const high = { answer: { violence: { filtered: true, severity: "high" } } };
    const detected = { answer: { profanity: { filtered: false, detected: true } } };
    const clean = { answer: { profanity: { filtered: false, detected: false } } };
    const merged = [low, high, clean, detected, low, clean].reduce(mergeFilterReports, {});
    expect(merged).toEqual({
      answer: {
        violence: { filtered: true, severity: "high" },
        profanity: { filtered: false, detected: true },
      },
    });
  });
});
