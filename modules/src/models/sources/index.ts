export { folderSource } from "./folder.ts";
export { hubSource, tellLength, urlSource } from "./hub.ts";
export { pypiSource } from "./pypi.ts";
