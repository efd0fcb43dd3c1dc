import { remember, remembered } from './remembered';

const SCROLL = 'scroll';

/**
 * Watch mode. The server sends the events `reload`, when the page was redrawn, and `errors`, with the text of all
 * errors; an empty text removes an earlier one.
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

/** A page can be scrolled when all is drawn. */
function whenReady(then: () => void): void {
  const root = document.documentElement;
  const observer = new MutationObserver(() => {
    if (root.dataset.state !== 'ready') return;
    observer.disconnect();
    then();
  });
  observer.observe(root, { attributes: true, attributeFilter: ['data-state'] });
}

/** Show errors over the last good page. */
function showErrors(message: string): void {
  const shown = document.getElementById('bw-errors') ?? document.body.appendChild(document.createElement('pre'));
  shown.id = 'bw-errors';
  shown.setAttribute('role', 'alert');
  shown.textContent = message;
  shown.hidden = message === '';
}
