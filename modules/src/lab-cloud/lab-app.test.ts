import { expect, test } from "vitest";
import { servedPath } from "./lab-app.ts";

test.each([
  ["/openai/v1/models", "/openai/v1/models"],
  ["//openai//v1/models/", "/openai/v1/models"],
  ["/gateway/inference/openai/deployments/a/chat/completions", "/openai/deployments/a/chat/completions"],
  ["/openai/openai/deployments/a/chat/completions", "/openai/deployments/a/chat/completions"],
  ["/api/projects/lab/openai/v1/chat/completions", "/api/projects/lab/openai/v1/chat/completions"],
  ["/openai/status", "/openai/status"],
  ["/", "/"],
  ["//", "/"],
])("%s is served as %s", (asked, served) => {
  expect(servedPath(asked)).toBe(served);
});
