import fs from 'node:fs';

/** What the kernel says of a process, in bytes; null where it does not say (only Linux tells of a peak). */
const field = (pid: number, name: string): number | null => {
  try {
    const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(
      fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8'),
    );
    return line === null ? null : Number(line[1]) * 1024;
  } catch {
    return null;
  }
};

/** Memory that a process holds now. */
export const memoryOf = (pid: number): number | null => field(pid, 'VmRSS');

/** The most that it ever held, measured by the kernel and not by looking now and then. */
export const peakOf = (pid: number): number | null => field(pid, 'VmHWM');
