import { remember, remembered } from './remembered';

const SCROLL = 'scroll';

/**
 * Watch mode. The server sends the event `reload` when the page was redrawn, and the event `errors` with the text of
 * all errors. An empty text removes the errors that are shown.
 */
export function follow(address: string): void {
  whenReady(() => window.scrollTo(0, Number(remembered(SCROLL) ?? 0)));
  const events = new EventSource(address);
  events.addEventListener('reload', () => {
    remember(SCROLL, String(window.scrollY));
    window.location.reload();
  });
  events.addEventListener('errors', (event) => showErrors((event as MessageEvent<string>).data));
}

/** Runs a function when all panels are drawn, because the page can be scrolled only then. */
function whenReady(then: () => void): void {
  const root = document.documentElement;
  const observer = new MutationObserver(() => {
    if (root.dataset.state !== 'ready') return;
    observer.disconnect();
    then();
  });
  observer.observe(root, { attributes: true, attributeFilter: ['data-state'] });
}

/** Shows errors above the last page without errors. */
function showErrors(message: string): void {
  const shown = document.getElementById('bw-errors') ?? document.body.appendChild(document.createElement('pre'));
  shown.id = 'bw-errors';
  shown.setAttribute('role', 'alert');
  shown.textContent = message;
  shown.hidden = message === '';
}
