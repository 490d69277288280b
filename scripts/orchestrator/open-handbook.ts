import { createPassageIndex, createRag, type Rag, readHandbook } from "../../modules/src/retrieval/index.ts";

/** The workshop's labs and guides, read and indexed by their words when the first question comes. */
export function openHandbook(root: string): Rag {
  let opened: Promise<Rag> | undefined;
  const open = async () => createRag({ index: await createPassageIndex({ passages: readHandbook(root) }) });
  return {
    async prepare(question, options) {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return (await opened).prepare(question, options);
    },
  };
}
