import { useMemo, useState } from 'react';
import type { Annotation } from '../model';
import { remember, remembered } from './remembered';

interface Switched {
  shown: Annotation[];
  toggle: (annotation: Annotation) => void;
}

/** The annotations to show: as the user last switched them in this browser tab, or else as in the board. */
export function useSwitched(board: string, annotations: Annotation[]): Switched {
  const [switched, setSwitched] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isShown = (one: Annotation) => {
    const key = keyOf(board, annotations, one);
    return switched.get(key) ?? last(key) ?? one.enabled;
  };
  const shown = useMemo(() => annotations.filter(isShown), [board, annotations, switched]);
  const toggle = (one: Annotation) => {
    const key = keyOf(board, annotations, one);
    const next = !isShown(one);
    remember(key, String(next));
    setSwitched(new Map(switched).set(key, next));
  };
  return { shown, toggle };
}

function last(key: string): boolean | null {
  const found = remembered(key);
  return found === null ? null : found === 'true';
}

/** The name of an annotation, with a number if several annotations have this name. */
function keyOf(board: string, annotations: Annotation[], one: Annotation): string {
  const number = annotations.filter(({ name }) => name === one.name).indexOf(one);
  return `annotation ${board} ${one.name} ${number}`;
}
