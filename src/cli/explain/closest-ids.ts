import leven from 'leven';

const most = 3;

/** The names that may have been meant: those that have all of the words, else those with the fewest other letters. */
export function closestIds(id: string, ids: readonly string[]): string[] {
  const words = id.split(':').filter((word) => word !== '');
  const distanceTo = (other: string) =>
    words.length > 0 && words.every((word) => other.split(':').includes(word)) ? 0 : leven(id, other);
  return ids
    .map((other) => ({ other, distance: distanceTo(other) }))
    .filter(({ other, distance }) => distance <= Math.max(3, other.length / 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ other }) => other);
}
