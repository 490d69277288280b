import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { paths } from "../src/config/paths.ts";

const FOLDER = join(paths.root, "infra", "agent-router");

/** What a service of these files may say, and of what form it has to be. */
const serviceSchema = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+:[\w.-]*\d[\w.-]*$/, "must be pinned by an exact tag"),
  profiles: z.tuple([z.string()]),
  command: z.array(z.string()),
  ports: z.tuple([z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, "must be bound to this machine")]),
  volumes: z.tuple([z.string()]),
  healthcheck: z.strictObject({
    test: z.tuple([z.literal("CMD")], z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.int().positive(),
    start_period: z.literal("60s"),
  }),
  environment: z.record(z.string(), z.string()).optional(),
  ipc: z.literal("host").optional(),
  deploy: z
    .strictObject({
      resources: z.strictObject({
        reservations: z.strictObject({
          devices: z.tuple([
            z.strictObject({
              driver: z.literal("nvidia"),
              device_ids: z.array(z.string()),
              capabilities: z.tuple([z.literal("gpu")]),
            }),
          ]),
        }),
      }),
    })
    .optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal("service_healthy") })).optional(),
  restart: z.literal("unless-stopped"),
});

const composeSchema = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
});

const routerSchema = z.object({
  models: z.record(z.string(), z.object({ name: z.string().optional(), endpoint: z.string().optional() })),
});

const listSchema = z.object({ files: z.array(z.object({ file: z.string(), url: z.url() })) });

const read = (file: string): unknown => parse(readFileSync(file, "utf8"), { merge: true });
const { services, volumes } = composeSchema.parse(read(join(FOLDER, "compose.yaml")));
const { models } = routerSchema.parse(read(join(paths.data, "orchestrator", "agent-router.yaml")));

/** `8091 qwen2.5-coder-7b-instruct`, of the models that have a port of their own. */
const wanted = Object.values(models)
  .flatMap(({ name, endpoint }) => (endpoint === undefined ? [] : [`${new URL(endpoint).port} ${name}`]))
  .sort();

const after = (command: readonly string[], flag: string) => command[command.indexOf(flag) + 1];

describe.each([
  ["cpu", "--alias", 8080],
  ["gpu", "--served-model-name", 8000],
  ["max", "--served-model-name", 8000],
])("the profile %s", (profile, named, inside) => {
  const servers = Object.entries(services).filter(([, { profiles }]) => profiles[0] === profile);

  test("serves the agent router's models, by their names, on their ports", () => {
    const found = servers.map(
      ([, { ports, command }]) => `${ports[0].split(":")[1]} ${after(command, named)}`,
    );
    expect(found.sort()).toEqual(wanted);
    expect(wanted).toHaveLength(3);
  });

  test("asks its health where it listens", () => {
    for (const [, { ports, healthcheck }] of servers) {
      expect(ports[0]).toMatch(new RegExp(`:${inside}$`));
      expect(healthcheck.test.at(-1)).toContain(`http://127.0.0.1:${inside}/`);
    }
  });

  test("waits for none but its own, and mounts what there is", () => {
    const names = servers.map(([name]) => name);
    for (const [, service] of servers) {
      expect(names).toEqual(expect.arrayContaining(Object.keys(service.depends_on ?? {})));
      const [source = ""] = service.volumes[0].split(/:(?=\/)/);
      expect(source in volumes || /^\$\{MODELS_FOLDER:-/.test(source)).toBe(true);
    }
  });
});

test("no secret stands in the file", () => {
  const said = Object.values(services).flatMap(({ environment = {} }) => Object.values(environment));
  for (const value of said) expect(value).toMatch(/^\$\{HF_TOKEN:-\}$/);
});

test("llama.cpp is given the files that the list fetches", () => {
  const { files } = listSchema.parse(JSON.parse(readFileSync(join(FOLDER, "models.json"), "utf8")));
  const asked = Object.values(services)
    .filter(({ profiles }) => profiles[0] === "cpu")
    .map(({ command }) => after(command, "--model")?.replace(/\$\{\w+:-(.+)\}/, "$1"));
  expect(asked.sort()).toEqual(files.map(({ file }) => `/models/${file}`).sort());
  for (const { file, url } of files) expect(url.endsWith(`/${file}`)).toBe(true);
});

test("the quickstart starts llama.cpp on the same ports, under the same names, with the same files", () => {
  const page = readFileSync(join(paths.root, "modules", "docs", "agent-router.md"), "utf8");
  const lines = [
    ...page.matchAll(/^llama-server --port (\d+) --alias (\S+) --model \.cache\/models\/(\S+)$/gm),
  ];
  expect(lines.map(([, port, name]) => `${port} ${name}`).sort()).toEqual(wanted);
  const { files } = listSchema.parse(JSON.parse(readFileSync(join(FOLDER, "models.json"), "utf8")));
  expect(lines.map(([, , , file]) => file).sort()).toEqual(files.map(({ file }) => file).sort());
});
