/**
 * State that the page keeps when it is reloaded in the same browser tab: scroll position, open rows, annotation
 * switches.
 */

const PREFIX = 'boardwright:';

export function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(PREFIX + name, value);
  } catch {
    // a page from disk may have no storage
  }
}

export function remembered(name: string): string | null {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
