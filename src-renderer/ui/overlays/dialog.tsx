import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { IconButton } from '../actions/icon-button.tsx';
import { classNames } from '../class-names.ts';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly isOpen: boolean;
  /** Escape, the cross, a press outside. */
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
  /** Buttons at the bottom, the main one last. */
  readonly actions?: ReactNode;
  readonly size?: 'normal' | 'wide' | 'full';
  /** Does not close on a press outside: something is being filled in. */
  readonly isHeld?: boolean;
}

/** Something to decide or to fill in before going on. Never for reading. */
export function Dialog({
  isOpen,
  onClose,
  title,
  closeLabel,
  children,
  actions,
  size = 'normal',
  isHeld = false,
}: DialogProps) {
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      isOpen={isOpen}
      isDismissable={!isHeld}
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
    >
      <Modal className={classNames(styles.modal, styles[size])}>
        <AriaDialog className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            <IconButton icon={X} label={closeLabel} isTipOnHoverOnly onPress={onClose} />
          </div>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
