import type { Plugin } from 'vite';

/**
 * Removes the addresses of font files from the global styles of `@grafana/ui`, because a page has its own in fonts.css.
 */
export function noFontFiles(): Plugin {
  return {
    name: 'boardwright:no-font-files',
    enforce: 'pre',
    load: (id) =>
      /[\\/]GlobalStyles[\\/]fonts\.mjs$/.test(id) ? 'export function getFontStyles() { return {}; }' : null,
  };
}
