import nodeModule from "node:module";
import { fileURLToPath } from "node:url";

// Half of a start went into reading TypeScript. What became of each file is kept until the file changes.
const folder = fileURLToPath(new URL("../../.cache/compiled", import.meta.url));
nodeModule.enableCompileCache?.(folder);
// Threads look here.
process.env.NODE_COMPILE_CACHE ??= folder;
