/** Ends the labs' `az` with one line and an exit code: 1 = failed, 2 = called wrongly, 3 = not there. */
export class ShimError extends Error {
  readonly exitCode: 1 | 2 | 3;

  constructor(message: string, exitCode: 1 | 2 | 3 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
