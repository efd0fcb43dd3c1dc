import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const MODULE = 'virtual:icons';
const RESOLVED = `\0${MODULE}`;

/** The icons that the drawn components name, by folder. Any other icon is drawn as an empty square. */
const NAMES: Record<string, string[]> = {
  unicons: [
    'angle-double-down',
    'angle-down',
    'angle-left',
    'angle-right',
    'angle-up',
    'apps',
    'arrow-down',
    'arrow-right',
    'arrow-up',
    'arrows-h',
    'bolt',
    'brackets-curly',
    'calculator-alt',
    'calendar-alt',
    'check',
    'check-circle',
    'clock-nine',
    'cloud',
    'copy',
    'ellipsis-h',
    'ellipsis-v',
    'exclamation-circle',
    'exclamation-triangle',
    'external-link-alt',
    'eye',
    'eye-slash',
    'file-alt',
    'filter',
    'filter-minus',
    'filter-plus',
    'info-circle',
    'link',
    'list-ul',
    'minus',
    'plus',
    'question-circle',
    'search',
    'search-minus',
    'search-plus',
    'sync',
    'table',
    'times',
  ],
  mono: [],
  custom: [],
};

/** A module with the icons of `@grafana/ui`, which would fetch them by URL: folder/name -> SVG text. */
export function icons(): Plugin {
  const root = join(dirname(createRequire(import.meta.url).resolve('@grafana/ui/package.json')));
  const text = (folder: string, name: string) =>
    readFileSync(join(root, 'dist/public/img/icons', folder, `${name}.svg`), 'utf8').trim();
  return {
    name: 'boardwright:icons',
    resolveId: (id) => (id === MODULE ? RESOLVED : null),
    load(id) {
      if (id !== RESOLVED) return null;
      const all = Object.entries(NAMES).flatMap(([folder, names]) =>
        names.map((name) => [`${folder}/${name}`, text(folder, name)]),
      );
      return `export default ${JSON.stringify(Object.fromEntries(all))};`;
    },
  };
}
