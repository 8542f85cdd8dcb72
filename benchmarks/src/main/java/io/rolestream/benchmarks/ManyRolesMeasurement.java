package io.rolestream.benchmarks;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.words.Vocabulary;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.ListedScores;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.stream.labelling.RuleVotes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * What thousands of roles cost. Arguments: any number of {@code ROLES.yml,RULES.yml}; the built-in ones are measured
 * first. All rule sets vote in turn on texts generated for each, in processor time of one thread.
 */
public final class ManyRolesMeasurement {
    private static final int TEXTS = 1_000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 8;

    private record Measured(String name, RuleSet rules, List<String> texts, long heapBytes, List<Double> micros) {}

    private ManyRolesMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        GeneratedRecords.trust();
        List<Measured> sets = new ArrayList<>();
        sets.add(load("built-in", Taxonomy.standard(), RuleSet.DEFAULT));
        for (String argument : arguments) {
            String[] files = argument.split(",");
            sets.add(load(files[1], Taxonomy.load(Path.of(files[0])), files[1]));
        }
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (Measured set : sets) {
                double micros = micros(set);
                if (round >= WARM_UP) {
                    set.micros().add(micros);
                }
            }
        }
        System.out.println(
                "rule set | roles | keywords | heap MB | us/vote and decision | ratio | model's vote, bytes | if it listed all roles");
        sets.forEach(set -> print(set, median(sets.get(0))));
    }

    private static Measured load(String name, Taxonomy taxonomy, String rules) {
        long before = heap();
        RuleSet set = RuleSet.loadLeniently(rules, taxonomy).rules();
        long bytes = heap() - before;
        List<String> texts = new ResumeGenerator(1, GeneratorOptions.DEFAULT, Vocabulary.of(set))
                .stream()
                        .limit(TEXTS)
                        .map(resume -> Objects.requireNonNullElse(resume.skills(), String.valueOf(resume.text())))
                        .toList();
        return new Measured(name, set, texts, bytes, new ArrayList<>());
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Processor time for the rules' vote as an event and the joint decision with a model's vote. */
    private static double micros(Measured set) {
        RuleVotes votes = new RuleVotes(set::rules);
        Vote model = model(set.rules().taxonomy(), true);
        double sum = 0;
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (String text : set.texts()) {
            sum += JointDecision.of(votes.on(text, Instant.EPOCH), model).confidence();
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        if (Double.isNaN(sum)) {
            throw new IllegalStateException();
        }
        return nanos / 1e3 / set.texts().size();
    }

    private static Vote model(Taxonomy taxonomy, boolean listed) {
        Random random = new Random(1);
        float[] logits = new float[taxonomy.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        double[] logProbabilities = LogProbabilities.of(logits, 1);
        List<RoleScore> scores = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            scores.add(new RoleScore(taxonomy.role(i).name(), (float) logProbabilities[i]));
        }
        scores.sort(Comparator.comparingDouble(RoleScore::getScore).reversed());
        Vote.Builder vote = Vote.newBuilder().setRole(scores.get(0).getRole());
        return listed
                ? ListedScores.ofModel(vote, scores).build()
                : vote.setScores(scores).build();
    }

    private static double median(Measured set) {
        double[] sorted =
                set.micros().stream().mapToDouble(micros -> micros).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void print(Measured set, double first) {
        try {
            double[] sorted =
                    set.micros().stream().mapToDouble(micros -> micros).toArray();
            Arrays.sort(sorted);
            Taxonomy taxonomy = set.rules().taxonomy();
            System.out.printf(
                    Locale.ROOT,
                    "%s | %,d | %,d | %.1f | %.1f (%.1f-%.1f) | %.2f | %,d | %,d%n",
                    set.name(),
                    taxonomy.size(),
                    set.rules().summary().keywords(),
                    set.heapBytes() / 1e6,
                    sorted[sorted.length / 2],
                    sorted[0],
                    sorted[sorted.length - 1],
                    sorted[sorted.length / 2] / first,
                    model(taxonomy, true).toByteBuffer().remaining(),
                    model(taxonomy, false).toByteBuffer().remaining());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
