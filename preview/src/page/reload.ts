import { remember, remembered } from './remembered';

const SCROLL = 'scroll';

/**
 * Watch mode. The server's events are `reload`: the page was made anew; `trouble`, with the message of
 * what is wrong; and `trouble` with nothing, when all is well again.
 */
export function follow(address: string): void {
  whenReady(() => window.scrollTo(0, Number(remembered(SCROLL) ?? 0)));
  const events = new EventSource(address);
  events.addEventListener('reload', () => {
    remember(SCROLL, String(window.scrollY));
    window.location.reload();
  });
  events.addEventListener('trouble', (event) => trouble((event as MessageEvent<string>).data));
}

/** Once all is drawn a page has its height, and can be scrolled. */
function whenReady(then: () => void): void {
  const root = document.documentElement;
  const observer = new MutationObserver(() => {
    if (root.dataset.state !== 'ready') return;
    observer.disconnect();
    then();
  });
  observer.observe(root, { attributes: true, attributeFilter: ['data-state'] });
}

/** A broken module's message over the last good page; an empty one takes it away. */
function trouble(message: string): void {
  const shown = document.getElementById('bw-trouble') ?? document.body.appendChild(document.createElement('pre'));
  shown.id = 'bw-trouble';
  shown.setAttribute('role', 'alert');
  shown.textContent = message;
  shown.hidden = message === '';
}
