// TypeScript tells tslab 1.0.22 of changes by two timers, and tslab has room for one: when a folder it looks for packages
// in changes (`npm install` in a terminal) while a notebook is open, every later cell fails with "Unexpected pending
// rebuildTimer". The second timer belongs to the watching of folders and of package.json, which a notebook can do without.
const { createRequire } = require("node:module");

const { sys } = createRequire(require.resolve("tslab/package.json"))("@tslab/typescript-for-tslab");

const unwatched = { close() {} };
const { watchFile } = sys;

sys.watchDirectory = () => unwatched;
sys.watchFile = (path, ...rest) => (path.endsWith("/package.json") ? unwatched : watchFile(path, ...rest));
