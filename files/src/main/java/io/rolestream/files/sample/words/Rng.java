package io.rolestream.files.sample.words;

import java.util.List;

/**
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), implemented here so that
 * a seed gives the same resumes on every Java version.
 */
public final class Rng {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Each number under a seed has its own sequence, so that resumes can be generated in any order. */
    public Rng(long seed, long number) {
        state = mix(mix(seed + GOLDEN_GAMMA) ^ mix(number * GOLDEN_GAMMA + 1));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Both inclusive. */
    public int between(int first, int last) {
        return first + below(last - first + 1);
    }

    /** From 0 to below 1. */
    public double share() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** From the low to below the high. */
    public double between(double low, double high) {
        return low + share() * (high - low);
    }

    public boolean chance(double share) {
        return share() < share;
    }

    public <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }
}
