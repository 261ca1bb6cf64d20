import {
  Archive,
  BadgeCheck,
  CalendarDays,
  Inbox,
  List,
  Pencil,
  Plus,
  Send,
  Star,
  Trash2,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../actions/button.tsx';
import { IconButton } from '../actions/icon-button.tsx';
import { Tabs } from '../actions/tabs.tsx';
import { ToggleGroup } from '../actions/toggle-group.tsx';
import { clientColours } from '../client-colour.ts';
import { Badge } from '../feedback/badge.tsx';
import { Banner } from '../feedback/banner.tsx';
import { Chip, ToggleChip } from '../feedback/chip.tsx';
import { LineChart } from '../charts/line-chart.tsx';
import { Counter } from '../feedback/counter.tsx';
import { EmptyState } from '../feedback/empty-state.tsx';
import { KeyHint } from '../feedback/key-hint.tsx';
import { LiveRegion } from '../feedback/live-region.tsx';
import { ProgressBar } from '../feedback/progress-bar.tsx';
import { createToasts, ToastRegion } from '../feedback/toast.tsx';
import { Checkbox } from '../fields/checkbox.tsx';
import { ComboBox } from '../fields/combo-box.tsx';
import { DateField } from '../fields/date-field.tsx';
import { NumberField } from '../fields/number-field.tsx';
import { Slider } from '../fields/slider.tsx';
import { RadioGroup } from '../fields/radio-group.tsx';
import { Select } from '../fields/select.tsx';
import { Switch } from '../fields/switch.tsx';
import { TextArea } from '../fields/text-area.tsx';
import { SearchField, SecretField, TextField } from '../fields/text-field.tsx';
import { TimeField } from '../fields/time-field.tsx';
import { Avatar } from '../identity/avatar.tsx';
import { ClientDisc } from '../identity/client-disc.tsx';
import { NetworkMark } from '../identity/network-mark.tsx';
import { DataTable, type TableSort } from '../lists/data-table.tsx';
import { AlertDialog } from '../overlays/alert-dialog.tsx';
import { ContextMenu } from '../overlays/context-menu.tsx';
import { Dialog } from '../overlays/dialog.tsx';
import { IconMenuButton, MenuButton } from '../overlays/menu-button.tsx';
import type { MenuEntry } from '../overlays/menu-entry.ts';
import { Popover } from '../overlays/popover.tsx';
import { RichText } from '../rich-text/rich-text.tsx';
import { marks } from './sample-marks.ts';
import styles from './kit-page.module.css';

const toasts = createToasts();
const nothing = () => undefined;
const french = new Intl.NumberFormat('fr');

const followers = [214, 219, 218, 231, 240, 251, 260].map((value, index) => ({
  at: `${String(index + 1)} nov.`,
  value,
}));

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.items}>{children}</div>
    </section>
  );
}

const zones = [
  { id: 'Europe/Paris', label: 'Paris', detail: 'UTC+1' },
  { id: 'Indian/Reunion', label: 'La Réunion', detail: 'UTC+4' },
  { id: 'America/Montreal', label: 'Montréal', detail: 'UTC−5' },
] as const;

function useMenu(): readonly MenuEntry[] {
  const [order, setOrder] = useState<readonly string[]>(['new']);
  return [
    { tag: 'action', id: 'edit', label: 'Modifier', icon: Pencil, keys: ['E'], onAction: nothing },
    { tag: 'action', id: 'archive', label: 'Archiver', icon: Archive, detail: 'Reste dans la recherche' },
    {
      tag: 'choice',
      id: 'order',
      label: 'Ordre',
      mode: 'single',
      chosen: order,
      onChange: setOrder,
      entries: [
        { tag: 'action', id: 'new', label: 'Les plus récents' },
        { tag: 'action', id: 'old', label: 'Les plus anciens' },
      ],
    },
    {
      tag: 'submenu',
      id: 'move',
      label: 'Déplacer vers',
      icon: CalendarDays,
      entries: [{ tag: 'action', id: 'monday', label: 'lundi 23' }],
    },
    { tag: 'separator', id: 'line' },
    { tag: 'action', id: 'delete', label: 'Supprimer', icon: Trash2, tone: 'danger', onAction: nothing },
  ];
}

