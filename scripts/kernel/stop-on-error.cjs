// Loaded into the kernel before tslab 1.0.22, which drops every request that waits when a cell fails. Jupyter's
// protocol lets a request say `stop_on_error: false`, as front ends do for cells tagged `raises-exception`; without
// this, Run All would end at the first cell that shows an error on purpose.
require("./watch-files-only.cjs");
require("./short-interrupt.cjs");
const { JupyterHandlerImpl } = require("tslab/dist/jupyter.js");
const { TaskCanceledError } = require("tslab/dist/util.js");

const execute = JupyterHandlerImpl.prototype.handleExecute;

JupyterHandlerImpl.prototype.handleExecute = async function handleExecute(request, ...writers) {
  if (request.stop_on_error !== false) return await execute.call(this, request, ...writers);
  let status = "ok";
  try {
    const count = await this.execQueue.add(() =>
      this.handleExecuteImpl(request, ...writers).catch((failure) => {
        // tslab throws the cell's number. Caught inside the queue, it cancels nothing that waits there.
        status = "error";
        return failure;
      }),
    );
    return { status, execution_count: count.count };
  } catch (error) {
    if (error instanceof TaskCanceledError) return { status: "abort", execution_count: undefined };
    throw error;
  }
};
