import { fileURLToPath } from 'node:url';

/** The replacement of an import: `find` matches the module that the import names. */
const replace = (find: RegExp, file: string) => ({
  find,
  replacement: fileURLToPath(new URL(`../src/grafana/${file}`, import.meta.url)),
});

export const NO_ZOD = replace(/^zod$/, 'noZod.ts');

/** Replacements in both scripts. A comment in each file gives the reason. */
const REPLACEMENTS = [
  replace(/^@grafana\/i18n$/, 'messages.ts'),
  { find: /^lodash$/, replacement: 'lodash-es' }, // its functions are modules, so that the script has only what it uses
  replace(/^(monaco-editor|@monaco-editor\/react)$/, 'noMonaco.ts'),
  replace(/^moment-timezone$/, 'momentTimezone.ts'),
  replace(/^\..*\/(easytz_lookup|timezones)\.mjs$/, 'timeZoneNames.ts'),
];

/** Replacements in the script of pages. A relative path names a module of `@grafana/ui`. */
export const PAGE_REPLACEMENTS = [
  ...REPLACEMENTS,
  replace(/^@grafana\/e2e-selectors$/, 'testIds.ts'),
  replace(/^react-custom-scrollbars-2$/, 'scrollbars.ts'),
  replace(/^react-dom\/server$/, 'serverText.ts'),
  replace(/^react-inlinesvg$/, 'inlineSvg.tsx'),
  replace(/^\..*\/ActionButton\.mjs$/, 'noActions.ts'),
  replace(/^\..*\/(CodeEditorLazy|languageLoader|ReactMonacoEditorLazy)\.mjs$/, 'noEditors.ts'),
  replace(/^\..*\/ColorPicker\.mjs$/, 'noColorPicker.ts'),
  replace(/^\..*\/TableCellInspector\.mjs$/, 'cellValue.tsx'),
  replace(/^\..*\/OpenLayersProvider\.mjs$/, 'noMaps.ts'),
];

/** Replacements in the script of values, which draws nothing. */
export const VALUES_REPLACEMENTS = [
  ...REPLACEMENTS,
  NO_ZOD,
  replace(
    /^(@grafana\/ui(\/.*)?|react(\/.*)?|react-dom(\/.*)?|react-inlinesvg|uplot|d3-scale-chromatic)$/,
    'noInterface.ts',
  ),
];
