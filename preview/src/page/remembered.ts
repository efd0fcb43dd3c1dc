/** What a page keeps over a reload, in this tab: where it was scrolled to, which rows stood open, which annotations were shown. */

const PREFIX = 'boardwright:';

export function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + name, value);
  } catch {
    // a page from disk may not be allowed to keep anything
  }
}

export function remembered(name: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
