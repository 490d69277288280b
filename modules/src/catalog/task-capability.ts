/** What a capability brings along besides itself; sources name one thing by several words. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  code: ["code-generation", "code-completion"],
  coding: ["code", "code-generation", "code-completion"],
  programming: ["code", "code-generation", "code-completion"],
  analysis: ["summarization", "classification"],
  chat: ["conversation"],
  general: ["conversation", "text-generation"],
  embedding: ["embeddings"],
  math: ["reasoning"],
  logic: ["reasoning"],
};

/** The task of models that write; they stand in for a task that no model names. */
export const TEXT_GENERATION = "text-generation";
export const EMBEDDINGS = "embeddings";

/** `Code_Generation` and `code generation` are `code-generation`. */
export const taskName = (written: string) =>
  written
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");

/** Every task that a model with these capabilities is good for. */
function tasksOf(capabilities: readonly string[]): ReadonlySet<string> {
  const named = capabilities.map(taskName);
  return new Set([...named, ...named.flatMap((name) => IMPLIED[name] ?? [])]);
}

/** Whether a model with these capabilities is good for a task. */
export const servesTask = (capabilities: readonly string[], task: string) =>
  tasksOf(capabilities).has(taskName(task));

/** Whether it gives vectors and writes nothing. */
export const isEmbedding = (capabilities: readonly string[]) => {
  const tasks = tasksOf(capabilities);
  return tasks.has(EMBEDDINGS) && [...tasks].every((task) => task.startsWith("embedding"));
};
