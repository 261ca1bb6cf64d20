import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { describedOf, type Described } from '../../../src-shared/domain/described.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { byHandWay } from '../../../src-shared/networks/by-hand.ts';
import {
  waysOf,
  type AuthField,
  type GrantName,
  type Manifest,
  type Way,
} from '../../../src-shared/networks/manifest.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText, type ErrorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import type { FieldInputs } from './connect-fields.tsx';
import { failedField } from './failed-field.ts';

export interface ConnectFormState {
  readonly manifest: Manifest;
  readonly ways: readonly Way[];
  readonly way: Way | undefined;
  /** All fields of the way, and those that are shown. */
  readonly fields: readonly AuthField[];
  readonly shown: readonly AuthField[];
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  /** Names of the fields whose shape is known and right. */
  readonly right: readonly string[];
  readonly granted: readonly GrantName[];
  readonly inputs: FieldInputs;
  /** What the last attempt ended with, where it is said at no field. */
  readonly said: ErrorText | null;
  readonly chooseNetwork: (network: NetworkId) => void;
  readonly chooseWay: (name: string) => void;
  readonly grant: (granted: readonly GrantName[]) => void;
  readonly change: (name: string, value: string) => void;
  /** Several values at once, from elsewhere than the keyboard. */
  readonly fill: (values: Readonly<Record<string, string>>) => void;
  /** The person goes on to another field: its shape is judged. */
  readonly leave: (field: AuthField) => void;
  readonly reveal: () => void;
  /** Says at each field what is wrong, and takes the person to the first; true: nothing is. */
  readonly check: () => boolean;
  /** What is handed over. */
  readonly typed: () => Readonly<Record<string, string>>;
  readonly focusWrong: () => void;
  /** Says of one field that it is needed as it should be, and takes the person there. */
  readonly demand: (name: string) => void;
}

/**
 * What the connection form holds: the network, the way, what was typed and what is wrong with it.
 *
 * @param failure how the last attempt ended; null: there was none, or nothing is wrong
 * @param onChange what was typed is no longer what failed
 */
