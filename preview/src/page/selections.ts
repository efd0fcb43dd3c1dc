import type { BoardPage, Section, Selection } from '../model';
import type { Address } from './address';

/** All sections, or those of the address: one row, or one panel on the whole width. */
export function sectionsOf(selection: Selection, { row, panel }: Address): { section: Section; index: number }[] {
  const all = selection.sections.map((section, index) => ({ section, index }));
  if (row !== null) return all.filter(({ index }) => index === row);
  if (panel === null) return all;
  const found = all.flatMap(({ section }) => section.panels).find((view) => view.key === panel);
  if (!found) return [];
  return [
    {
      section: { row: null, panels: [{ ...found, grid: { x: 0, y: 0, w: 24, h: Math.max(found.grid.h, 12) } }] },
      index: 0,
    },
  ];
}

export interface Nested {
  section: Section;
  /** Its number in the board, by which pictures find it. */
  index: number;
  /** The rows and tabs in it. */
  inner: Nested[];
}

/** The sections as a tree: each row or tab has those with a greater level after it. */
export function nest(list: { section: Section; index: number }[]): Nested[] {
  const roots: Nested[] = [];
  const open: Nested[] = [];
  for (const { section, index } of list) {
    const node = { section, index, inner: [] };
    const level = section.row?.level ?? 0;
    while (open.length > 0 && (open[open.length - 1]?.section.row?.level ?? 0) >= level) open.pop();
    (open[open.length - 1]?.inner ?? roots).push(node);
    if (section.row) open.push(node);
  }
  return roots;
}

export interface Choice {
  index: number;
  text: string;
}

/** The other values of one variable for which the page has data, while all others stay. */
export function choicesOf(page: BoardPage, selection: Selection, name: string): Choice[] {
  const others = key(selection, name);
  return page.selections.flatMap((one, index) =>
    key(one, name) === others ? [{ index, text: one.variables.find((v) => v.name === name)?.text ?? '' }] : [],
  );
}

function key({ variables }: Selection, but: string): string {
  return JSON.stringify(variables.filter((one) => one.name !== but).map((one) => [one.name, one.values]));
}
