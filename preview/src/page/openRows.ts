/** Which rows a viewer opened or closed, kept while a watched page is drawn anew. */
const KEY = 'boardwright-rows';

export function rememberedRow(title: string): boolean | null {
  return read()[title] ?? null;
}

export function rememberRow(title: string, open: boolean): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...read(), [title]: open }));
  } catch {
    // a page that may not keep anything opens its rows as the board says
  }
}

function read(): Record<string, boolean> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, boolean>;
  } catch {
    return {};
  }
}
