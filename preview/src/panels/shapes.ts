/** Angles are in degrees from the top, clockwise. */

export function pointAt(x: number, y: number, radius: number, angle: number): [number, number] {
  const turned = ((angle - 90) * Math.PI) / 180;
  return [x + radius * Math.cos(turned), y + radius * Math.sin(turned)];
}

/** The SVG path of a part of a ring, or of a disc if the inner radius is 0. */
export function arc(x: number, y: number, inner: number, outer: number, from: number, to: number): string {
  const end = Math.min(to, from + 359.99);
  if (end <= from) return '';
  const large = end - from > 180 ? 1 : 0;
  const point = (radius: number, angle: number) =>
    pointAt(x, y, radius, angle)
      .map((n) => n.toFixed(2))
      .join(' ');
  const back =
    inner > 0 ? `L ${point(inner, end)} A ${inner} ${inner} 0 ${large} 0 ${point(inner, from)}` : `L ${x} ${y}`;
  return `M ${point(outer, from)} A ${outer} ${outer} 0 ${large} 1 ${point(outer, end)} ${back} Z`;
}
