/** A moment (epoch ms) as the network writes it. */
export const iso = (ms: number): string => new Date(ms).toISOString();
