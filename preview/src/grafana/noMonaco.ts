/**
 * Stands in for monaco, the editor of `@grafana/ui`, and for its loader: a page edits nothing, and they
 * are 6 MB.
 */
export default function NoEditor(): null {
  return null;
}

export const loader = { config: () => undefined };
export const editor = {};
