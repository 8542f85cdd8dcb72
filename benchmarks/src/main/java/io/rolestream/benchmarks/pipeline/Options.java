package io.rolestream.benchmarks.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What to measure. Every option is {@code --name=value}.
 *
 * @param parts of {@code throughput}, {@code latency}, {@code scaling} and {@code model}
 * @param warmUp rounds of throughput that are thrown away, before those that count
 * @param rounds measured rounds of throughput, scaling and the model
 * @param records resumes in each run of throughput
 * @param kinds of resumes
 * @param scenarios those to run, by name; empty for the usual ones
 * @param rates resumes a second in each run of latency
 * @param seconds length of each run of latency, without its warm-up, and of scaling and the model, about
 * @param batchBytes batch size of the producers at both ends; Rolestream's own is 128 KiB, Kafka's default 16 KiB
 * @param variants further settings of Kafka to compare with the usual ones
 */
record Options(
        Set<String> parts,
        int warmUp,
        int rounds,
        int records,
        List<Kind> kinds,
        Set<String> scenarios,
        List<Integer> rates,
        int seconds,
        int batchBytes,
        List<Variant> variants) {

    /**
     * Settings that a scenario is run with once more.
     *
     * @param settings {@code kafka.} keys and values, as in Rolestream's configuration
     */
    record Variant(String name, List<String> settings) {}

    static Options parse(String[] arguments) {
        Set<String> parts = Set.of("throughput", "latency");
        int warmUp = 5;
        int rounds = 5;
        int records = 150_000;
        List<Kind> kinds = List.of(Kind.values());
        Set<String> scenarios = Set.of();
        List<Integer> rates = List.of(100, 500, 2_000);
        int seconds = 60;
        int batchBytes = 128 * 1024;
        List<Variant> variants = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = argument.substring(equals + 1);
            switch (name) {
                case "--parts" -> parts = Set.of(value.split(","));
                case "--warm-up" -> warmUp = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--records" -> records = Integer.parseInt(value);
                case "--resumes" ->
                    kinds = Arrays.stream(value.split(",")).map(Kind::named).toList();
                case "--scenarios" -> scenarios = Set.of(value.split(","));
                case "--rates" -> rates = numbers(value);
                case "--seconds" -> seconds = Integer.parseInt(value);
                case "--batch-bytes" -> batchBytes = Integer.parseInt(value);
                case "--variant" -> variants.add(variant(value));
                default ->
                    throw new IllegalArgumentException(
                            "Unknown option " + name + "; there are --parts, --warm-up, "
                                    + "--rounds, --records, --resumes, --scenarios, --rates, --seconds, --batch-bytes and --variant");
            }
        }
        return new Options(
                parts, warmUp, rounds, records, kinds, scenarios, rates, seconds, batchBytes, List.copyOf(variants));
    }

    /** Reads {@code name:key=value,key=value}. */
    private static Variant variant(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("expected --variant=NAME:KEY=VALUE,..., not " + text);
        }
        return new Variant(
                text.substring(0, colon), List.of(text.substring(colon + 1).split(",")));
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }
}
