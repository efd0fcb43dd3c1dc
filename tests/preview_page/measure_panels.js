// The texts and the plot of each panel, in pixels from the panel's upper left corner. Texts on a
// canvas are kept by `window.__texts`, which `keep_canvas_texts.js` fills.
(selector) => {
  const round = (value) => Math.round(value * 10) / 10;
  const found = {};
  for (const panel of document.querySelectorAll(selector)) {
    const frame = panel.getBoundingClientRect();
    const texts = [];
    const add = (text, x, y, size) => texts.push([text, round(x - frame.x), round(y - frame.y), round(size)]);
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      const visible = box.width > 1 && parentElement.getBoundingClientRect().width > 1;
      if (!textContent.trim() || !visible || parentElement.closest('dialog, .bw-open, .sr-only')) continue;
      const size = Number.parseFloat(getComputedStyle(parentElement).fontSize);
      add(textContent.trim(), box.x + box.width / 2, box.y + box.height / 2, size);
    }
    for (const { canvas, text, x, y, size } of window.__texts) {
      if (!panel.contains(canvas)) continue;
      const box = canvas.getBoundingClientRect();
      const scale = box.width / canvas.width;
      add(text, box.x + x * scale, box.y + y * scale, size * scale);
    }
    const plot = panel.querySelector('.u-over')?.getBoundingClientRect();
    const name = panel.getAttribute('aria-label') ?? panel.dataset.testid.replace('data-testid Panel header ', '');
    found[/^Panel \d+$/.test(name) ? '' : name] = {
      size: [round(frame.width), round(frame.height)],
      plot: plot ? [plot.x - frame.x, plot.y - frame.y, plot.width, plot.height].map(round) : null,
      texts: [...new Map(texts.map((text) => [text.join(), text])).values()],
    };
  }
  return found;
}
