/** Replaces the button of an action, which sends a request: a page sends no requests and passes no actions to a panel. */
export function ActionButton(): null {
  return null;
}
