/** Shows how far work is: one line that is drawn anew in a terminal, a line at each tenth elsewhere. */
export interface TerminalBar {
  show(what: string, done: number, total: number, note?: string): void;
  end(): void;
}

const WIDTH = 30;

export function terminalBar(output: NodeJS.WriteStream = process.stderr): TerminalBar {
  let last = "";
  return {
    show(what, done, total, note = "") {
      const tenth = Math.floor((10 * done) / total);
      const filled = Math.round((WIDTH * done) / total);
      const line = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${done} of ${total} ${what}${note && `, ${note}`}`;
      if (output.isTTY) return void output.write(`\r\u001b[K${line}`);
      if (last === `${what} ${tenth}`) return;
      last = `${what} ${tenth}`;
      output.write(`  ${done} of ${total} ${what}${note && `, ${note}`}\n`);
    },
    end() {
      if (output.isTTY) output.write("\r\u001b[K");
    },
  };
}
