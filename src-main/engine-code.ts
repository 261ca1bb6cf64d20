/**
 * Reads the code of the engine piece by piece. Between two pieces the page's own files are served: read in one go, it
 * would keep the window empty for as long as it takes.
 */
export async function readEngineCode() {
  await breath();
  await import('./journal/open-journal.ts');
  await breath();
  await import('./connectors/index.ts');
  await breath();
  const { openServices } = await import('./services.ts');
  await breath();
  const { allHandlers } = await import('./bridge/handlers/all.ts');
  return { openServices, allHandlers };
}

export type EngineCode = Awaited<ReturnType<typeof readEngineCode>>;

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
