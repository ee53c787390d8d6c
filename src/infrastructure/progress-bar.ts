import type { WriteStream } from 'node:tty';

const WIDTH = 30;
const TENTHS = 10;

/** A bar that grows in its line on a screen, and elsewhere a line for each tenth. Another task begins another line. */
export function progressOn(screen: WriteStream): (what: string, part: number) => void {
  let task = '';
  let shown = -1;
  return (what, part) => {
    const steps = screen.isTTY ? 100 : TENTHS;
    const step = Math.floor(part * steps);
    if (what === task && step <= shown) return;
    const begins = what !== task;
    [task, shown] = [what, step];
    const percent = `${String(Math.floor((step * 100) / steps)).padStart(3)} %`;
    if (!screen.isTTY) return void screen.write(`${what} ${percent}\n`);
    const filled = Math.floor(part * WIDTH);
    const bar = `${what.padEnd(8)} [${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${percent}`;
    screen.write(`${begins ? '' : '\r'}${bar}${step === steps ? '\n' : ''}`);
  };
}
