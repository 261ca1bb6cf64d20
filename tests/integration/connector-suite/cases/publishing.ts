import { expect } from 'vitest';
import { connectors } from '../../../../src-main/connectors/index.ts';
import type { Content } from '../../../../src-shared/domain/content.ts';
import { textOf } from '../../../fixtures/connector-words.ts';
import { contentIn } from '../form-content.ts';
import { formsOf } from '../offering.ts';
import { minute, type Stand } from '../stand.ts';
import { capability, type SuiteCase } from '../suite-case.ts';

async function publish(stand: Stand, content: Content): Promise<string> {
  const since = stand.mark();
  const delivery = await stand.sent({ tag: 'publish' }, content);
  await stand.world.pass(minute, 10_000);
  const { post, film: later } = stand.network.words;
  const made = since.made(post);
  const filmed = later === undefined ? [] : since.made(later);
  expect([...made, ...filmed]).toHaveLength(1);
  const { remoteId } = delivery;
  if (made.length > 0) expect(remoteId ?? '').toContain(made[0]);
  else expect(await stand.find((message) => message.remoteId === remoteId)).not.toBeNull();
  return since.told();
}

const formNames = [
  ...new Set(Object.values(connectors).flatMap(({ manifest }) => formsOf(manifest).map(({ name }) => name))),
];

export const publishing: readonly SuiteCase[] = [
  ...formNames.map((format) =>
    capability(`publish: ${format}`, { capability: 'publish', format }, (stand) => {
      const form = formsOf(stand.manifest).find(({ name }) => name === format) ?? expect.fail(format);
      return publish(stand, contentIn(stand, form));
    }),
  ),
  capability('media: a picture with its words', { capability: 'images' }, async (stand) => {
    const said = stand.words('Une lampe en laiton');
    const media = [stand.world.medium(said)];
    const told = await publish(stand, stand.content(stand.words(), { media }));
    return `${told}, described as “${said}”`;
  }),
  capability('carousel', { capability: 'carousel' }, (stand) => {
    const media = [1, 2, 3].map((place) => stand.world.medium(`Vue ${String(place)}`));
    return publish(stand, stand.content(stand.words(), { media }));
  }),
  capability('link card', { capability: 'link-card' }, (stand) => {
    const field = stand.manifest.settings.find(({ kind }) => kind === 'address') ?? expect.fail('no address');
    const format = field.when?.[0] ?? 'post';
    const settings = {
      format,
      ...stand.network.settings?.[format],
      [field.name]: 'https://atelier-lumiere.example/ondine',
    };
    return publish(stand, stand.content(stand.words(), { settings }));
  }),
  capability('poll', { capability: 'poll' }, (stand) => {
    const rule = stand.manifest.poll ?? expect.fail('a poll without rules');
    const seconds = rule.choices?.[0] ?? Math.max(rule.minSeconds, 3_600);
    const needed = stand.manifest.settings.flatMap((field) =>
      field.kind === 'text' && field.withPoll === true ? [[field.name, 'Brut ou verni ?'] as const] : [],
    );
    const poll = { options: ['Brut', 'Verni'], seconds, multiple: false };
    return publish(stand, {
      ...stand.content(stand.words()),
      media: [],
      poll,
      settings: Object.fromEntries(needed),
    });
  }),
  capability('thread', { capability: 'thread' }, async (stand) => {
    const since = stand.mark();
    const parts = [1, 2].map(() => ({ text: stand.words('Suite'), media: [], warning: '' }));
    const delivery = await stand.sent(undefined, stand.content(stand.words(), { parts }));
    const made = since.made(stand.network.words.post);
    expect(made).toHaveLength(3);
    expect(delivery.parts.map(({ remoteId }) => remoteId)).toEqual(
      made.map((id) => expect.stringContaining(id) as string),
    );
    return since.told();
  }),
  capability('first comment', { capability: 'first-comment' }, async (stand) => {
    const since = stand.mark();
    const firstComment = stand.words('Le lien est ici');
    const delivery = await stand.sent(undefined, stand.content(stand.words(), { firstComment }));
    const made = since
      .entries()
      .flatMap(({ effects }) => effects)
      .filter(({ kind }) => ['post', 'comment'].includes(kind));
    expect(made).toHaveLength(2);
    expect(delivery.parts).toHaveLength(2);
    return since.told();
  }),
  capability('content warning', { capability: 'content-warning' }, async (stand) => {
    const told = await publish(stand, stand.content(stand.words(), { warning: 'Lumière vive' }));
    return `${told}, behind its warning`;
  }),
  capability('visibility', { capability: 'visibility' }, async (stand) => {
    const choice = stand.manifest.settings.find(
      (field) => field.kind === 'choice' && ['visibility', 'audience'].includes(field.name),
    );
    if (choice?.kind !== 'choice') return expect.fail('nothing to choose');
    const other = choice.options.find((option) => option !== choice.fallback) ?? expect.fail('one option');
    const told = await publish(stand, stand.content(stand.words(), { settings: { [choice.name]: other } }));
    return `${told}, for ${other}`;
  }),
  capability('native schedule and recall', { capability: 'native-schedule' }, async (stand) => {
    const { world } = stand;
    const at = (dueAt: number) =>
      ({
        tag: 'at',
        moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
        toleranceMs: 30 * minute,
      }) as const;
    const since = stand.mark();
    const plan = () =>
      stand.hand(
        { tag: 'publish' },
        {
          content: stand.content(stand.words()),
          when: at(world.clock.now() + 120 * minute),
          executor: 'native',
        },
      );
    const [kept, recalled] = [await plan(), await plan()];
    await stand.until(kept, ['handed-over'], 10 * minute);
    await stand.until(recalled, ['handed-over'], 10 * minute);
    expect(since.made(stand.network.words.scheduled)).toHaveLength(2);
    expect((await world.runner.cancel(recalled)).tag).toBe('ok');
    await stand.until(recalled, ['cancelled'], 10 * minute);
    expect(since.made(stand.network.words.unscheduled)).toHaveLength(1);
    const sent = await stand.until(kept, ['sent'], 200 * minute);
    expect(sent.remoteId).not.toBeNull();
    const shown = await stand.find((message) => message.remoteId === sent.remoteId);
    if (shown !== null) expect(textOf(shown)).toContain(sent.content.text);
    return `${since.told()}; the one that was kept was published by the network`;
  }),
];
