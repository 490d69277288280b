import { type Listener, type ListenerOptions, openListener } from "./listener.ts";

/** The listeners of one lab cloud. */
export interface Three<T> {
  readonly http: T;
  readonly https: T;
  readonly local: T;
}

/**
 * Opens all of them or none.
 * @throws LabError of the first that could not be opened.
 */
export async function openListeners(wanted: Three<ListenerOptions>): Promise<Three<Listener>> {
  const opened: Listener[] = [];
  const open = async (options: ListenerOptions) => {
    const listener = await openListener(options);
    opened.push(listener);
    return listener;
  };
  try {
    return {
      http: await open(wanted.http),
      https: await open(wanted.https),
      local: await open(wanted.local),
    };
  } catch (error) {
    await Promise.all(opened.map((listener) => listener.close()));
    throw error;
  }
}
