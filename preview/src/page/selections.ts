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
