import type { BoardPage, ComparisonPage, PageFile } from '../model';

interface ShortFrame {
  data?: { values: unknown[][]; times?: { start: number; step: number; count: number } };
}

const ELEMENT = 'boardwright-page';

/** Reads the data of the page from the element that Python wrote. */
export function readPage(root: Document): PageFile {
  const written = root.getElementById(ELEMENT)?.textContent;
  if (!written) throw new Error('This page contains no board.');
  const page = JSON.parse(written) as PageFile;
  if (page.format !== 3)
    throw new Error(`This page has the format ${String(page.format)}, but this script reads format 3.`);
  if (page.kind === 'comparison') shareResults(page);
  for (const board of boardsOf(page)) expandTimes(board);
  return page;
}

export function boardsOf(page: PageFile): BoardPage[] {
  const boards = page.kind === 'board' ? [page] : [page.before, page.after];
  return boards.filter((board) => board !== null);
}

/** Adds to the board before the change the results that both boards have, which are stored only once. */
function shareResults({ before, after, shared }: ComparisonPage): void {
  for (const [key, known] of Object.entries(shared)) {
    const result = before?.results[known];
    if (after && result) after.results[key] = result;
  }
}

/** Expands times that are stored as start, step and count. */
function expandTimes({ results }: BoardPage): void {
  for (const { frames } of Object.values(results)) {
    for (const { data } of frames as ShortFrame[]) {
      if (!data?.times) continue;
      const { start, step, count } = data.times;
      data.values[0] = Array.from({ length: count }, (_, i) => start + i * step);
      delete data.times;
    }
  }
}
