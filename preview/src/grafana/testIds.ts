/**
 * Replaces @grafana/e2e-selectors, a table of 90 kB with the names by which Grafana's tests find elements. Our style
 * sheet needs the name of a panel's header, and screen readers need the names of buttons and drawers.
 */
const KEPT: Record<string | symbol, unknown> = {
  headerContainer: 'data-testid header-container',
  item: (name: string) => name,
  title: (name: string) => name,
};

// biome-ignore lint/suspicious/noExplicitAny: each name is the same function, for which React writes no attribute
const names: any = new Proxy(() => undefined, { get: (_target, name) => KEPT[name] ?? names });

export const Components = names;
export const selectors = names;
