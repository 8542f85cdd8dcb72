package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.bert.Bert;
import io.rolestream.engine.training.TrainingOptions.Batching;
import io.rolestream.engine.training.TrainingOptions.Optimizer;
import io.rolestream.engine.training.TrainingOptions.Schedule;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.engine.training.pretraining.MaskTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A model small enough to be trained in a test, and texts that it can learn: their words are those of their label. */
final class Toy {
    static final List<String> LABELS = List.of("a", "b", "c");
    static final MaskTokens TOKENS = new MaskTokens(4, Set.of(0, 1, 2, 3, 4));

    private static final int VOCABULARY = 90;
    private static final int FIRST_WORD = 5;
    private static final int WORDS_PER_LABEL = 20;

    private static final double RATE = 5e-3;

    private Toy() {}

    /** Two layers, 32 wide, at most 40 tokens, dropout 0.1; the tokenizer is there to be saved along. */
    static StartingPoint start() throws IOException {
        return StartingPoint.of(Bert.roberta(VOCABULARY, 32, 2, 4, 64, 40), base().tokenizer());
    }

    /** A checkpoint as large as that. */
    static CheckpointDirectory base() throws IOException {
        return Golden.checkpoint("roberta");
    }

    /** Batches of 8, one thread, so that nothing depends on the machine. */
    static TrainingOptions options(Precision precision, long seed) {
        return options(2, 1, precision, seed);
    }

    static TrainingOptions options(int epochs, int sortedBatches, Precision precision, long seed) {
        return options(new Batching(8, sortedBatches, 100), new Schedule(epochs, RATE, 0.1), precision, seed);
    }

    static TrainingOptions options(Batching batching, Schedule schedule, Precision precision, long seed) {
        return new TrainingOptions(batching, schedule, Optimizer.usual(), null, precision, 1, seed);
    }

    /** Makes a step to its end. */
    static TrainingStep step(TrainingRun run) {
        return Objects.requireNonNull(run.step(() -> false));
    }

    /**
     * Begins the next step several times, stopped after each of its parts in turn, and then makes it.
     *
     * @return how often it was stopped
     */
    static int stoppedStep(TrainingRun run) {
        for (int parts = 0; ; parts++) {
            AtomicInteger left = new AtomicInteger(parts);
            if (run.step(() -> left.getAndDecrement() <= 0) != null) {
                return parts;
            }
        }
    }

    /** Texts of the three labels in turn; one word in four is any label's. */
    static List<TokenizedExample> examples(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % LABELS.size();
            int[] ids = new int[random.nextInt(4, 16)];
            for (int place = 1; place < ids.length - 1; place++) {
                int of = random.nextInt(4) == 0 ? random.nextInt(LABELS.size()) : label;
                ids[place] = FIRST_WORD + of * WORDS_PER_LABEL + random.nextInt(WORDS_PER_LABEL);
            }
            ids[ids.length - 1] = 2;
            examples.add(TokenizedExample.of(ids, label, LABELS.size()));
        }
        return examples;
    }

    /** Texts that repeat one word out of twenty, so that a masked word can be told from the others. */
    static List<int[]> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[random.nextInt(6, 16)];
            Arrays.fill(ids, FIRST_WORD + random.nextInt(WORDS_PER_LABEL));
            ids[0] = 0;
            ids[ids.length - 1] = 2;
            texts.add(ids);
        }
        return texts;
    }
}
