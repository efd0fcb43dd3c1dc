import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createElement } from 'react';
import { expect, test } from 'vitest';
import { PAGE_REPLACEMENTS } from '../bundling/replacements';
import { Trans, t } from '../src/grafana/messages';
import { renderToStaticMarkup } from '../src/grafana/serverText';
import { selectors } from '../src/grafana/testIds';
import { findTimeZoneAt } from '../src/grafana/timeZoneNames';

test('each replaced module is imported by a package', () => {
  const imports = new Set(['data', 'ui'].flatMap(importsOf));
  expect(imports.size).toBeGreaterThan(500);
  const unused = PAGE_REPLACEMENTS.filter(({ find }) => ![...imports].some((name) => find.test(name)));
  expect(unused).toEqual([]);
});

/** The names after `from` and in `import()` in the modules of a package of Grafana. */
function importsOf(name: string): string[] {
  const folder = join(dirname(fileURLToPath(import.meta.url)), `../node_modules/@grafana/${name}/dist/esm`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/(?:from |import\(\s*)'([^']+)'/g)].map((found) => found[1] ?? ''));
}

test('a text contains its values as they are', () => {
  expect(t('a.key', 'Filter {{name}} ({{ count }})', { name: '<a>', count: 2 })).toBe('Filter <a> (2)');
  expect(t('a.key', 'Clear')).toBe('Clear');
  expect(Trans({ children: ['...show all ', { total: 5 }, ' items'] })).toEqual(['...show all ', 5, ' items']);
  expect(Trans({ children: 'No rows' })).toEqual(['No rows']);
});

test('the text of elements has no tags', () => {
  const inner = createElement('i', null, 2);
  expect(renderToStaticMarkup(createElement('b', null, 'CPU & ', [inner], null, false))).toBe('CPU & 2');
});

test('a time zone has the name that the browser supports', () => {
  expect(findTimeZoneAt('Europe/Berlin')).toEqual({ name: 'Europe/Berlin' });
  expect(findTimeZoneAt('Moon/Base')).toBeUndefined();
});

test('of the names for tests, a page has the header of a panel', () => {
  expect(selectors.components.Panels.Panel.headerContainer).toBe('data-testid header-container');
  expect(selectors.components.PageToolbar.item('Zoom')).toBe('Zoom');
  expect(selectors.components.Switch.container()).toBeUndefined();
});
