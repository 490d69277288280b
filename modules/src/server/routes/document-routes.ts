import { z } from "zod";
import { defineRoute, type Route } from "../http/route.ts";
import { docsPage } from "../openapi/docs-page.ts";
import { openApiDocument } from "../openapi/openapi-document.ts";

/** The OpenAPI document of all routes with these, and a page to read it. `GET /` says where they are. */
export function withDocuments(routes: readonly Route[]): readonly Route[] {
  const document = { text: "", page: "" };
  const open = (path: string, name: string, about: string, type: string, text: () => string) =>
    defineRoute({
      method: "GET",
      path,
      name,
      tag: "Documents",
      about,
      scope: "open",
      answers: { 200: { about, schema: type === "application/json" ? z.looseObject({}) : z.string(), type } },
      handle: () => ({
        body: text(),
        headers: { "content-type": `${type}; charset=utf-8`, ...(type === "text/html" && PAGE_HEADERS) },
      }),
    });
  const all: readonly Route[] = [
    ...routes,
    open(
      "/openapi.json",
      "getOpenApiDocument",
      "This API as an OpenAPI document.",
      "application/json",
      () => {
        document.text ||= JSON.stringify(openApiDocument(all));
        return document.text;
      },
    ),
    open("/docs", "getDocsPage", "This API as a page.", "text/html", () => {
      document.page ||= docsPage(all);
      return document.page;
    }),
    open("/", "getIndex", "Where to begin.", "application/json", () => INDEX),
  ];
  return all;
}

const INDEX = JSON.stringify({
  name: "Multi-Model AI Orchestration Platform",
  version: "1.0.0",
  base_url: "/v1",
  docs: "/docs",
  openapi: "/openapi.json",
  health: "/health",
});

const PAGE_HEADERS = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};
