import { Children, isValidElement, type ReactNode } from 'react';

/**
 * Replaces react-dom/server, with 200 kB. `@grafana/ui` renders the children of a truncated text with it and removes the
 * tags, to show the whole text in a tooltip. This function returns the text of elements without tags.
 */
export function renderToStaticMarkup(node: ReactNode): string {
  const textOf = (child: ReactNode) =>
    isValidElement<{ children?: ReactNode }>(child) ? renderToStaticMarkup(child.props.children) : String(child);
  return Children.toArray(node).map(textOf).join('');
}

export default { renderToStaticMarkup };
