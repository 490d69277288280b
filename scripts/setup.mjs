// Runs on whatever Node the machine has, before anything is installed: built-ins only, and old syntax in this file.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    "The workshop needs Node 20.19 or newer to start; this is " +
      process.version +
      ". Get it from nodejs.org.",
  );
  process.exit(1);
}
import("./setup/set-up.mjs").then((module) => module.setUp(process.argv.slice(2)));
