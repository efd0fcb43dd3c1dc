import type { Plugin } from 'vite';

/** Module -> function of global styles that a page does not need: it has no editors, and its fonts are in fonts.css. */
const LEFT_OUT: Record<string, string> = {
  dashboardGrid: 'getDashboardGridStyles',
  dashdiff: 'getDashDiffStyles',
  fonts: 'getFontStyles',
  jsonFormatter: 'getJsonFormatterStyles',
  legacySelect: 'getLegacySelectStyles',
  queryEditor: 'getQueryEditorStyles',
  slate: 'getSlateStyles',
};

/** Removes styles of Grafana's editors, and the addresses of font files, from the global styles of `@grafana/ui`. */
export function fewerGlobalStyles(): Plugin {
  return {
    name: 'boardwright:fewer-global-styles',
    enforce: 'pre',
    load(id) {
      const name = LEFT_OUT[/[\\/]GlobalStyles[\\/](\w+)\.mjs$/.exec(id)?.[1] ?? ''];
      return name ? `export function ${name}() { return {}; }` : null;
    },
  };
}
