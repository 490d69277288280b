import { describe, expect, test } from "vitest";
import { loadSettings } from "../config/settings.ts";
import { SettingsError } from "../core/errors.ts";
import { apiVersions, tellsStreamedUsage } from "./api-versions.ts";
import { directModel } from "./direct-model.ts";
import { type DeploymentSettings, modelDeployments, resolveDeployment } from "./model-deployments.ts";
import { readCatalog } from "./read-catalog.ts";

const settingsOf = (environment: Record<string, string> = {}) =>
  loadSettings({ environment, envFile: false }).settings;

/** The line that is shown, hint included. */
function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return `${error.message} ${error.hint}`;
    throw error;
  }
  throw new Error("nothing was refused");
}

const TABLE = [
  ["gpt-4o", "AZURE_DEPLOYMENT_GPT4O", "gpt-4o-deployment", "OpenAI"],
  ["gpt-4o-mini", "AZURE_DEPLOYMENT_GPT4O_MINI", "gpt-4o-mini-deployment", "OpenAI"],
  ["gpt-4-turbo", "AZURE_DEPLOYMENT_GPT4_TURBO", "gpt-4-turbo-deployment", "OpenAI"],
  ["gpt-4", "AZURE_DEPLOYMENT_GPT4", "gpt-4-deployment", "OpenAI"],
  ["gpt-3.5-turbo", "AZURE_DEPLOYMENT_GPT35_TURBO", "gpt-35-turbo-deployment", "OpenAI"],
  ["claude-3-5-sonnet", "AZURE_DEPLOYMENT_CLAUDE_35_SONNET", "claude-35-sonnet-deployment", "Anthropic"],
  ["claude-3-5-haiku", "AZURE_DEPLOYMENT_CLAUDE_35_HAIKU", "claude-35-haiku-deployment", "Anthropic"],
  ["claude-3-opus", "AZURE_DEPLOYMENT_CLAUDE_3_OPUS", "claude-3-opus-deployment", "Anthropic"],
  ["gemini-1.5-pro", "AZURE_DEPLOYMENT_GEMINI_15_PRO", "gemini-15-pro-deployment", "Google"],
  ["gemini-1.5-flash", "AZURE_DEPLOYMENT_GEMINI_15_FLASH", "gemini-15-flash-deployment", "Google"],
  ["gemini-1.5-flash-8b", "AZURE_DEPLOYMENT_GEMINI_15_FLASH_8B", "gemini-15-flash-8b-deployment", "Google"],
  ["mistral-large", "AZURE_DEPLOYMENT_MISTRAL_LARGE", "mistral-large-deployment", "Mistral AI"],
  ["mistral-medium", "AZURE_DEPLOYMENT_MISTRAL_MEDIUM", "mistral-medium-deployment", "Mistral AI"],
  ["mistral-small", "AZURE_DEPLOYMENT_MISTRAL_SMALL", "mistral-small-deployment", "Mistral AI"],
] as const;

describe("the fourteen models", () => {
  test("are these, with these variables and defaults", () => {
    expect(
      modelDeployments.map(({ model, variable, deployment, publisher }) => [
        model,
        variable,
        deployment,
        publisher,
      ]),
    ).toEqual(TABLE);
  });

  test.each(TABLE)("%s is answered by its default, or by what %s names", (model, variable, deployment) => {
    expect(resolveDeployment(model, settingsOf())).toBe(deployment);
    expect(resolveDeployment(model, settingsOf({ [variable]: " my.own_name-2 " }))).toBe("my.own_name-2");
    expect(resolveDeployment(model, settingsOf({ [variable]: "  " }))).toBe(deployment);
  });

  test("are deployed in the lab cloud under their default names, from the same publisher", () => {
    const catalog = readCatalog();
    for (const { model, deployment, publisher } of modelDeployments)
      expect(catalog.deployment(deployment)?.model).toMatchObject({ name: model, publisher });
  });

  test.each([
    ["gpt-35-turbo", "gpt-35-turbo-deployment"],
    ["GPT-4o", "gpt-4o-deployment"],
    ["gpt-4o-2024-11-20", "gpt-4o-deployment"],
    ["gpt-4-0613", "gpt-4-deployment"],
    ["claude-3.5-sonnet", "claude-35-sonnet-deployment"],
    ["claude-3-5-sonnet-20241022", "claude-35-sonnet-deployment"],
    ["gemini-1.5-flash-8b-001", "gemini-15-flash-8b-deployment"],
    ["mistral-large-latest", "mistral-large-deployment"],
  ])("are found when written %s", (written, deployment) => {
    expect(resolveDeployment(written, settingsOf())).toBe(deployment);
  });
});

