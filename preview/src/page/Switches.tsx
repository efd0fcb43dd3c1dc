import { Switch } from '@grafana/ui';
import type { Annotation } from '../model';

interface Props {
  annotations: Annotation[];
  shown: Annotation[];
  toggle: (annotation: Annotation) => void;
}

/** A switch for each annotation that has one, or "not drawn" with the reason as tooltip. */
export function Switches({ annotations, shown, toggle }: Props) {
  return annotations.map((one, i) =>
    one.hidden ? null : (
      // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name
      <div key={i} className="bw-variable bw-annotation">
        <span>{one.name}</span>
        {one.query.result === null ? (
          <div className="bw-quiet" title={one.query.error ?? one.query.remark ?? undefined}>
            not drawn
          </div>
        ) : (
          <Switch aria-label={one.name} value={shown.includes(one)} onChange={() => toggle(one)} />
        )}
      </div>
    ),
  );
}
