import { Icon, type IconName } from '@grafana/ui';
import type { Link } from '../model';

/** The links at the top of a board, which Grafana draws next to the variables. */
export function Links({ links }: { links: Link[] }) {
  if (links.length === 0) return null;
  return (
    <div className="bw-links">
      {links.map((link, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two links may be equal
        <LinkView key={i} link={link} />
      ))}
    </div>
  );
}

function LinkView({ link }: { link: Link }) {
  if (link.asDropdown) return <Menu link={link} />;
  if (link.items.length > 0) {
    return link.items.map(({ title, url }) => <Anchor key={url} link={link} title={title} url={url} />);
  }
  return <Anchor link={link} title={link.title} url={link.url} />;
}

function Anchor({ link, title, url }: { link: Link; title: string; url: string | null }) {
  const content = (
    <>
      <Icon name={link.icon as IconName} size="sm" /> {title}
    </>
  );
  if (url === null) {
    return (
      <span className="bw-link bw-quiet" title={link.tooltip || 'This link leads to a page that only a Grafana has.'}>
        {content}
      </span>
    );
  }
  const newTab = /^https?:/i.test(url) && ({ target: '_blank', rel: 'noreferrer noopener' } as const);
  return (
    <a className="bw-link" href={url} title={link.tooltip || undefined} {...newTab}>
      {content}
    </a>
  );
}

function Menu({ link }: { link: Link }) {
  return (
    <details className="bw-link bw-menu">
      <summary title={link.tooltip || undefined}>
        <Icon name={link.icon as IconName} size="sm" /> {link.title} <Icon name="angle-down" size="sm" />
      </summary>
      <ul>
        {link.items.map(({ title, url }) => (
          <li key={url}>
            <a href={url}>{title}</a>
          </li>
        ))}
        {link.items.length === 0 && (
          <li className="bw-quiet">No other board in this preview has the tags of this link.</li>
        )}
      </ul>
    </details>
  );
}
