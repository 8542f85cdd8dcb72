package io.rolestream.dashboard.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Selection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerBookTest {
    private final AnswerBook book = new AnswerBook();

    @Test
    void shouldKeepTheLastAnswerOfEachReviewerOnEachText() {
        book.add(answer("a", "x", "Ada", "Other", Selection.RANDOM));
        book.add(answer("a", "x", "Ada", "Data Engineer", Selection.REVIEW_SCORE));
        book.add(answer("a", "y", "Ada", "Other", Selection.RANDOM));
        book.add(answer("a", "x", "Bob", "Other", Selection.REVIEW_SCORE));

        assertThat(book.size()).isEqualTo(3);
        assertThat(book.all().map(GivenAnswer::role)).containsExactly("Data Engineer", "Other", "Other");
        assertThat(book.reviewers("a", "x")).containsExactly("Ada", "Bob");
        assertThat(book.hasDrawn("a", "x")).isFalse();
        assertThat(book.hasDrawn("a", "y")).isTrue();
        book.add(answer("b", null, "Ada", "Other", Selection.REVIEW_SCORE));
        assertThat(book.has("b", "any text")).isTrue();
        book.forget("a");
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void shouldDropTheOldest() {
        for (int i = 0; i < AnswerBook.MOST + 100; i++) {
            book.add(answer("r" + i, "x", "Ada", "Other", Selection.UNKNOWN));
        }

        assertThat(book.size()).isEqualTo(AnswerBook.MOST);
        assertThat(book.has("r99", "x")).isFalse();
        assertThat(book.has("r100", "x")).isTrue();
    }

    @Test
    void shouldKeepTheNewestAnswersOnOneResume() {
        book.add(answer("other", "x", "Ada", "Other", Selection.UNKNOWN));
        for (int i = 0; i < AnswerBook.MOST + 100; i++) {
            book.add(answer("a", "x" + i, "Ada", "Other", Selection.UNKNOWN));
        }

        assertThat(book.size()).isEqualTo(AnswerBook.MOST_OF_RESUME + 1);
        assertThat(book.all()).hasSize(book.size());
        assertThat(book.has("other", "x")).isTrue();
        assertThat(book.has("a", "x0")).isFalse();
        assertThat(book.has("a", "x" + (AnswerBook.MOST + 99))).isTrue();
    }

    private static GivenAnswer answer(
            String id, @Nullable String hash, String reviewer, String role, Selection selection) {
        return new GivenAnswer(id, hash, role, reviewer, null, selection, 0);
    }
}
