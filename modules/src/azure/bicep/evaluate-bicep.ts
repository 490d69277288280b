import { resolve } from "node:path";
import { BicepError, type BicepPosition } from "./bicep-error.ts";
import type { BicepFile } from "./bicep-file.ts";
import { type Deployment, LOCAL_DEPLOYMENT } from "./deployment.ts";
import { EvaluatedFile, type Evaluation } from "./evaluated-file.ts";
import { loadBicepParser } from "./load-bicep-parser.ts";
import { readBicepFile } from "./read-bicep-file.ts";
import type { ResourceInstance } from "./resource-instance.ts";
import { objectOf, type ReadRuntimeState } from "./runtime-state.ts";
import type { PlainObject, PlainValue } from "./value.ts";

/** A resource that the deployment would create. */
export interface EvaluatedResource {
  readonly type: string;
  readonly apiVersion: string;
  /** The last part of its name: `foundry1`. */
  readonly name: string;
  readonly id: string;
  readonly parentId: string | undefined;
  readonly properties: PlainObject;
  /** All that is declared: `location`, `sku`, `identity`, `properties` … */
  readonly body: PlainObject;
  /** Where it is declared. */
  readonly position: BicepPosition;
}

export interface EvaluatedBicep {
  readonly resources: readonly EvaluatedResource[];
  readonly outputs: Readonly<Record<string, PlainValue>>;
  /** Paths of all files that were read: Bicep files, and what they load. */
  readonly files: ReadonlySet<string>;
  /** The file that a text was loaded from, also when something was replaced in it since. */
  fileOf(text: string): string | undefined;
}

export interface EvaluateOptions {
  /** Where it is deployed; unknown parts as in `LOCAL_DEPLOYMENT`. */
  readonly deployment?: Partial<Deployment>;
  /** What resources show once they are deployed, over the documented defaults: other endpoints, for example. */
  readonly runtime?: ReadRuntimeState;
  /** Folder that messages name files from; default the working directory. */
  readonly from?: string;
}

/**
 * Evaluates a Bicep file with all its modules: which resources it would create, and its outputs.
 * Names that Azure makes up (`uniqueString`, `guid`, keys) have Azure's form, not Azure's value.
 * @param params values by the names of the file's parameters
 * @throws BicepError with file, line and column of what is wrong or not evaluated here
 */
export async function evaluateBicep(
  file: string,
  params: Readonly<Record<string, PlainValue>> = {},
  options: EvaluateOptions = {},
): Promise<EvaluatedBicep> {
  const parser = await loadBicepParser();
  const from = options.from ?? process.cwd();
  const files = new Set<string>();
  const origins = new Map<string, string>();
  const known = new Map<string, BicepFile>();
  const evaluation: Evaluation = {
    runtime: options.runtime,
    loaded(path, text) {
      files.add(path);
      origins.set(text, path);
    },
    derived(text, origin) {
      const path = origins.get(origin);
      if (path !== undefined) origins.set(text, path);
    },
    read(path) {
      const found = known.get(path) ?? readBicepFile(path, from, parser);
      known.set(path, found);
      files.add(path);
      return found;
    },
  };
  const path = resolve(file);
  const main = evaluation.read(path);
  const at = { file: main.file, line: 1, column: 1 };
  const given = new Map(Object.entries(params).map(([name, value]) => [name, { value, at }]));
  const deployment = { ...LOCAL_DEPLOYMENT, ...options.deployment };
  const evaluated = new EvaluatedFile(main, given, { deployment, at, nesting: [path] }, evaluation);
  evaluated.checkAll();
  const resources = [...evaluated.resources()].map(describeResource);
  checkNames(resources);
  return { resources, outputs: evaluated.outputs(), files, fileOf: (text) => origins.get(text) };
}

function describeResource(instance: ResourceInstance): EvaluatedResource {
  const { type, name, id, body, parent, declaration } = instance;
  return {
    type,
    apiVersion: declaration.apiVersion,
    name,
    id,
    parentId: parent?.id,
    properties: objectOf(body.properties),
    body,
    position: declaration.position,
  };
}

/** Two resources of one id would overwrite each other. */
function checkNames(resources: readonly EvaluatedResource[]): void {
  const seen = new Map<string, EvaluatedResource>();
  for (const resource of resources) {
    const id = resource.id.toLowerCase();
    const first = seen.get(id);
    if (first) {
      const { file, line } = first.position;
      const message = `${resource.type} "${resource.name}" is deployed twice; first by ${file}:${line}.`;
      throw new BicepError([{ message, ...resource.position }]);
    }
    seen.set(id, resource);
  }
}
