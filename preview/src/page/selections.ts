import type { BoardPage, Section, Selection } from '../model';
import type { Address } from './address';

/** All sections, or only the part that the address names: one row, or one panel in full width. */
export function sectionsOf(selection: Selection, { row, panel }: Address): { section: Section; index: number }[] {
  const all = selection.sections.map((section, index) => ({ section, index }));
  if (row !== null) return all.filter(({ index }) => index === row);
  if (panel === null) return all;
  const found = all.flatMap(({ section }) => section.panels).find((view) => view.key === panel);
  if (!found) return [];
  return [
    {
      section: {
        row: null,
        columns: null,
        panels: [{ ...found, grid: { x: 0, y: 0, w: 24, h: Math.max(found.grid.h, 12) } }],
      },
      index: 0,
    },
  ];
}

export interface Nested {
  section: Section;
  /** The number of the section in the board, by which pictures refer to it. */
  index: number;
  /** The rows and tabs inside this row or tab. */
  inner: Nested[];
}

/** The sections as a tree: a row or tab contains the sections after it that have a greater level. */
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

/** The values of one variable for which the page has data while all other variables keep their values. */
export function choicesOf(page: BoardPage, selection: Selection, name: string): Choice[] {
  const others = key(selection, name);
  return page.selections.flatMap((one, index) =>
    key(one, name) === others ? [{ index, text: one.variables.find((v) => v.name === name)?.text ?? '' }] : [],
  );
}

function key({ variables }: Selection, but: string): string {
  return JSON.stringify(variables.filter((one) => one.name !== but).map((one) => [one.name, one.values]));
}
