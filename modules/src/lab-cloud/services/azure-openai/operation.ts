/** What Azure calls the operation behind a path, as its refusals name it. */
export function operationOf(path: string): string {
  if (path.endsWith("/embeddings")) return "Embeddings_Create";
  if (path.endsWith("/responses")) return "Responses_Create";
  return "ChatCompletions_Create";
}
