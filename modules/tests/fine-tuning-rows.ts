import type OpenAI from "openai";
import { toFile } from "openai";
import { toJsonLines } from "../src/finetune/index.ts";

/** A question and its answer. */
export type ToyRow = readonly [question: string, answer: string];

const CITIES = [
  "Rome",
  "Oslo",
  "Lima",
  "Cairo",
  "Quito",
  "Delhi",
  "Paris",
  "Bern",
  "Tunis",
  "Sofia",
  "Riga",
  "Accra",
];
const FIELDS = [
  "graphs",
  "rings",
  "fields",
  "groups",
  "trees",
  "primes",
  "limits",
  "knots",
  "sheaves",
  "games",
  "codes",
  "sets",
];

/** A set that words decide: twice as many rows for local as for cloud. */
export const toyRows = (cities = CITIES, fields = FIELDS): ToyRow[] => [
  ...cities.flatMap((city): ToyRow[] => [
    [`What is the weather in ${city} today?`, "local"],
    [`Say hello to my friend in ${city}`, "local"],
  ]),
  ...fields.map((field): ToyRow => [`Prove a difficult theorem about ${field} step by step`, "cloud"]),
];

/** Other cities and fields, with the same words around them. */
export const heldOutToyRows = toyRows(
  ["Malta", "Kyoto", "Dakar"],
  ["sums", "lattices", "matroids", "series", "norms"],
);

export const toyLines = (rows: readonly ToyRow[]): string =>
  toJsonLines(
    rows.map(([content, answer]) => ({
      messages: [
        { role: "system", content: "local or cloud?" },
        { role: "user", content },
        { role: "assistant", content: answer },
      ],
    })),
  );

/** Uploads a text as a file for fine-tuning. */
export async function upload(client: OpenAI, text: string, name = "rows.jsonl"): Promise<OpenAI.FileObject> {
  return client.files.create({ file: await toFile(Buffer.from(text), name), purpose: "fine-tune" });
}

/** The file when it has been read. */
export const uploaded = async (client: OpenAI, text: string): Promise<OpenAI.FileObject> =>
  client.files.waitForProcessing((await upload(client, text)).id, { pollInterval: 20 });

type Job = OpenAI.FineTuning.FineTuningJob;

/** A job on these rows, begun. */
export async function startJob(
  client: OpenAI,
  rows: readonly ToyRow[] = toyRows(),
  more: Partial<OpenAI.FineTuning.JobCreateParams> = {},
): Promise<Job> {
  const { id } = await upload(client, toyLines(rows));
  return client.fineTuning.jobs.create({ model: "gpt-4o-mini", training_file: id, seed: 7, ...more });
}

/** The job when `holds` is true of it; by default, when it has ended. */
export async function whenJob(
  client: OpenAI,
  id: string,
  holds: (job: Job) => boolean | Promise<boolean> = ({ status }) => /succeeded|failed|cancelled/.test(status),
): Promise<Job> {
  for (;;) {
    const job = await client.fineTuning.jobs.retrieve(id);
    if (await holds(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Every event, oldest first. */
export async function eventsOf(client: OpenAI, id: string): Promise<OpenAI.FineTuning.FineTuningJobEvent[]> {
  const events = await Array.fromAsync(client.fineTuning.jobs.listEvents(id, { limit: 100 }));
  return events.reverse();
}
