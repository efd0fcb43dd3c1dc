import type { ThemeName } from '../model';

/** The settings in the part of the address after `#`. */
export interface Address {
  /** Whether all rows are open. */
  expand: boolean;
  theme: ThemeName | null;
  /** Whether all tabs are shown, one below the other. */
  tabs: boolean;
  /** The key of the only panel to show. */
  panel: string | null;
  /** The number of the only section to show, from 0. */
  row: number | null;
  /** The only side of a comparison to show. */
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
