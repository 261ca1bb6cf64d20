import { useCallback, useState } from 'react';
import { Button } from '../actions/button.tsx';
import { MessageRow } from '../lists/message-row.tsx';
import { VirtualList } from '../lists/virtual-list.tsx';
import { Toolbar } from '../frame/toolbar.tsx';
import styles from './list-page.module.css';

interface Line {
  readonly id: string;
  readonly text: string;
}

/** Rows of one to three lines, so that none of them has the height that is guessed. */
const line = (number: number): Line => ({
  id: `m${number}`,
  text: `Message ${number}. ${'Une phrase de plus pour la hauteur. '.repeat(Math.abs(number) % 5)}`,
});
const first = Array.from({ length: 2000 }, (_, index) => line(index + 1));
const keyOf = (item: Line) => item.id;
const nameOf = (item: Line) => item.text;

/** A long list that grows at its top, and at its end when that comes near. */
export function ListPage() {
  const [items, setItems] = useState<readonly Line[]>(first);
  const [selected, setSelected] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const [hasNews, setHasNews] = useState(false);
  const prepend = (count: number) => {
    const lowest = Number(items[0]?.id.slice(1) ?? 1);
    setItems([...Array.from({ length: count }, (_, index) => line(lowest - count + index)), ...items]);
  };
  const append = useCallback(() => {
    setItems((known) => (known.length > 2400 ? known : [...known, ...more(known.length)]));
  }, []);
  return (
    <main className={styles.page}>
      <Toolbar title="Liste">
        <Button onPress={() => prepend(40)}>Quarante de plus en haut</Button>
        <Button onPress={() => setHasNews(!hasNews)}>Des nouveaux</Button>
        <output className={styles.facts}>
          {selected ?? 'rien'} · {opened ?? 'rien'} · {items.length}
        </output>
      </Toolbar>
      <div className={styles.list}>
        <VirtualList
          label="Messages"
          items={items}
          keyOf={keyOf}
          nameOf={nameOf}
          selected={selected}
          onSelect={setSelected}
          onOpen={setOpened}
          onNearEnd={append}
          news={hasNews ? { label: '3 nouveaux', onShow: () => setHasNews(false) } : null}
        >
          {(item) => (
            <MessageRow name={item.id} handle="@quelqu.un" when="4 min" client="sapin" isWaiting={false}>
              {item.text}
            </MessageRow>
          )}
        </VirtualList>
      </div>
    </main>
  );
}

function more(from: number): readonly Line[] {
  return Array.from({ length: 50 }, (_, index) => line(from + index + 1));
}
