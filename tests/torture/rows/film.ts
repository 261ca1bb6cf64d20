import { playFilm } from '../film/play-film.ts';
import { filmNetworks } from '../film/stage.ts';
import { openHttp } from '../outbox/networks.ts';
import type { Row } from '../row.ts';

const full = 2 * 1024 ** 3;
const short = 48 * 1024 ** 2;

/** One seed a network: what a film meets does not depend on chance. */
export const film: Row = {
  id: 'FILM',
  title: 'a 2 GB film to a network that takes it in pieces: three answers cut, and a death under way',
  target: 'published once, no byte twice beyond a piece a cut, at most 150 MB more memory',
  runs: { full: filmNetworks.length, short: filmNetworks.length },
  onDisk: true,
  open: ({ network, isShort }) => {
    const http = openHttp();
    const ours = filmNetworks.filter((id) => network === null || id === network);
    return Promise.resolve({
      play: async (seed) => {
        const one = ours[(seed - 1) % Math.max(1, ours.length)];
        return one === undefined
          ? { figures: {}, violations: [] }
          : playFilm(one, isShort ? short : full, { http });
      },
      close: () => http.close(),
    });
  },
};
