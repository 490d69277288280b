// An interrupted cell says so in one line; tslab 1.0.22 and Node's vm would show a stack of their own files.
const executor = require("tslab/dist/executor.js");

const { createExecutor } = executor;

executor.createExecutor = (folder, converters, output) =>
  createExecutor(folder, converters, {
    ...output,
    error: (...shown) => output.error(...shown.map((one) => (isInterrupt(one) ? "Interrupted." : one))),
  });

function isInterrupt(shown) {
  if (!(shown instanceof Error)) return false;
  return shown.message === "Interrupted asynchronously" || shown.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
