/** The same numbers for the same seed, from 0 to 1 (1 not included): a linear congruence. */
export function seededRandom(seed: number): () => number {
  let state = BigInt(seed)
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn
    return Number(state >> 32n) / 2 ** 32
  }
}
