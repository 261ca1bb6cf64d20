import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from '../actions/button.tsx';
import { classNames } from '../class-names.ts';
import styles from './dialog.module.css';

export interface AlertDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will happen, and what will not. */
  readonly children: ReactNode;
  /** Names the act: "Supprimer le client", never "OK". */
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly tone?: 'danger' | 'primary';
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before what cannot be undone. Focus begins on the way out. */
export function AlertDialog({
  isOpen,
  title,
  children,
  confirmLabel,
  cancelLabel,
  tone = 'danger',
  onConfirm,
  onCancel,
}: AlertDialogProps) {
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen={isOpen}
      onOpenChange={(opens) => {
        if (!opens) onCancel();
      }}
    >
      <Modal className={classNames(styles.modal, styles.normal)}>
        <AriaDialog role="alertdialog" className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
          </div>
          <div className={styles.body}>{children}</div>
          <div className={styles.actions}>
            <Button autoFocus onPress={onCancel}>
              {cancelLabel}
            </Button>
            <Button tone={tone} onPress={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
