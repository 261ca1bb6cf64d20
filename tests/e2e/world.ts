import { test as base } from './fixtures.ts';
import { openWorld, type World } from './open-world.ts';

export { expect } from './fixtures.ts';
export type { World } from './open-world.ts';

/** Tests with networks to speak to. Their audience says only what it is told to say. */
export const test = base.extend<{
  readonly world: World;
  /** The networks allow more requests than any person's machine makes. */
  readonly isGenerous: boolean;
}>({
  isGenerous: [false, { option: true }],
  world: async ({ isGenerous }, use) => {
    const { world, close } = await openWorld({ isGenerous });
    await use(world);
    await close();
  },
});
