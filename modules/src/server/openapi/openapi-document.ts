import { z } from "zod";
import type { DeclaredAnswer, Route } from "../http/route.ts";
import { errorBody } from "../routes/declared-answers.ts";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the routes as they are checked: from the same schemas, and nothing else. */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase()] = operation(route);
    paths[route.path] = item;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Multi-Model AI Orchestration Platform",
      version: "1.0.0",
      description:
        "Routes chats to the model that fits, in OpenAI's form. Every answer says where it really came from.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: { ErrorBody: schemaOf(errorBody, "output") },
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    },
  };
}

function operation(route: Route): Json {
  const { name, tag, about, scope, body } = route;
  const parameters = [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)];
  return {
    operationId: name,
    tags: [tag],
    summary: about,
    ...(scope === "open" ? { security: [] } : { "x-scope": scope }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } },
    }),
    responses: Object.fromEntries(
      Object.entries(route.answers).map(([status, declared]) => [status, response(declared, route)]),
    ),
  };
}

function response({ about, schema, type = "application/json" }: DeclaredAnswer, route: Route): Json {
  const streams = route.name === "createChatCompletion" || route.name === "createResponse";
  const isAnswer = schema !== undefined && route.answers[200]?.schema === schema;
  return {
    description: about,
    ...(schema && {
      content: {
        [type]: { schema: schema === errorBody ? ERROR : schemaOf(schema, "output") },
        ...(streams && isAnswer && { "text/event-stream": {} }),
      },
    }),
  };
}

/** Stands once: a client made from the document has one class for it. */
const ERROR: Json = { $ref: "#/components/schemas/ErrorBody" };

function pathParameters({ path, parameters = {} }: Route): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: parameters[name] ? schemaOf(parameters[name], "input") : { type: "string" },
  }));
}

function queryParameters({ query }: Route): Json[] {
  if (!query) return [];
  const { properties = {} } = schemaOf(query, "input");
  return Object.entries(properties as Json).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema,
  }));
}

const IDEMPOTENCY_KEY: Json = {
  name: "idempotency-key",
  in: "header",
  required: false,
  description: "The same request under the same key is answered again, not made again.",
  schema: { type: "string", pattern: "^[!-~]{1,255}$" },
};

const headerParameters = ({ idempotent }: Route): Json[] => (idempotent ? [IDEMPOTENCY_KEY] : []);

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
