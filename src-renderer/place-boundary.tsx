import { Component, type ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import { copyReport } from './state/report.ts';
import { RealmContext, useRealm, type Realm } from './state/realm.ts';
import { useText } from './text/text-context.tsx';
import { Button } from './ui/actions/button.tsx';
import { EmptyState } from './ui/feedback/empty-state.tsx';

interface PlaceBoundaryProps {
  readonly children: ReactNode;
  /** `none`: what fails leaves nothing behind (a dialog); `place`: it says so where it would have been. */
  readonly look?: 'place' | 'none';
}

/** Keeps one failing part from taking the window down: the rest goes on, and this part can be tried again. */
export class PlaceBoundary extends Component<PlaceBoundaryProps, { readonly failed: boolean }> {
  static override contextType = RealmContext;
  declare readonly context: Realm | null;
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    void this.context?.bridge.diagnostics.note({
      kind: 'render',
      code:
        error instanceof Error
          ? `${error.name}:${error.message.replaceAll(/\W+/g, '_')}`.slice(0, 120)
          : 'unknown',
    });
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return this.props.look === 'none' ? null : (
      <FailedPlace onRetry={() => this.setState({ failed: false })} />
    );
  }
}

function FailedPlace({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useText();
  const realm = useRealm();
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t('stopped.placeTitle')}
      actions={
        <>
          <Button
            onPress={() => {
              void copyReport(realm.bridge).then((copied) =>
                realm.toasts.show({ text: t(copied ? 'stopped.copied' : 'stopped.notCopied') }),
              );
            }}
          >
            {t('stopped.copyReport')}
          </Button>
          <Button tone="primary" onPress={onRetry}>
            {t('words.retry')}
          </Button>
        </>
      }
    >
      {t('stopped.placeText')}
    </EmptyState>
  );
}
