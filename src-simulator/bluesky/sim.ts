export { createBlueskySim } from './start.ts';
