import styles from './group-heading.module.css';

export interface GroupHeadingProps {
  readonly children: string;
  /** "13". */
  readonly count?: string;
  readonly level?: 2 | 3;
}

/** What the rows under it have in common: "Programmés · 13". */
export function GroupHeading({ children, count, level = 2 }: GroupHeadingProps) {
  const Heading = `h${level}` as const;
  return (
    <Heading className={styles.heading}>
      {children}
      {count !== undefined && ` · ${count}`}
    </Heading>
  );
}
