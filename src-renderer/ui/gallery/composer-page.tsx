import {
  CalendarClock,
  Ellipsis,
  HardDrive,
  Heart,
  ImagePlus,
  Laptop,
  MessageCircle,
  Repeat2,
  Share,
  ShieldCheck,
} from 'lucide-react';
import { useState } from 'react';
import { Button } from '../actions/button.tsx';
import { ToggleGroup } from '../actions/toggle-group.tsx';
import { Badge } from '../feedback/badge.tsx';
import { Banner } from '../feedback/banner.tsx';
import { Card } from '../feedback/card.tsx';
import { ToggleChip } from '../feedback/chip.tsx';
import { Counter } from '../feedback/counter.tsx';
import { TextArea } from '../fields/text-area.tsx';
import { Icon } from '../icon.tsx';
import { ClientDisc } from '../identity/client-disc.tsx';
import { NetworkMark } from '../identity/network-mark.tsx';
import { Sheet } from '../overlays/sheet.tsx';
import { SampleFrame } from './sample-frame.tsx';
import { marks, type SampleMark } from './sample-marks.ts';
import styles from './composer-page.module.css';

const start =
  'Ondine revient, en laiton brossé, pour une série de soixante pièces tournées une à une à l’atelier. ✨\n\nChaque pied est poli à la main par Inès, il faut quarante minutes. On vous montre le geste jeudi en direct.\n\n#artisanat #luminaire #faitmain';

const accounts = [
  { id: 'a', mark: marks.elephant, name: '@lumiere@piaille.fr', differs: false },
  { id: 'b', mark: marks.butterfly, name: 'lumiere.bsky.social', differs: true },
  { id: 'c', mark: marks.camera, name: 'atelier.lumiere', differs: false },
  { id: 'd', mark: marks.square, name: 'Atelier Lumière', differs: false },
  { id: 'e', mark: marks.letter, name: 'Page', differs: false },
] as const;

const french = new Intl.NumberFormat('fr');
const write = (value: number) => french.format(value);

function Preview({
  mark,
  account,
  text,
  used,
  limit,
}: {
  readonly mark: SampleMark;
  readonly account: string;
  readonly text: string;
  readonly used: number;
  readonly limit: number;
}) {
  return (
    <section className={styles.preview} aria-label={mark.label}>
      <header className={styles.previewHead}>
        <NetworkMark mark={mark.mark} />
        <h2>{mark.label}</h2>
        <Counter
          used={used}
          limit={limit}
          format={write}
          label={used > limit ? `${used - limit} caractères de trop` : `${used} caractères sur ${limit}`}
        />
      </header>
      <Card isRaised>
        <div className={styles.author}>
          <ClientDisc name="Atelier Lumière" colour="ambre" />
          <div className={styles.names}>
            <strong>Atelier Lumière</strong>
            <span>{account} · 26 nov.</span>
          </div>
          <Icon of={Ellipsis} />
        </div>
        <p className={styles.postText}>{text}</p>
        <div className={styles.picture} role="img" aria-label="Lampe en laiton" />
        <div className={styles.counts}>
          <Icon of={MessageCircle} />
          <Icon of={Repeat2} />
          <Icon of={Heart} />
          <Icon of={Share} />
        </div>
      </Card>
    </section>
  );
}

