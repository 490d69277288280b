import { posix, win32 } from "node:path";

/** Folder name of our kernel there: a tslab that somebody installed for all of their folders stays as it is. */
export const OWN_KERNEL = "hybrid-router-workshop";

/** The folder in which Jupyter and VS Code look for a user's kernels. */
export function userKernelsFolder(
  platform: NodeJS.Platform,
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (platform === "darwin") return posix.join(home, "Library", "Jupyter", "kernels");
  if (platform === "win32")
    return win32.join(environment.APPDATA ?? win32.join(home, "AppData", "Roaming"), "jupyter", "kernels");
  return posix.join(home, ".local", "share", "jupyter", "kernels");
}
