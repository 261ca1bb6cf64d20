/** How long the first message in these bytes is, head and body; null: not all of it is there yet. */
export function messageLength(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const body = headEnd + 4;
  if (/^transfer-encoding:.*chunked/m.test(head)) {
    for (let at = body; ;) {
      const line = bytes.indexOf('\r\n', at);
      if (line < 0) return null;
      const size = parseInt(bytes.toString('latin1', at, line), 16);
      const next = line + 2 + size + 2;
      if (next > bytes.length) return null;
      if (size === 0) return next;
      at = next;
    }
  }
  const length = Number(/^content-length: *(\d+)/m.exec(head)?.[1] ?? 0);
  return body + length <= bytes.length ? body + length : null;
}