export function useConnectForm(
  known: Account | null,
  first: Manifest,
  failure: Failure | null,
  onChange: () => void,
): ConnectFormState {
  const { manifests } = useRealm();
  const text = useText();
  const { t, find } = text;
  const [network, setNetwork] = useState(first.network);
  const [wayName, setWayName] = useState<string | null>(null);
  /** Null: everything that the way offers. */
  const [grants, setGrants] = useState<readonly GrantName[] | null>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => startingValues(known));
  const [asked, setAsked] = useState<Readonly<Record<string, string>>>({});
  const [showsAll, setShowsAll] = useState(false);
  const [firstRevealed, setFirstRevealed] = useState<string | null>(null);
  /** What is being typed: judged when the hand rests. */
  const [typing, setTyping] = useState<string | null>(null);
  const inputs = useRef(new Map<string, HTMLInputElement>());

  const manifest = manifests.find((one) => one.network === network) ?? first;
  const wrong = failure === null ? null : failedField(failure.code);
  // One that has its own way in Vigie needs no other: publishing by hand is offered for each post there.
  const ways =
    manifest.auth.ways === undefined || manifest.byHand === true
      ? waysOf(manifest)
      : [...waysOf(manifest), byHandWay];
  const way = ways.find(({ name }) => name === wayName) ?? ways[0];
  const fields = way?.fields ?? [];
  const shown = fields.filter(
    ({ name, required, advanced }) =>
      required || advanced === false || showsAll || name === wrong || (values[name] ?? '') !== '',
  );
  const granted = grants ?? (way?.grants ?? []).map(({ name }) => name);
  const said = failure === null ? null : errorText(text, failure.code, failure.detail);
  const wrongShown = wrong !== null && shown.some(({ name }) => name === wrong);
  // At its field there is no button but the form's own: what to do is said.
  const next = failure === null ? null : find(`accounts.next.${failure.code}`);
  const errors =
    said !== null && wrongShown
      ? { ...asked, [wrong]: next === null ? said.sentence : `${said.sentence} ${next}` }
      : asked;

  useEffect(() => {
    if (failure !== null && wrong !== null) inputs.current.get(wrong)?.focus();
  }, [failure, wrong]);
  // The button that shows more fields is gone once they are there: the first of them takes its place.
  useEffect(() => {
    if (firstRevealed !== null) inputs.current.get(firstRevealed)?.focus();
  }, [firstRevealed]);

  const shapeWords = (name: string): string =>
    find(`networks.${network}.auth.${name}.wrong`) ??
    find(`networks.auth.${name}.wrong`) ??
    t('accounts.fieldMisshapen');
  const valueOf = ({ name }: AuthField): string => (values[name] ?? '').trim();
  const judge = (field: AuthField): void => {
    if (!looksRight(field, valueOf(field)))
      setAsked((known) => ({ ...known, [field.name]: shapeWords(field.name) }));
  };
  const rest = useEffectEvent((name: string) => {
    const field = fields.find((one) => one.name === name);
    if (field !== undefined) judge(field);
  });
  const underHand = typing === null ? '' : (values[typing] ?? '');
  useEffect(() => {
    if (typing === null || underHand === '') return undefined;
    const timer = setTimeout(rest, restMs, typing);
    return () => clearTimeout(timer);
  }, [typing, underHand]);
  const startAnew = (): void => {
    setGrants(null);
    setAsked({});
    onChange();
  };
  /** What is wrong at another field stays said there. */
  const unsay = (names: readonly string[]): void =>
    setAsked((known) =>
      Object.fromEntries(Object.entries(known).filter(([field]) => !names.includes(field))),
    );

  return {
    manifest,
    ways,
    way,
    fields,
    shown,
    values,
    errors,
    right: fields
      .filter((field) => field.pattern !== undefined && errors[field.name] === undefined)
      .filter((field) => valueOf(field) !== '' && looksRight(field, valueOf(field)))
      .map(({ name }) => name),
    granted,
    inputs,
    said: wrongShown ? null : said,
    chooseNetwork: (id) => {
      setNetwork(id);
      setWayName(null);
      startAnew();
    },
    chooseWay: (name) => {
      setWayName(name);
      startAnew();
    },
    grant: setGrants,
    change: (name, value) => {
      setValues((known) => ({ ...known, [name]: value }));
      unsay([name]);
      setTyping(name);
      onChange();
    },
    fill: (given) => {
      setValues((known) => ({ ...known, ...given }));
      unsay(Object.keys(given));
      onChange();
    },
    leave: judge,
    reveal: () => {
      setFirstRevealed(fields.find((field) => !shown.includes(field))?.name ?? null);
      setShowsAll(true);
    },
    check: () => {
      const missing = fields.filter((field) => field.required && valueOf(field) === '');
      const misshapen = fields.filter((field) => !looksRight(field, valueOf(field)));
      setAsked(
        Object.fromEntries([
          ...misshapen.map(({ name }) => [name, shapeWords(name)]),
          ...missing.map(({ name }) => [name, t('accounts.fieldNeeded')]),
        ]),
      );
      const missed = missing[0] ?? misshapen[0];
      if (missed !== undefined) inputs.current.get(missed.name)?.focus();
      return missed === undefined;
    },
    typed: () => ({
      ...Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])),
      ...(way?.grants !== undefined && {
        grants: way.grants
          .filter(({ name, required }) => required || granted.includes(name))
          .map(({ name }) => name)
          .join(' '),
      }),
    }),
    demand: (name) => {
      const field = fields.find((one) => one.name === name);
      const isEmpty = field === undefined || valueOf(field) === '';
      setAsked({ [name]: isEmpty ? t('accounts.fieldNeeded') : shapeWords(name) });
      inputs.current.get(name)?.focus();
    },
    focusWrong: () => {
      const field = inputs.current.get(wrong ?? '') ?? inputs.current.values().next().value;
      field?.focus();
    },
  };
}

/** How long a hand must rest before what it typed is called wrong, ms: a key that is half typed is not yet. */
const restMs = 600;

/** Whether what was typed has the shape of what the network gives out; nothing typed has none that is wrong. */
function looksRight({ pattern }: AuthField, typed: string): boolean {
  return pattern === undefined || typed === '' || new RegExp(`^(?:${pattern})$`, 'u').test(typed);
}

/** What is known of an account already, so that renewing it asks for its secret only. */
const startingValues = (known: Account | null): Readonly<Record<string, string>> =>
  known === null
    ? {}
    : {
        handle: known.handle,
        server: known.server,
        ...(known.manifest.byHand === true && byHandValues(known)),
      };

/** The fields from which an account that a person publishes by hand was made, and can be made again. */
export function byHandValues({
  handle,
  origin,
  server,
  remoteId,
  manifest,
}: Account): Readonly<Record<string, string>> {
  const network = describedOf(manifest);
  return network === null
    ? { account: handle, page: `${origin}/${remoteId === server ? '' : remoteId}` }
    : { account: handle, ...describedValues(network) };
}

/** A description, by the names of its form's fields. */
export const describedValues = ({
  name,
  page,
  limit,
  images,
  colour,
}: Described): Readonly<Record<string, string>> => ({
  network: name,
  page,
  limit: String(limit),
  images: String(images),
  colour,
});
