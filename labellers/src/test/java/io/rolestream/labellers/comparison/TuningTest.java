package io.rolestream.labellers.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerFacts;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TuningTest {
    private static final Taxonomy ROLES = new Taxonomy(
            Stream.of("A", "B", "Other").map(name -> new Role(name, "A role.")).toList(), "Other");

    /** Likes role 0 whatever the text says; a text is its right role. */
    private static final class Biased implements Labeller {
        @Override
        public LabellerFacts facts() {
            return new LabellerFacts("biased", "1", 0);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public CompletableFuture<Answer> label(String text) {
            float[] logits = {6, 0, 0};
            logits[text.charAt(0) - '0'] += 4;
            return CompletableFuture.completedFuture(Answer.of(log(logits), false));
        }

        private static float[] log(float[] logits) {
            double[] logs = LogProbabilities.of(logits, 1);
            return new float[] {(float) logs[0], (float) logs[1], (float) logs[2]};
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldTakeAwayALikingForARole() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        int[] roles = random.ints(300, 0, 3).toArray();
        List<String> texts = new ArrayList<>();
        for (int role : roles) {
            texts.add(Integer.toString(role));
        }
        Biased biased = new Biased();
        Labeller tuned = new Tuning(texts, roles, true, false).of(biased, ROLES);

        assertThat(biased.label("1").join().role()).isZero();
        assertThat(tuned.label("1").join().role()).isEqualTo(1);
        assertThat(tuned.label("2").join().confidence()).isGreaterThan(0.9f);
        assertThat(tuned.facts().version()).startsWith("1+tuned-");
    }

    @Test
    void shouldFitNothingToFewRoles() throws Exception {
        Biased biased = new Biased();
        int[] roles = new int[99];

        assertThat(new Tuning(Collections.nCopies(99, "0"), roles, true, false).of(biased, ROLES))
                .isSameAs(biased);
    }

    @Test
    void shouldLeaveAWellTrainedLabellerAloneWithoutRoles() throws Exception {
        Biased biased = new Biased();

        assertThat(new Tuning(List.of("0", "1"), new int[] {0, 1}, false, false).of(biased, ROLES))
                .isSameAs(biased);
    }
}
