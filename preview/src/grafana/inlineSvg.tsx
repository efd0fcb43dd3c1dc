import icons from 'virtual:icons';
import type { CSSProperties, ReactNode, Ref, SVGProps } from 'react';

interface Props extends Omit<SVGProps<SVGSVGElement>, 'onLoad' | 'onError' | 'ref' | 'title'> {
  src: string;
  title?: string;
  innerRef?: Ref<SVGSVGElement>;
  className?: string;
  style?: CSSProperties;
  loader?: ReactNode;
  onLoad?: unknown;
  onError?: unknown;
  cacheRequests?: boolean;
}

const SVG = /^<svg([^>]*)>([\s\S]*)<\/svg>$/;
const VIEW_BOX = /viewBox="([^"]*)"/;

/** Replaces react-inlinesvg, which fetches icons by URL: returns the icon of this name from the bundle. */
export default function InlineSvg({
  src,
  title,
  innerRef,
  loader: _l,
  onLoad: _o,
  onError: _e,
  cacheRequests: _c,
  ...rest
}: Props) {
  const { viewBox, content } = icon(src);
  const named = title ? `<title>${escapeText(title)}</title>` : '';
  return (
    <svg
      ref={innerRef ?? null}
      viewBox={viewBox}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: markup of @grafana/ui, from the bundle
      dangerouslySetInnerHTML={{ __html: named + content }}
      {...rest}
    />
  );
}

function icon(src: string): { viewBox: string; content: string } {
  const name = /([^/]+\/[^/]+)\.svg$/.exec(src)?.[1] ?? '';
  const [, attributes = '', content = ''] = SVG.exec(icons[name] ?? '') ?? [];
  return { viewBox: VIEW_BOX.exec(attributes)?.[1] ?? '0 0 24 24', content };
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
