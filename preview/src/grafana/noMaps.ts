import type { ReactNode } from 'react';

/**
 * Replaces the part of tables that writes geometries of OpenLayers as text. A table of a page has none: the
 * transformation that creates geometries is not applied.
 */
export function OpenLayersProvider({ children }: { children: ReactNode }): ReactNode {
  return children;
}
