package io.rolestream.labellers;

import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.role.Taxonomy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Gives every text the same role: what any other labeller has to beat. */
final class MajorityLabeller implements Labeller {
    private static final int SHOWN_HASH = 8;

    private final String version;
    private final Answer answer;

    private MajorityLabeller(String version, int role, float confidence, float[] logProbabilities) {
        this.version = version;
        this.answer = new Answer(role, false, confidence, logProbabilities, List.of(), null, false);
    }

    /** The role that most of the labels have, the first of equals; each role is as probable as it is frequent. */
    static MajorityLabeller of(Taxonomy taxonomy, TrainingLabels labels) {
        int[] counts = new int[taxonomy.size()];
        for (int label : labels.roles()) {
            counts[label]++;
        }
        // Each role counts once more, so that none is impossible.
        double all = labels.roles().length + (double) counts.length;
        float[] logProbabilities = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
            logProbabilities[i] = (float) Math.log((counts[i] + 1) / all);
        }
        int most = IntStream.range(0, counts.length)
                .reduce((a, b) -> counts[a] >= counts[b] ? a : b)
                .orElseThrow();
        String hash = Sha256.of(Arrays.toString(counts).getBytes(StandardCharsets.UTF_8));
        return new MajorityLabeller(
                taxonomy.role(most).name() + "-" + hash.substring(0, SHOWN_HASH),
                most,
                (float) counts[most] / labels.roles().length,
                logProbabilities);
    }

    /** A given role, with the confidence 1. */
    static MajorityLabeller of(Taxonomy taxonomy, int role) {
        return new MajorityLabeller(taxonomy.role(role).name(), role, 1, new float[0]);
    }

    @Override
    public LabellerFacts facts() {
        return new LabellerFacts("majority", version, 0);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public CompletableFuture<Answer> label(String text) {
        return CompletableFuture.completedFuture(answer);
    }

    @Override
    public void close() {}
}
