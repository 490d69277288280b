export { folderSource } from "./folder.ts";
export { hubSource } from "./hub.ts";
export { pypiSource } from "./pypi.ts";