function Fields() {
  const [name, setName] = useState('Atelier Lumière');
  const [server, setServer] = useState('piaille');
  const [secret, setSecret] = useState('xxxx');
  const [query, setQuery] = useState('Ondine');
  const [text, setText] = useState('Un texte trop long pour ce réseau #laiton');
  const [zone, setZone] = useState<(typeof zones)[number]['id'] | null>('Europe/Paris');
  const [isOn, setIsOn] = useState(true);
  const [count, setCount] = useState(30);
  const [day, setDay] = useState<string>('2026-11-26');
  const [time, setTime] = useState<string>('09:00');
  const [choice, setChoice] = useState<'keychain' | 'session'>('keychain');
  return (
    <Section title="Champs">
      <div className={styles.field}>
        <TextField label="Nom du client" value={name} onChange={setName} description="Vu par vous seul." />
      </div>
      <div className={styles.field}>
        <TextField
          label="Serveur"
          value={server}
          onChange={setServer}
          error="Ce nom de serveur n’est pas complet."
          suffix=".fr"
        />
      </div>
      <div className={styles.field}>
        <SecretField
          label="Mot de passe d’application"
          value={secret}
          onChange={setSecret}
          showLabel="Afficher le mot de passe"
          hideLabel="Masquer le mot de passe"
        />
      </div>
      <div className={styles.field}>
        <SearchField label="Chercher" value={query} onChange={setQuery} clearLabel="Effacer" />
      </div>
      <div className={styles.field}>
        <Select label="Fuseau" options={zones} value={zone} onChange={setZone} />
      </div>
      <div className={styles.field}>
        <ComboBox
          label="Fuseau, en tapant"
          options={zones}
          value={zone}
          onChange={setZone}
          openLabel="Ouvrir la liste"
          emptyText="Aucun fuseau de ce nom"
        />
      </div>
      <div className={styles.field}>
        <DateField label="Jour" value={day} onChange={setDay} />
      </div>
      <div className={styles.field}>
        <TimeField label="Heure" value={time} onChange={setTime} />
      </div>
      <div className={styles.field}>
        <NumberField
          label="Retard toléré"
          value={count}
          onChange={setCount}
          min={0}
          max={120}
          format={{ style: 'unit', unit: 'minute' }}
        />
      </div>
      <div className={styles.field}>
        <Slider
          label="Agrandissement"
          value={count}
          onChange={setCount}
          min={0}
          max={120}
          step={1}
          format={{ style: 'unit', unit: 'percent' }}
        />
      </div>
      <div className={styles.wide}>
        <TextArea
          label="Texte"
          value={text}
          onChange={setText}
          ranges={[
            { start: 34, end: 41, kind: 'word' },
            { start: 30, end: text.length, kind: 'over' },
          ]}
          describedBy="kit-counter"
          description="Le reste ne partira pas."
        />
        <Counter
          id="kit-counter"
          used={text.length}
          limit={30}
          format={(value) => french.format(value)}
          label={`${text.length - 30} caractères de trop`}
        />
      </div>
      <div className={styles.column}>
        <Checkbox label="Répondre aux mentions" isOn={isOn} onChange={setIsOn} />
        <Checkbox label="Une partie" isOn={false} isMixed onChange={nothing} />
        <Checkbox label="Indisponible" isOn={false} isDisabled onChange={nothing} />
        <Switch label="Ouvrir au démarrage" detail="Réduite dans la barre" isOn={isOn} onChange={setIsOn} />
        <Switch label="Éteint" isOn={false} onChange={nothing} />
      </div>
      <RadioGroup
        label="Garder l’accès"
        value={choice}
        onChange={setChoice}
        options={[
          { id: 'keychain', label: 'Dans le trousseau', detail: 'Chiffré par le système' },
          { id: 'session', label: 'Jusqu’à la fermeture' },
        ]}
      />
    </Section>
  );
}

interface Run {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly last: string;
}
const runs: readonly Run[] = [
  { id: 'a', name: '@lumiere@piaille.fr', rows: 1240, last: '10:42:02' },
  { id: 'b', name: 'lumiere.bsky.social', rows: 388, last: '10:41:47' },
];

function Facts() {
  const [sort, setSort] = useState<TableSort<'name' | 'rows' | 'last'>>({
    column: 'rows',
    direction: 'descending',
  });
  const sorted = runs.toSorted((a, b) =>
    sort.direction === 'ascending' ? a.rows - b.rows : b.rows - a.rows,
  );
  return (
    <Section title="Tableau">
      <div className={styles.wide}>
        <DataTable
          caption="Synchronisation par compte"
          columns={[
            { id: 'name', label: 'Compte', isRowHeader: true },
            { id: 'rows', label: 'Messages', align: 'end', isSortable: true },
            { id: 'last', label: 'Dernière lecture', align: 'end' },
          ]}
          rows={sorted}
          keyOf={(run) => run.id}
          sort={sort}
          onSort={setSort}
        >
          {(run, column) => (column === 'rows' ? french.format(run.rows) : run[column])}
        </DataTable>
      </div>
    </Section>
  );
}

