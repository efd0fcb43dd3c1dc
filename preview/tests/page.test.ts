import { describe, expect, test } from 'vitest';
import type { BoardPage, PanelView, Section, Selection } from '../src/model';
import { readAddress } from '../src/page/address';
import { boxesOf } from '../src/page/layout';
import { choicesOf, type Nested, nest, sectionsOf } from '../src/page/selections';
import { merged, number, oneOf } from '../src/page/values';

const nowhere = { expand: false, tabs: false, theme: null, panel: null, row: null, side: null };

describe('the address', () => {
  test.each([
    ['', nowhere],
    ['#expand', { ...nowhere, expand: true }],
    ['#theme=light&panel=12-1', { ...nowhere, theme: 'light', panel: '12-1' }],
    ['#row=2', { ...nowhere, row: 2 }],
    ['#side=before', { ...nowhere, side: 'before' }],
    ['#side=above', nowhere],
    ['#row=-1&theme=pink', nowhere],
  ])('%s', (hash, expected) => expect(readAddress(hash)).toEqual(expected));
});

function view(key: string, x: number, y: number, w: number, h: number): PanelView {
  return { key, grid: { x, y, w, h }, panel: {}, queries: [], place: null, problems: [], change: null, remark: null };
}

describe('the grid', () => {
  const panels = [view('right', 12, 0, 12, 4), view('left', 0, 0, 12, 4), view('below', 0, 4, 24, 2)];
  const section = { row: null, panels, columns: null };

  test('24 columns with gaps of 8, lines of 30', () => {
    const { boxes, height } = boxesOf(section, 952);
    expect(boxes).toEqual([
      { left: 480, top: 0, width: 472, height: 144 },
      { left: 0, top: 0, width: 472, height: 144 },
      { left: 0, top: 152, width: 952, height: 68 },
    ]);
    expect(height).toBe(220);
  });

  test('on a phone one below the other, as one reads', () => {
    const { boxes, height } = boxesOf(section, 360);
    expect(boxes.map((box) => box.top)).toEqual([152, 0, 304]);
    expect(new Set(boxes.map((box) => box.width))).toEqual(new Set([360]));
    expect(height).toBe(372);
  });
});

describe('an automatic grid', () => {
  const eight = Array.from({ length: 8 }, (_, i) => view(String(i), 0, 9 * i, 24, 9));

  // Grafana 12.4.3 had these numbers of columns, and columns of this width, on pages of these widths.
  test.each([
    [3, 448, 768, 1, 768],
    [3, 448, 968, 2, 480],
    [3, 448, 2368, 3, 784],
    [10, 448, 1968, 4, 486],
    [10, 448, 2368, 5, 467],
    [10, 192, 468, 2, 230],
    [10, 192, 1218, 6, 196],
    [10, 192, 1968, 8, 239],
    [2, 768, 1468, 1, 1468],
    [2, 768, 1668, 2, 830],
    [6, 300, 1218, 3, 401],
    [6, 300, 1668, 5, 327],
  ])('at most %i columns of at least %i px on %i px', (most, least, width, count, column) => {
    const { boxes } = boxesOf({ row: null, panels: eight, columns: { most, width: least } }, width);
    expect(boxes.filter((box) => box.top === 0).length).toBe(count);
    expect(Math.round(boxes[0]?.width ?? 0)).toBe(column);
  });

  test('panels follow each other, line by line', () => {
    const columns = { most: 3, width: 100 };
    const { boxes, height } = boxesOf({ row: null, panels: eight.slice(0, 4), columns }, 992);
    expect(boxes.map(({ left, top }) => [Math.round(left), top])).toEqual([
      [0, 0],
      [333, 0],
      [667, 0],
      [0, 342],
    ]);
    expect(height).toBe(342 + 334);
  });
});

function selection(job: string, node: string): Selection {
  const one = (name: string, value: string) => ({ name, label: '', hide: 0 as const, values: [value], text: value });
  const sections: Section[] = [
    { row: null, panels: [view('1', 0, 0, 6, 4)], columns: null },
    { row: { title: 'Row', open: false, kind: 'row', level: 0 }, panels: [view('2', 6, 0, 6, 20)], columns: null },
  ];
  return { variables: [one('job', job), one('node', node)], annotations: [], links: [], sections, hidden: [] };
}

describe('what is shown', () => {
  const selections = [selection('a', 'x'), selection('b', 'x'), selection('b', 'y')];

  test('a variable can become what the others allow', () => {
    const page = { selections } as BoardPage;
    expect(choicesOf(page, selections[0] as Selection, 'job')).toEqual([
      { index: 0, text: 'a' },
      { index: 1, text: 'b' },
    ]);
    expect(choicesOf(page, selections[0] as Selection, 'node')).toEqual([{ index: 0, text: 'x' }]);
  });

  test('all, one row, one panel on the whole width, nothing', () => {
    const shown = (more: object) => sectionsOf(selection('a', 'x'), { ...nowhere, ...more });
    expect(shown({}).map(({ index }) => index)).toEqual([0, 1]);
    expect(shown({ row: 1 }).map(({ section }) => section.row?.title)).toEqual(['Row']);
    expect(shown({ panel: '2' })[0]?.section.panels[0]?.grid).toEqual({ x: 0, y: 0, w: 24, h: 20 });
    expect(shown({ panel: '9' })).toEqual([]);
  });
});

describe('rows in tabs', () => {
  const section = (title: string, kind: 'row' | 'tab', level: number): Section => ({
    row: { title, open: true, kind, level },
    panels: [],
    columns: null,
  });
  const names = (nodes: Nested[]): unknown[] => nodes.map(({ section: { row }, inner }) => [row?.title, names(inner)]);

  test('a greater level is inside, the same or a smaller one is not', () => {
    const list = [section('A', 'tab', 0), section('R', 'row', 1), section('S', 'row', 1), section('B', 'tab', 0)];
    const nodes = nest(list.map((one, index) => ({ section: one, index })));
    expect(names(nodes)).toEqual([
      [
        'A',
        [
          ['R', []],
          ['S', []],
        ],
      ],
      ['B', []],
    ]);
  });

  test('panels above the first row contain nothing', () => {
    const first: Section = { row: null, panels: [], columns: null };
    const nodes = nest([first, section('R', 'row', 0)].map((one, index) => ({ section: one, index })));
    expect(names(nodes)).toEqual([
      [undefined, []],
      ['R', []],
    ]);
  });
});

describe('anybody’s JSON', () => {
  test('values replace the defaults at every level; null does not count', () => {
    const defaults = { a: { b: 1, c: 2 }, d: [1], e: 'x' };
    expect(merged(defaults, { a: { b: 3 }, d: [], e: null, f: 1 })).toEqual({ a: { b: 3, c: 2 }, d: [], e: 'x', f: 1 });
    expect(merged(defaults, 'nonsense')).toEqual(defaults);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    merged({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    ['12', 12],
    [3, 3],
    ['', 7],
    ['x', 7],
    [null, 7],
    [Number.NaN, 7],
  ])('a number of %j', (value, expected) => expect(number(value, 7)).toBe(expected));

  test('one of several', () => {
    expect(oneOf('b', ['a', 'b'] as const, 'a')).toBe('b');
    expect(oneOf(5, ['a', 'b'] as const, 'a')).toBe('a');
  });
});
