/** A profile as V8 writes it with `--cpu-prof`, as far as it is used. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  /** ids of nodes */
  readonly samples: readonly number[];
  /** µs before each sample */
  readonly timeDeltas: readonly number[];
}

/** Shares of a thread's time: those of its work, which add up to 1, and the share of waiting. */
export interface Summary {
  readonly busy: ReadonlyMap<Kind, number>;
  readonly idle: number;
}

export const kinds = ['file calls', 'codec', 'digests', 'requests', 'buffers', 'own code', 'other'] as const;
export type Kind = (typeof kinds)[number];

/** Sums the samples up by module; native code belongs to the module that called it. */
export function summarize({ nodes, samples, timeDeltas }: CpuProfile): Summary {
  const kindOf = createKinds(nodes);
  const times = new Map<Kind | 'idle', number>();
  for (const [index, id] of samples.entries()) {
    const kind = kindOf.get(id) ?? 'other';
    times.set(kind, (times.get(kind) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const idle = times.get('idle') ?? 0;
  const busy = kinds.map((kind) => [kind, (times.get(kind) ?? 0) / (total - idle)] as const);
  return { busy: new Map(busy), idle: idle / total };
}

function createKinds(nodes: CpuProfile['nodes']): Map<number, Kind | 'idle'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const result = new Map<number, Kind | 'idle'>();
  const visit = (id: number, caller: Kind | 'idle') => {
    const node = byId.get(id);
    if (node === undefined) return;
    const kind = kindOfFrame(node.callFrame) ?? caller;
    result.set(id, kind);
    for (const child of node.children ?? []) visit(child, kind);
  };
  if (nodes[0]) visit(nodes[0].id, 'other');
  return result;
}

/** Undefined for code that counts for its caller. */
function kindOfFrame({
  functionName,
  url,
}: {
  functionName: string;
  url: string;
}): Kind | 'idle' | undefined {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'buffers';
  return modules.find(([, pattern]) => pattern.test(url))?.[0];
}

const modules: readonly (readonly [Kind, RegExp])[] = [
  ['file calls', /^node:(?:internal\/)?fs\b/],
  ['codec', /^node:(?:internal\/)?zlib/],
  ['digests', /^node:(?:internal\/)?crypto/],
  ['buffers', /^node:(?:internal\/)?buffer/],
  ['requests', /^node:(?:_?http|net|_?tls|internal\/(?:http|net|stream_base|streams|url)|stream)/],
  ['own code', /\/nx-azure-cache\/|powerpack-azure-cache\//],
];