export function KitPage() {
  const [view, setView] = useState<'day' | 'week' | 'month'>('week');
  const [tab, setTab] = useState<'all' | 'mine'>('all');
  const [isOn, setIsOn] = useState(true);
  const [open, setOpen] = useState<string | null>(new URLSearchParams(location.search).get('open'));
  const [said, setSaid] = useState('');
  const menu = useMenu();
  const close = () => setOpen(null);
  return (
    <main className={styles.page}>
      <h1 className={styles.heading}>Le kit</h1>
      <Section title="Boutons">
        <Button>Ouvrir</Button>
        <Button tone="primary" icon={Plus}>
          Nouveau post
        </Button>
        <Button tone="quiet">Plus tard</Button>
        <Button tone="danger" icon={Trash2}>
          Supprimer
        </Button>
        <Button tone="client" client="sapin" icon={Send}>
          Publier sur @velo.co
        </Button>
        <Button isDisabled>Indisponible</Button>
        <Button size="small">Petit</Button>
        <Button size="large" tone="primary">
          Grand
        </Button>
        <IconButton icon={Star} label="Suivre" />
        <IconButton icon={Star} label="Suivi" isOn />
        <IconButton icon={Star} label="Encadré" look="outlined" />
        <MenuButton label="Actions" entries={menu} />
        <IconMenuButton label="Autres actions" entries={menu} />
        <ContextMenu label="Menu de l’élément" entries={menu}>
          <button type="button" className={styles.target}>
            Clic droit ici
          </button>
        </ContextMenu>
        <ToggleGroup
          label="Vue"
          value={view}
          onChange={setView}
          options={[
            { id: 'day', label: 'Jour', icon: List },
            { id: 'week', label: 'Semaine' },
            { id: 'month', label: 'Mois', isDisabled: true },
          ]}
        />
        <KeyHint keys={['Ctrl', 'K']} />
        <KeyHint keys={['Ctrl', 'Maj', 'P']} look="separate" />
      </Section>
      <Section title="Onglets">
        {(['segmented', 'line', 'side'] as const).map((look) => (
          <div key={look} className={styles.field}>
            <Tabs
              label={`Onglets ${look}`}
              look={look}
              value={tab}
              onChange={setTab}
              tabs={[
                { id: 'all', label: 'Tout' },
                { id: 'mine', label: 'À moi', icon: Inbox },
              ]}
            >
              <p className={styles.panel}>{tab === 'all' ? 'Tout ce qui attend.' : 'Ce qui m’est confié.'}</p>
            </Tabs>
          </div>
        ))}
      </Section>
      <Fields />
      <Section title="États">
        <Badge>En attente</Badge>
        <Badge tone="accent" icon={Star}>
          VIP
        </Badge>
        <Badge tone="ok" icon={BadgeCheck}>
          Parti
        </Badge>
        <Badge tone="warn" icon={Inbox}>
          Cet ordinateur
        </Badge>
        <Badge tone="bad" icon={Trash2}>
          Refusé
        </Badge>
        <Chip>Livraison</Chip>
        <Chip onRemove={nothing} removeLabel="Retirer Presse">
          Presse
        </Chip>
        <ToggleChip isOn={isOn} onChange={setIsOn} hasTick>
          Sans réponse
        </ToggleChip>
        <ToggleChip
          isOn={isOn}
          onChange={setIsOn}
          client="indigo"
          mark={<NetworkMark mark={marks.camera.mark} />}
        >
          cabinet.delmas
        </ToggleChip>
        <Counter
          used={246}
          limit={500}
          format={(value) => french.format(value)}
          label="246 caractères sur 500"
        />
        <Counter
          used={512}
          limit={500}
          format={(value) => french.format(value)}
          label="12 caractères de trop"
        />
        <div className={styles.wide}>
          <Banner>Le journal a été vidé ce matin.</Banner>
          <Banner tone="accent" actions={<Button size="small">Voir</Button>}>
            Une version plus récente est prête.
          </Banner>
          <Banner tone="ok">Tout est parti.</Banner>
          <Banner
            tone="warn"
            subject="@velo.co"
            actions={<Button size="small">Reconnecter</Button>}
            onDismiss={nothing}
            dismissLabel="Fermer"
          >
            {' '}
            attend depuis 09:58.
          </Banner>
          <Banner tone="bad" role="alert" actions={<Button size="small">Réessayer</Button>}>
            Le serveur a refusé l’image.
          </Banner>
          <ProgressBar
            label="Récupération de l’historique"
            value={1240}
            max={3000}
            count="1 240 sur 3 000"
            rate="62 par seconde"
            onStop={nothing}
            stopLabel="Arrêter"
          />
          <ProgressBar label="Préparation du rapport" value={null} />
        </div>
      </Section>
      <Section title="Courbe">
        <LineChart
          label="Abonnés, du 1 au 7 nov. : de 214 à 260"
          points={followers}
          format={String}
          theme="light"
        />
      </Section>
      <Section title="Qui">
        {clientColours.map((colour) => (
          <ClientDisc key={colour} name={colour} colour={colour} label={colour} />
        ))}
        <ClientDisc name="Vélo" colour="sapin" size="small" />
        <ClientDisc name="Vélo" colour="sapin" size="tiny" />
        {['Camille Besson', 'Jules Morel', 'korrigan_29', 'Élodie D.', '李 小龙', ''].map((name) => (
          <Avatar key={name} name={name} label={name === '' ? 'Sans nom' : name} />
        ))}
        <Avatar name="Camille" size={20} />
        {Object.values(marks).map(({ mark, label }) => (
          <NetworkMark key={label} mark={mark} label={label} size={16} />
        ))}
      </Section>
      <Section title="Texte venu d’ailleurs">
        <p className={styles.wide}>
          <RichText
            onOpenLink={setSaid}
            onOpenTag={setSaid}
            nodes={[
              { tag: 'text', text: 'Bonjour ' },
              { tag: 'mention', text: '@lumiere', handle: 'lumiere', url: 'https://example.org/lumiere' },
              { tag: 'text', text: ' <b>pas du HTML</b> ' },
              { tag: 'link', text: 'example.org/une-adresse', url: 'https://example.org/une-adresse' },
              { tag: 'break' },
              { tag: 'tag', text: '#laiton', name: 'laiton' },
              { tag: 'text', text: ' ' },
              { tag: 'emoji', shortcode: 'blobcat', url: 'https://example.org/blobcat.png' },
              { tag: 'text', text: ' ' },
              { tag: 'code', text: 'v = 3' },
              { tag: 'text', text: ' et un ' },
              { tag: 'mark', text: 'mot trouvé' },
            ]}
          />
        </p>
        <LiveRegion message={said} />
      </Section>
      <Facts />
      <Section title="Par-dessus">
        <Button onPress={() => setOpen('dialog')}>Boîte de dialogue</Button>
        <Button onPress={() => setOpen('alert')}>Alerte</Button>
        <Popover trigger={<Button>Filtres</Button>} label="Filtres">
          {(done) => (
            <div className={styles.column}>
              <Checkbox label="Sans réponse" isOn={isOn} onChange={setIsOn} />
              <Button size="small" onPress={done}>
                Appliquer
              </Button>
            </div>
          )}
        </Popover>
        <Button
          onPress={() =>
            toasts.show({
              text: '3 messages marqués comme faits',
              detail: 'Atelier Lumière',
              tone: 'ok',
              action: { label: 'Annuler', onPress: nothing },
            })
          }
        >
          Notification
        </Button>
        <EmptyState
          icon={Inbox}
          title="Rien n’attend de réponse"
          actions={<Button>Connecter un autre compte</Button>}
        >
          Ce réseau ne propose pas de messages privés : ils ne paraîtront pas ici.
        </EmptyState>
      </Section>
      <Dialog
        isOpen={open === 'dialog'}
        onClose={close}
        title="Ajouter un client"
        closeLabel="Fermer"
        actions={
          <>
            <Button onPress={close}>Annuler</Button>
            <Button tone="primary" onPress={close}>
              Ajouter
            </Button>
          </>
        }
      >
        <TextField label="Nom" value="Maison Nori" onChange={nothing} autoFocus />
      </Dialog>
      <AlertDialog
        isOpen={open === 'alert'}
        title="Supprimer ce client ?"
        confirmLabel="Supprimer Maison Nori"
        cancelLabel="Garder"
        onConfirm={close}
        onCancel={close}
      >
        Ses 31 messages et ses 4 posts programmés seront effacés de cet ordinateur. Ce qui est publié le
        reste.
      </AlertDialog>
      <ToastRegion toasts={toasts} label="Notifications" dismissLabel="Fermer" />
    </main>
  );
}
