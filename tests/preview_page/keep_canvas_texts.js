// Keeps the texts that are drawn on canvases with the middles of their boxes, in pixels of the canvas.
window.__texts = [];
const { fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
  const { width, actualBoundingBoxLeft: left, actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } =
    this.measureText(text);
  const middle = this.getTransform().transformPoint(new DOMPoint(x - left + width / 2, y + (down - up) / 2));
  const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)[1]);
  window.__texts.push({ canvas: this.canvas, text: String(text), x: middle.x, y: middle.y, size });
  return fillText.call(this, text, x, y, ...rest);
};
