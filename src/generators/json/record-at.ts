/** What is at a path in parsed JSON or YAML; of something else than an object, or of nothing, an empty one. */
export const recordAt = (value: unknown, path: readonly string[] = []): Readonly<Record<string, unknown>> =>
  Object(path.reduce((at, key) => (Object(at) as Record<string, unknown>)[key], value)) as Record<
    string,
    unknown
  >;
