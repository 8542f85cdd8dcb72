package io.rolestream.dashboard.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.Selection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReviewerAgreementTest {
    /** Ten subjects, fourteen raters, five categories: the worked example of Fleiss' kappa, 0.210. */
    private static final int[][] EXAMPLE = {
        {0, 0, 0, 0, 14},
        {0, 2, 6, 4, 2},
        {0, 0, 3, 5, 6},
        {0, 3, 9, 2, 0},
        {2, 2, 8, 1, 1},
        {7, 7, 0, 0, 0},
        {3, 2, 6, 3, 0},
        {2, 5, 3, 2, 2},
        {6, 5, 2, 1, 0},
        {0, 2, 2, 3, 7}
    };

    @Test
    void shouldBeFleissKappaWhereAllAnswerAll() {
        List<List<String>> given = new ArrayList<>();
        for (int[] counts : EXAMPLE) {
            List<String> roles = new ArrayList<>();
            for (int role = 0; role < counts.length; role++) {
                roles.addAll(Collections.nCopies(counts[role], "role " + role));
            }
            given.add(roles);
        }

        ReviewerAgreement agreement = Objects.requireNonNull(ReviewerAgreement.ofRoles(given));

        assertThat(agreement.texts()).isEqualTo(10);
        assertThat(agreement.same()).isEqualTo(1);
        assertThat(agreement.raw()).isCloseTo(0.378, within(0.001));
        assertThat(Objects.requireNonNull(agreement.kappa())).isCloseTo(0.210, within(0.001));
    }

    @Test
    void shouldCountOnlyTextsWithSeveralReviewers() {
        Stream<GivenAnswer> answers = Stream.of(
                answer("a", "x", "Ada", "Data Engineer"),
                answer("a", "x", "Bob", "Data Engineer"),
                answer("b", "x", "Ada", "Other"),
                answer("b", "y", "Bob", "Cloud Engineer"),
                answer("c", "x", "Ada", "Other"),
                answer("c", "x", "Bob", "Cloud Engineer"));

        ReviewerAgreement agreement = Objects.requireNonNull(ReviewerAgreement.of(answers));

        assertThat(agreement.texts()).isEqualTo(2);
        assertThat(agreement.raw()).isEqualTo(0.5);
        // By chance: 0.5² + 0.25² + 0.25².
        assertThat(Objects.requireNonNull(agreement.kappa())).isCloseTo((0.5 - 0.375) / 0.625, within(1e-9));
    }

    @Test
    void shouldHaveNoKappaWhereAllIsOneRole() {
        ReviewerAgreement agreement = Objects.requireNonNull(
                ReviewerAgreement.ofRoles(List.of(List.of("Other", "Other"), List.of("Other", "Other", "Other"))));

        assertThat(agreement.raw()).isEqualTo(1);
        assertThat(agreement.kappa()).isNull();
        assertThat(ReviewerAgreement.of(Stream.of(answer("a", "x", "Ada", "Other"))))
                .isNull();
    }

    private static GivenAnswer answer(String id, String hash, String reviewer, String role) {
        return new GivenAnswer(id, hash, role, reviewer, null, Selection.RANDOM, 0);
    }
}
