import type { Streams } from "../streams.ts";
import type { Scanned } from "./pool.ts";

export interface Progress {
  readonly advance: (result: Scanned) => void;
  /** Prints a line above the bar. */
  readonly interrupt: (line: string) => void;
  readonly close: () => void;
}

const barWidth = 24;

/** A line on standard error that counts repositories, files and findings; nothing where no person is watching. */
export function createProgress(total: number, streams: Streams): Progress {
  const shown = streams.errIsTerminal && (streams.env["CI"] ?? "") === "" && total > 0;
  let [repositories, files, findings] = [0, 0, 0];
  const clear = (): void => {
    if (shown) streams.err("\r\u001B[K");
  };
  const draw = (): void => {
    if (!shown) return;
    const filled = Math.round((repositories / total) * barWidth);
    const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
    streams.err(`\r\u001B[K${bar} ${repositories}/${total} repositories, ${files} files, ${findings} findings`);
  };
  draw();
  return {
    advance: ({ done }) => {
      repositories++;
      files += done?.files ?? 0;
      findings += done === undefined ? 0 : done.findings.error + done.findings.warning + done.findings.note;
      draw();
    },
    interrupt: (line) => {
      clear();
      streams.err(line);
      draw();
    },
    close: clear,
  };
}
