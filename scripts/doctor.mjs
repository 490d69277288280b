// Runs on whatever Node the machine has, before anything may be installed: built-ins only, with a syntax that older ones read.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    `The workshop needs Node 20.19 or newer; this is ${process.version}. Get it from nodejs.org.`,
  );
  process.exit(1);
}
import("./doctor/hand-over.mjs").then((module) => module.handOver(process.argv.slice(2)));
