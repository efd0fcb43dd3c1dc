/** Whether all panels are drawn, for tests and pictures. */
export interface Report {
  drawn: number;
  /** Keys of panels that are drawn only in part. */
  partly: string[];
  notDrawn: { key: string; type: string }[];
}

export type Outcome = 'drawn' | 'partly' | { type: string };

declare global {
  interface Window {
    __boardwright?: Report;
  }
}

/** Observes the panels of the page, and sets a state on the document when all of them are drawn. */
export class Drawing {
  private readonly awaited = new Set<string>();
  private readonly outcomes = new Map<string, Outcome>();

  begin(key: string): void {
    this.awaited.add(key);
    this.update();
  }

  end(key: string, outcome: Outcome): void {
    this.outcomes.set(key, outcome);
    this.awaited.delete(key);
    this.update();
  }

  /** A page without panels is complete at once. */
  update(): void {
    const root = document.documentElement;
    window.__boardwright = this.report();
    if (root.dataset.state === 'failed') return;
    if (this.awaited.size > 0) {
      delete root.dataset.state;
      return;
    }
    afterPaint(() => {
      if (this.awaited.size === 0 && root.dataset.state !== 'failed') root.dataset.state = 'ready';
    });
  }

  private report(): Report {
    const all = [...this.outcomes];
    return {
      drawn: all.filter(([, outcome]) => typeof outcome === 'string').length,
      partly: all.flatMap(([key, outcome]) => (outcome === 'partly' ? [key] : [])),
      notDrawn: all.flatMap(([key, outcome]) => (typeof outcome === 'string' ? [] : [{ key, type: outcome.type }])),
    };
  }
}

export function failed(message: string): void {
  document.documentElement.dataset.state = 'failed';
  const shown = document.createElement('p');
  shown.setAttribute('role', 'alert');
  shown.textContent = message;
  document.body.append(shown);
}

function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
