/**
 * Replaces react-custom-scrollbars-2, a CommonJS module. `@grafana/ui` uses its default export, but bundlers that
 * follow Node's rules return the whole module for it.
 */

import type { ComponentType } from 'react';
import * as scrollbars from 'react-custom-scrollbars-2/lib/index.js';

const found = scrollbars as unknown as { Scrollbars?: ComponentType; default?: { Scrollbars: ComponentType } };

export const Scrollbars = found.Scrollbars ?? found.default?.Scrollbars;
export default Scrollbars;
