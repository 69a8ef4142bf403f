/** A bar: how much, and how far the rounds were apart. */
interface Bar {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** Color and weight distinguish our lines from the others. */
  readonly own: boolean;
}

export interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 800;
const labelWidth = 270;
const barHeight = 18;
const groupGap = 44;

/** Horizontal bars in groups, as an SVG that follows the reader's light or dark scheme. Values are seconds. */
export function renderChart(title: string, groups: readonly Group[]): string {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map((bar) => bar.most)), 0.01);
  const scale = (value: number) => (Math.max(value, 0) / most) * (width - labelWidth - 80);
  let y = 40;
  const parts = groups.map(({ title: name, bars }) => {
    const head = text({ x: 12, y: y + 14, kind: 'group' }, name);
    const lines = bars.map((bar, index) => renderBar(bar, y + 24 + index * (barHeight + 6), scale));
    y += bars.length * (barHeight + 6) + groupGap;
    return head + lines.join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escape(title)}">
<style>${style}</style>
<rect class="paper" width="${width}" height="${y}" rx="6"/>
${text({ x: 12, y: 24, kind: 'title' }, title)}
${parts.join('\n')}
</svg>
`;
}

function renderBar(
  { label, value, least, most, own }: Bar,
  y: number,
  scale: (value: number) => number,
): string {
  const kind = own ? 'own' : 'other';
  const middle = y + barHeight / 2;
  const [from, to] = [labelWidth + scale(least), labelWidth + scale(most)];
  return [
    text({ x: labelWidth - 8, y: y + 13, kind: `label ${kind}-label` }, label),
    `<rect class="${kind}" x="${labelWidth}" y="${y}" width="${scale(value).toFixed(1)}" height="${barHeight}" rx="2"/>`,
    `<path class="spread" d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}"/>`,
    text({ x: to + 8, y: y + 13, kind: 'value' }, `${value.toFixed(2)} s`),
  ].join('');
}

function text({ x, y, kind }: { x: number; y: number; kind: string }, content: string): string {
  return `<text class="${kind}" x="${x.toFixed(1)}" y="${y}">${escape(content)}</text>`;
}

const escape = (content: string) =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const style = `
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 } .group { font-weight: 600 }
.label { text-anchor: end } .own-label { font-weight: 600 } .value { fill: #59636e }
.paper { fill: #ffffff } .own { fill: #0969da } .other { fill: #afb8c1 }
.spread { stroke: #1f2328; stroke-width: 1.5; opacity: .55 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .value { fill: #9198a1 } .paper { fill: #0d1117 }
  .own { fill: #58a6ff } .other { fill: #484f58 } .spread { stroke: #e6edf3 }
}`;