describe("a mapping that is not there", () => {
  test.each([undefined, "", "   "])("(%j) names the variable to set", (value) => {
    const settings: DeploymentSettings = { ...settingsOf(), deployments: { "gpt-4o": value } };
    expect(refusalOf(() => resolveDeployment("gpt-4o", settings))).toBe(
      "The model gpt-4o has no deployment: AZURE_DEPLOYMENT_GPT4O is not set. Set AZURE_DEPLOYMENT_GPT4O to the name of its deployment, e.g. gpt-4o-deployment.",
    );
  });

  test("of a model nobody knows says what was probably meant, and how to ask a deployment by its own name", () => {
    expect(refusalOf(() => resolveDeployment("gpt-4p", settingsOf()))).toBe(
      'The model "gpt-4p" is none of the 14 that AZURE_DEPLOYMENT_* variables map. Did you mean gpt-4o (AZURE_DEPLOYMENT_GPT4O)? To ask a deployment by its own name, set AZURE_DEPLOYMENT_NAME to it.',
    );
  });

  test("does not stop a deployment that AZURE_DEPLOYMENT_NAME names", () => {
    expect(resolveDeployment("gpt-4.1", settingsOf())).toBe("gpt-4.1");
    expect(resolveDeployment("ours", settingsOf({ AZURE_DEPLOYMENT_NAME: "ours" }))).toBe("ours");
  });

  test.each(["", " ", "\n", "x".repeat(100_000), "😀", "gpt-4o/../../admin", "\u0000"])(
    "of a name like %j is one short line",
    (model) => {
      const line = refusalOf(() => resolveDeployment(model, settingsOf()));
      expect(line.length).toBeLessThan(400);
      expect(line).not.toMatch(/[\n\u0000]/);
      expect(line).toContain("AZURE_DEPLOYMENT_NAME");
    },
  );

  test.each(["a b", "a/b", "https://x.example", "x".repeat(65), "ä"])(
    "of a deployment that cannot be one (%j) is refused where it is set",
    (name) => {
      const line = refusalOf(() => settingsOf({ AZURE_DEPLOYMENT_GPT4: name }));
      expect(line).toMatch(/^AZURE_DEPLOYMENT_GPT4 must be a deployment name/);
    },
  );
});

describe("direct mode", () => {
  test("knows OpenAI's models by OpenAI's names, and leaves names alone that it does not know", () => {
    expect(directModel("gpt-35-turbo")).toBe("gpt-3.5-turbo");
    for (const name of ["gpt-4o", "gpt-4o-2024-11-20", "o3-mini", "gpt-4.1", "ft:gpt-4o:ours"])
      expect(directModel(name)).toBe(name);
  });

  test.each(modelDeployments.filter(({ publisher }) => publisher !== "OpenAI"))(
    "says in one line that $model is reached through Azure mode",
    ({ model, variable, publisher }) => {
      expect(refusalOf(() => directModel(model))).toBe(
        `${model} cannot be asked directly: direct mode speaks OpenAI's form, and ${publisher} has its own. It is reachable through Azure mode: set USE_AZURE_FOUNDRY=true and the name of its deployment in ${variable}.`,
      );
    },
  );

  test("says it of newer models of those families too", () => {
    expect(refusalOf(() => directModel("claude-opus-4-1"))).toBe(
      "A claude model cannot be asked directly: direct mode speaks OpenAI's form, and Anthropic has its own. It is reachable through Azure mode: set USE_AZURE_FOUNDRY=true.",
    );
  });
});

describe("API versions", () => {
  test("are one table, which has every version that a variable falls back to", () => {
    const known = apiVersions.map(({ version }) => version);
    const { azureOpenai, dualMode, apim, modelRouter } = settingsOf();
    for (const { apiVersion } of [azureOpenai, dualMode, apim, modelRouter])
      expect(known).toContain(apiVersion);
    expect(known).toEqual([...known].sort());
    expect(apiVersions.find(({ version }) => version === "2024-10-21")).toEqual({
      version: "2024-10-21",
      stage: "stable",
      streamedUsage: true,
    });
  });

  test.each([
    ["2024-02-15-preview", false],
    ["2024-07-01-preview", false],
    ["2024-08-01-preview", true],
    ["2024-10-21", true],
    ["2031-01-01", true],
  ])("%s tells a stream's usage: %j", (version, expected) => {
    expect(tellsStreamedUsage(version)).toBe(expected);
  });
});
