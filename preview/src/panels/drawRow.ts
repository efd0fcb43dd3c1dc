import { colorManipulator, type Field, formattedValueToString, type GrafanaTheme2 } from '@grafana/data';
import { UPLOT_AXIS_FONT_SIZE } from '@grafana/ui';
import { bag, number } from '../page/values';
import type { PanelProps } from './kind';
import type { Span } from './spans';

/** A time span, and the pixels of the canvas that it covers. */
export interface SpanBox {
  span: Span;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Row {
  props: PanelProps;
  field: Field;
  boxes: SpanBox[];
  align: 'left' | 'center' | 'right';
}

export function lineOf(field: Field): number {
  return number(bag(field.config.custom).lineWidth, 0) * (globalThis.devicePixelRatio || 1);
}

export function drawRow(canvas: CanvasRenderingContext2D, { props, field, boxes, align }: Row): void {
  const opacity = number(bag(field.config.custom).fillOpacity, 70) / 100;
  const line = lineOf(field);
  for (const box of boxes) {
    const { left, top } = box;
    const [width, height] = [Math.max(box.right - left, 1), box.bottom - top];
    const shown = field.display?.(box.span.value);
    const color = shown?.color ?? props.theme.colors.text.primary;
    canvas.globalAlpha = opacity;
    canvas.fillStyle = color;
    canvas.fillRect(left, top, width, height);
    canvas.globalAlpha = 1;
    if (line > 0) {
      canvas.lineWidth = line;
      canvas.strokeStyle = color;
      canvas.strokeRect(left + line / 2, top + line / 2, Math.max(width - line, 1), height - line);
    }
    if (props.options.showValue === 'never' || !shown) continue;
    canvas.fillStyle = textColor(props.theme, color, opacity);
    drawText(canvas, formattedValueToString(shown), box, align, props.theme.typography.fontFamily);
  }
}

/** The width of one letter, calculated for wide letters. */
const LETTER = 8;
const PAD = 2;

/** Shortens a text to the letters for which there is room; to nothing if there is room for only one of several. */
export function cutTo(text: string, width: number): string {
  const room = Math.floor((width - PAD) / LETTER);
  return room >= 2 ? text.slice(0, room) : '';
}

function drawText(
  canvas: CanvasRenderingContext2D,
  text: string,
  box: SpanBox,
  align: Row['align'],
  family: string,
): void {
  const ratio = globalThis.devicePixelRatio || 1;
  const pad = PAD * ratio;
  const cut = cutTo(text, (box.right - box.left) / ratio);
  if (cut === '' || box.bottom - box.top < UPLOT_AXIS_FONT_SIZE * ratio) return;
  canvas.font = `500 ${UPLOT_AXIS_FONT_SIZE * ratio}px ${family}`;
  canvas.textAlign = align;
  canvas.textBaseline = 'middle';
  const at = { left: Math.max(box.left, 0) + pad, center: (box.left + box.right) / 2, right: box.right - pad };
  canvas.fillText(cut, at[align], (box.top + box.bottom) / 2);
}

function textColor({ colors }: GrafanaTheme2, color: string, opacity: number): string {
  const seen = colorManipulator.onBackground(colorManipulator.alpha(color, opacity), colors.background.primary);
  return colors.getContrastText(seen.toRgbString());
}
