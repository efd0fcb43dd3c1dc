import type { ReactNode } from 'react';

/** Replaces @grafana/i18n, which contains i18next, with 60 kB: a page has only the English texts of `@grafana/ui`. */

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** Returns an English text. In the text, `{{name}}` is replaced by a value. */
export function t(_key: string, text: string, values: Record<string, unknown> = {}): string {
  return text.replace(PLACEHOLDER, (_match, name: string) => String(values[name] ?? ''));
}

type Part = string | number | Record<string, string | number>;

/** Draws an English text; a part such as `{ total: 3 }` is a value. */
export function Trans({ children = [] }: { children?: Part | Part[] }): ReactNode {
  return [children].flat().map((part) => (typeof part === 'object' ? Object.values(part)[0] : part));
}
