import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Two cores are the least that we develop on; more workers than that only make timings noisy.
    maxWorkers: 2,
    // Many times what anything needs: nothing waits for it but a failure.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
