import type { ThemeName } from '../model';

/** The settings in the part of the address after `#`. */
export interface Address {
  /** All rows are open. */
  expand: boolean;
  theme: ThemeName | null;
  /** All tabs are shown, one below the other. */
  tabs: boolean;
  /** One panel alone, by its key. */
  panel: string | null;
  /** One section alone, by its number from 0. */
  row: number | null;
  /** One side of a comparison alone. */
  side: 'before' | 'after' | null;
}

export function readAddress(hash: string): Address {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const theme = asked.get('theme');
  const row = asked.get('row');
  const side = asked.get('side');
  return {
    expand: asked.has('expand'),
    tabs: asked.has('tabs'),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    panel: asked.get('panel'),
    row: row !== null && /^\d{1,4}$/.test(row) ? Number(row) : null,
    side: side === 'before' || side === 'after' ? side : null,
  };
}
