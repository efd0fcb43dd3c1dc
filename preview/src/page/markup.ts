const LOADS = 'img, picture, source, video, audio, track, iframe, embed, object, link, style, form, input, image, use';
const ATTRIBUTES = ['srcset', 'background', 'poster', 'ping', 'action', 'formaction'];

/**
 * Removes everything from the markup of a board's author that would fetch something from elsewhere. The content
 * security policy of the page would also prevent this, but a reader should see that something is missing.
 */
export function withoutRequests(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const element of page.body.querySelectorAll(LOADS)) {
    if (!isInline(element)) element.replaceWith(page.createTextNode(missing(element)));
  }
  for (const element of page.body.querySelectorAll('*')) tame(element);
  return page.body.innerHTML;
}

function isInline(element: Element): boolean {
  return element.tagName === 'IMG' && /^data:image\//i.test(element.getAttribute('src') ?? '');
}

function missing(element: Element): string {
  const from = element.getAttribute('src') ?? element.getAttribute('href');
  const named = element.getAttribute('alt') ?? from;
  return named ? `[${named}]` : '';
}

function tame(element: Element): void {
  for (const name of ATTRIBUTES) element.removeAttribute(name);
  if (/url\s*\(|image-set|@import/i.test(element.getAttribute('style') ?? '')) element.removeAttribute('style');
  if (element.tagName !== 'A') return;
  const href = element.getAttribute('href') ?? '';
  if (!/^(https?:|mailto:|#)/i.test(href)) element.removeAttribute('href');
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noreferrer noopener');
}
