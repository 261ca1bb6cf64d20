import { describe, expect, it } from 'vitest';
import { shownAnswer } from '../../../src-main/diagnostics/raw-answer.ts';

describe('what a report shows of an answer', () => {
  it('is its shape, without a word that anybody wrote', () => {
    const answer = {
      id: '113456789012345678',
      created_at: '2026-05-04T08:00:00.000Z',
      type: 'mention',
      visibility: 'Ma grand-mère est malade',
      unread: true,
      count: 12,
      phone: 33612345678,
      account: { acct: 'claire@example.social', 'claire@example.social': 1, u1234567: 2 },
    };
    expect(shownAnswer(JSON.stringify([answer]))).toBe(
      '[{"id":"‹18›","created_at":"2026-05-04T08:00:00.000Z","type":"mention","visibility":"‹24›",' +
        '"unread":true,"count":12,"phone":‹11›,' +
        '"account":{"acct":"‹21›","‹21›":1,"‹8›":2}}]',
    );
  });

  it('is read wherever the answer was cut', () => {
    const whole = JSON.stringify({
      access_token: 'secret"\\"with-quotes',
      text: 'Un secret \\ de famille',
      next: 'https://graph.test/?access_token=secret-in-address',
    });
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const shown = shownAnswer(whole.slice(0, cut));
      for (const word of ['secret', 'quotes', 'famille', 'address', 'graph'])
        expect(shown, shown).not.toContain(word);
    }
  });

  it('of what is no JSON is tags or a length', () => {
    expect(shownAnswer('<html lang="fr"><title>Bonjour Claire</title>')).toBe('<html><title>‹14›</title>');
    expect(shownAnswer('oauth_token=abc&oauth_token_secret=def')).toBe('‹38›');
    expect(shownAnswer('')).toBe('‹0›');
    expect(shownAnswer('{"a": bearer-abc}')).toBe('{"a": ‹10›}');
  });

  it('is never longer than what was kept', () => {
    expect(shownAnswer(JSON.stringify(Array.from({ length: 3_000 }, () => 'a'))).length).toBe(2_000);
  });
});
