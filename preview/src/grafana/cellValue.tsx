import { useEffect, useRef } from 'react';
import { DialogHead } from '../page/DialogHead';

interface Props {
  value: unknown;
  onDismiss: () => void;
}

/** Replaces the drawer that shows the whole value of a table's cell, with an editor, by a dialog. */
export function TableCellInspector({ value, onDismiss }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="bw-details" aria-label="Inspect value" onClose={onDismiss}>
      <DialogHead title="Inspect value" />
      <pre>{String(value ?? '').trim()}</pre>
    </dialog>
  );
}

export const TableCellInspectorMode = { code: 'code', text: 'text' };
