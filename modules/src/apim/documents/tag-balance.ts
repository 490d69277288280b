/** Follows start and end tags, to say exactly which one is missing. */
export interface TagBalance {
  open(name: string, index: number): void;
  close(name: string, index: number): void;
  end(): void;
}

/** Tells the first mismatch only: those behind it follow from it. */
export function createTagBalance(problem: (message: string, index: number) => void): TagBalance {
  const opened: { readonly name: string; readonly index: number }[] = [];
  let isBroken = false;
  const tell = (message: string, index: number) => {
    if (!isBroken) problem(message, index);
    isBroken = true;
  };
  return {
    open: (name, index) => {
      opened.push({ name, index });
    },
    close: (name, index) => {
      const last = opened.pop();
      if (!last) tell(`</${name}> closes nothing.`, index);
      else if (last.name !== name)
        tell(
          `</${name}> stands here, but <${last.name}> is still open. Close it first: </${last.name}>.`,
          index,
        );
    },
    end: () => {
      const last = opened.at(-1);
      if (last) tell(`<${last.name}> is never closed: </${last.name}> is missing.`, last.index);
    },
  };
}
