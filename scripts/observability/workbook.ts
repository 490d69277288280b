import { type KqlQuery, kqlQueries } from "./kql-queries.ts";

const HOUR_MS = 3_600_000;

/**
 * The queries as a workbook of Application Insights, to be pasted into its advanced editor.
 * @param textOf A query's text, by its name.
 */
export function workbook(textOf: (name: string) => string): object {
  return {
    version: "Notebook/1.0",
    items: [
      {
        type: 1,
        content: {
          json: "# Hybrid router\n\nOne request is one trace: `hybrid.route` is the decision, `hybrid.execute` what followed.",
        },
        name: "about",
      },
      { type: 9, content: PARAMETERS, name: "parameters" },
      ...kqlQueries.map((query) => item(query, textOf(query.name))),
    ],
    isLocked: false,
    fallbackResourceIds: ["Azure Monitor"],
    $schema: "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
  };
}

const PARAMETERS = {
  version: "KqlParameterItem/1.0",
  parameters: [
    {
      id: "time-range",
      version: "KqlParameterItem/1.0",
      name: "TimeRange",
      label: "Time",
      type: 4,
      isRequired: true,
      value: { durationMs: 24 * HOUR_MS },
      typeSettings: {
        selectableValues: [1, 4, 24, 24 * 7, 24 * 30].map((hours) => ({ durationMs: hours * HOUR_MS })),
        allowCustom: true,
      },
    },
  ],
  style: "pills",
  queryType: 0,
  resourceType: "microsoft.insights/components",
} as const;

function item({ name, title, visualization, width }: KqlQuery, query: string): object {
  return {
    type: 3,
    content: {
      version: "KqlItem/1.0",
      query,
      size: 0,
      title,
      timeContextFromParameter: "TimeRange",
      queryType: 0,
      resourceType: "microsoft.insights/components",
      visualization,
    },
    customWidth: String(width),
    name,
  };
}