export function ComposerPage() {
  const [text, setText] = useState(start);
  const [variant, setVariant] = useState<'base' | 'b' | 'c'>('base');
  const [chosen, setChosen] = useState<readonly string[]>(['a', 'b', 'c']);
  const tags = [...text.matchAll(/#[\p{L}\p{N}_]+/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    kind: 'word' as const,
  }));
  const over = { start: 500, end: text.length, kind: 'over' as const };

  return (
    <SampleFrame
      screen="composer"
      sheet={
        <Sheet
          label="Nouveau post pour Atelier Lumière"
          client="ambre"
          header={
            <>
              <h1 className={styles.title}>Nouveau post</h1>
              <span className={styles.client}>Atelier Lumière</span>
              <div className={styles.accounts}>
                {accounts.map((account) => (
                  <ToggleChip
                    key={account.id}
                    client="ambre"
                    mark={<NetworkMark mark={account.mark.mark} />}
                    label={`${account.mark.label}, ${account.name}`}
                    isOn={chosen.includes(account.id)}
                    onChange={(isOn) =>
                      setChosen(isOn ? [...chosen, account.id] : chosen.filter((id) => id !== account.id))
                    }
                  >
                    {account.name}
                    {account.differs && (
                      <span className={styles.differs} title="Texte propre">
                        ≠
                      </span>
                    )}
                  </ToggleChip>
                ))}
              </div>
              <span className={styles.saved}>
                <Icon of={HardDrive} /> Enregistré 10:42:07
              </span>
            </>
          }
        >
          <div className={styles.write}>
            <div className={styles.writing}>
              <ToggleGroup
                label="Variante"
                value={variant}
                onChange={setVariant}
                options={[
                  { id: 'base', label: 'Base' },
                  { id: 'b', label: marks.butterfly.label, badge: <span className={styles.differs}>≠</span> },
                  { id: 'c', label: marks.camera.label },
                ]}
              />
              <TextArea
                label="Texte du post"
                isLabelHidden
                look="page"
                rows={6}
                value={text}
                onChange={setText}
                ranges={[...tags, over]}
                lang="fr"
              />
              <div className={styles.media}>
                <div className={styles.image} role="img" aria-label="Lampe en laiton">
                  <span className={styles.alt}>ALT</span>
                </div>
                <div className={styles.image2} role="img" aria-label="Atelier">
                  <span className={styles.alt}>ALT</span>
                </div>
                <button type="button" className={styles.addImage} aria-label="Ajouter une image">
                  <Icon of={ImagePlus} />
                </button>
              </div>
              <Banner
                tone="bad"
                subject={marks.butterfly.label}
                actions={<Button size="small">Couper en fil</Button>}
              >
                {' '}
                : 312 graphèmes sur 300. La variante a son propre texte.
              </Banner>
              <Banner
                tone="warn"
                subject={marks.camera.label}
                actions={<Button size="small">Recadrer</Button>}
              >
                {' '}
                : l’image 2 (3:2) sera recadrée en 4:5, le pied de lampe sort du cadre.
              </Banner>
            </div>
            <footer className={styles.foot}>
              <div className={styles.departure}>
                <Icon of={CalendarClock} />
                <div className={styles.when}>
                  <strong>jeudi 26 novembre, 09:00</strong>
                  <span>Paris · ici aussi 09:00 · prochain créneau libre</span>
                </div>
                <Button tone="quiet">Publier maintenant</Button>
                <Button tone="client">Programmer sur 3 comptes</Button>
              </div>
              <div className={styles.promises}>
                <Badge tone="ok" icon={ShieldCheck}>
                  {marks.elephant.label} tient le post : part sans vous
                </Badge>
                <Badge tone="warn" icon={Laptop}>
                  {marks.butterfly.label}, {marks.camera.label} : cet ordinateur allumé à 09:00
                </Badge>
              </div>
            </footer>
          </div>
          <div className={styles.previews} role="group" aria-label="Aperçus" tabIndex={0}>
            <Preview mark={marks.elephant} account="@lumiere@piaille.fr" text={text} used={246} limit={500} />
            <Preview
              mark={marks.butterfly}
              account="lumiere.bsky.social"
              text={
                'Ondine revient, en laiton brossé : soixante pièces tournées une à une à l’atelier. ✨\n\nChaque pied est poli à la main par Inès, quarante minutes chacun. On vous montre le geste jeudi en direct, avec l’histoire de la toute première, celle de 1968…'
              }
              used={312}
              limit={300}
            />
            <Preview mark={marks.camera} account="atelier.lumiere" text={text} used={178} limit={2200} />
          </div>
        </Sheet>
      }
    >
      <span />
    </SampleFrame>
  );
}
