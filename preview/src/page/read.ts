import type { PageFile } from '../model';

const ELEMENT = 'boardwright-page';

/** The page's own data, from the element that Python wrote. */
export function readPage(root: Document): PageFile {
  const written = root.getElementById(ELEMENT)?.textContent;
  if (!written) throw new Error('This page holds no board.');
  const page = JSON.parse(written) as PageFile;
  if (page.format !== 2) throw new Error(`This page is of format ${String(page.format)}; this script reads 2.`);
  return page;
}
