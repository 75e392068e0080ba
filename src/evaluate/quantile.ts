/**
 * The `share`-quantile of ascending values, linear between neighbours: type 7 of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages" (1996). 0 of no values.
 */
export function findQuantile(ascending: ArrayLike<number>, share: number): number {
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
