import { test as base } from './fixtures.ts';
import { openWorld, type World } from './open-world.ts';

export { expect } from './fixtures.ts';
export type { World } from './open-world.ts';

/** Tests with networks to speak to. Their audience says only what it is told to say. */
export const test = base.extend<{ readonly world: World }>({
  world: async ({}, use) => {
    const { world, close } = await openWorld();
    await use(world);
    await close();
  },
});
