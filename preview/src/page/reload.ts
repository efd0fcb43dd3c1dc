/** Watch mode: the server says when a page was made anew, or what is wrong. */
export function follow(address: string): void {
  restoreScroll();
  const events = new EventSource(address);
  events.addEventListener('reload', () => {
    sessionStorage.setItem(SCROLL, String(window.scrollY));
    window.location.reload();
  });
  events.addEventListener('trouble', (event) => trouble((event as MessageEvent<string>).data));
}

const SCROLL = 'boardwright-scroll';

function restoreScroll(): void {
  const saved = Number(sessionStorage.getItem(SCROLL) ?? 0);
  if (saved > 0) setTimeout(() => window.scrollTo(0, saved));
  sessionStorage.removeItem(SCROLL);
}

/** A broken module's message over the last good page; an empty one takes it away. */
function trouble(message: string): void {
  const shown = document.getElementById('bw-trouble') ?? document.body.appendChild(document.createElement('pre'));
  shown.id = 'bw-trouble';
  shown.setAttribute('role', 'alert');
  shown.textContent = message;
  shown.hidden = message === '';
}
