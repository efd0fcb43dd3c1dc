import type { AutoColumns, Grid, PanelView, Section } from '../model';

export const COLUMNS = 24;
export const CELL = 30;
export const GAP = 8;
/** If the page is narrower than this, panels are placed one below the other. */
export const NARROW = 768;

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The positions and sizes of a section's panels, in pixels, and the height of the section. */
export function boxesOf(section: Section, width: number): { boxes: Box[]; height: number } {
  const boxes = placed(section, width);
  return { boxes, height: Math.max(0, ...boxes.map((box) => box.top + box.height)) };
}

function placed({ panels, columns }: Section, width: number): Box[] {
  if (columns) return arranged(panels, columns, width);
  return width < NARROW ? stacked(panels, width) : panels.map(({ grid }) => boxOf(grid, width));
}

/** The panels of an automatic grid, in as many columns as Grafana 12.4.3 shows at this width. */
function arranged(panels: PanelView[], { most, width: least }: AutoColumns, width: number): Box[] {
  const column = Math.min(Math.max(width / most - GAP, least), width);
  const fitting = Math.floor((width + GAP) / (column + GAP));
  const count = Math.max(1, Math.min(fitting, panels.length));
  const each = (width + GAP) / count;
  const height = Math.max(0, ...panels.map(({ grid }) => heightOf(grid)));
  const boxes: Box[] = [];
  readingOrder(panels).forEach((index, turn) => {
    const top = Math.floor(turn / count) * (height + GAP);
    boxes[index] = { left: (turn % count) * each, top, width: each - GAP, height };
  });
  return boxes;
}

export function boxOf(grid: Grid, width: number): Box {
  const column = (width + GAP) / COLUMNS;
  return {
    left: grid.x * column,
    top: grid.y * (CELL + GAP),
    width: Math.max(1, grid.w * column - GAP),
    height: heightOf(grid),
  };
}

function heightOf(grid: Grid): number {
  return Math.max(1, grid.h * (CELL + GAP) - GAP);
}

function stacked(panels: PanelView[], width: number): Box[] {
  const boxes: Box[] = panels.map(({ grid }) => ({ left: 0, top: 0, width, height: heightOf(grid) }));
  let top = 0;
  for (const index of readingOrder(panels)) {
    const box = boxes[index];
    if (!box) continue;
    box.top = top;
    top += box.height + GAP;
  }
  return boxes;
}

function readingOrder(panels: PanelView[]): number[] {
  return panels
    .map(({ grid }, index) => ({ grid, index }))
    .sort((a, b) => a.grid.y - b.grid.y || a.grid.x - b.grid.x)
    .map(({ index }) => index);
}
