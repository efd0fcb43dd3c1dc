import type { FieldDisplay } from '@grafana/data';
import type { ReactNode } from 'react';
import { linkOf } from './values';

/** A value, as a link if the field has a link. */
export function Linked({ value, children }: { value: FieldDisplay; children: ReactNode }) {
  const link = linkOf(value);
  if (!link) return children;
  return (
    <a href={link.href} title={link.title} target="_blank" rel="noreferrer noopener" className="bw-linked">
      {children}
    </a>
  );
}
