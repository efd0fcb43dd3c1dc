import type { Plugin } from 'vite';

/** The global styles of `@grafana/ui` name font files by address; a page has its own, in fonts.css. */
export function noFontFiles(): Plugin {
  return {
    name: 'boardwright:no-font-files',
    enforce: 'pre',
    load: (id) =>
      /[\\/]GlobalStyles[\\/]fonts\.mjs$/.test(id) ? 'export function getFontStyles() { return {}; }' : null,
  };
}
