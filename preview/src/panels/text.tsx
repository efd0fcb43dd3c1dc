import { renderTextPanelMarkdown, textUtil } from '@grafana/data';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import { useMemo } from 'react';
import { withoutRequests } from '../page/markup';
import { bag, oneOf, text } from '../page/values';
import type { Kind, PanelProps } from './kind';

function TextPanel({ options, width, height }: PanelProps) {
  const mode = oneOf(options.mode, ['markdown', 'html', 'code'] as const, 'markdown');
  const content = text(options.content);
  const numbered = bag(options.code).showLineNumbers === true;
  const html = useMemo(() => (mode === 'code' ? '' : markup(mode, content)), [mode, content]);
  if (mode === 'code') {
    return (
      <pre className={numbered ? 'bw-code bw-numbered' : 'bw-code'} style={{ width, height }}>
        {content.split('\n').map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name
          <div key={i}>{line || ' '}</div>
        ))}
      </pre>
    );
  }
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by the packages' own rules, and without requests
  return <div className="markdown-html bw-text" style={{ width, height }} dangerouslySetInnerHTML={{ __html: html }} />;
}

function markup(mode: 'markdown' | 'html', content: string): string {
  const clean = mode === 'html' ? textUtil.sanitizeTextPanelContent(content) : renderTextPanelMarkdown(content);
  return withoutRequests(clean);
}

export const textPanel: Kind = {
  Component: TextPanel,
  options: { mode: defaultOptions.mode, content: '' },
  field: {},
  custom: {},
  needsNoData: true,
};
