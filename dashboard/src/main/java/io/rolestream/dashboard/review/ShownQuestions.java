package io.rolestream.dashboard.review;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.HttpResponseException;
import io.rolestream.dashboard.live.Case;
import io.rolestream.dashboard.live.Case.Keyword;
import io.rolestream.events.Decider;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions as the page gets them: disagreements with the excerpts they quote, drawn resumes with some of their texts.
 */
final class ShownQuestions {
    private final Texts texts;
    private final int drawnChars;

    /** Reads texts. */
    @FunctionalInterface
    interface Texts {
        /**
         * The whole text; empty if it is gone.
         *
         * @throws HttpResponseException if it cannot be read now
         */
        Optional<String> of(OpenQuestion open) throws InterruptedException;
    }

    /** @param drawnChars UTF-16 code units of a drawn resume's text that are shown at most; 0 for none */
    ShownQuestions(Texts texts, int drawnChars) {
        this.texts = texts;
        this.drawnChars = drawnChars;
    }

    /**
     * A question as the page gets it. It does not say why the resume was selected.
     *
     * @param excerpt the beginning of the text; null if none is shown
     */
    record Asked(
            String resumeId,
            String contentHash,
            @Nullable String excerpt,
            @JsonUnwrapped Said said,
            String role,
            Decider decidedBy) {}

    /** The votes; a role is empty if its labeller did not vote, or abstained. */
    record Said(String rules, double ruleConfidence, List<Keyword> evidence, String model, double modelConfidence) {
        static Said of(@Nullable Vote rules, @Nullable Vote model) {
            return new Said(role(rules), confidence(rules), Case.evidence(rules), role(model), confidence(model));
        }

        private static String role(@Nullable Vote vote) {
            return vote == null || vote.getRole() == null ? "" : vote.getRole();
        }

        private static double confidence(@Nullable Vote vote) {
            return vote == null ? 0 : vote.getConfidence();
        }
    }

    /**
     * Those that can be asked now: once a text cannot be read, the drawn resumes are left out.
     *
     * @param gone receives the ids of drawn resumes whose texts are gone
     */
    List<Asked> of(List<OpenQuestion> questions, Consumer<String> gone) throws InterruptedException {
        List<Asked> asked = new ArrayList<>();
        boolean readable = true;
        for (OpenQuestion open : questions) {
            if (!open.isDrawn() || drawnChars == 0) {
                asked.add(asked(open, open.question().text()));
            } else if (readable) {
                try {
                    texts.of(open)
                            .ifPresentOrElse(
                                    text -> asked.add(asked(open, beginning(text))),
                                    () -> gone.accept(open.resumeId()));
                } catch (HttpResponseException e) {
                    readable = false;
                }
            }
        }
        return asked;
    }

    private String beginning(String text) {
        if (text.length() <= drawnChars) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(drawnChars - 1)) ? drawnChars - 1 : drawnChars);
    }

    private static Asked asked(OpenQuestion open, @Nullable String excerpt) {
        var label = open.question().label();
        return new Asked(
                open.resumeId(),
                open.question().contentHash(),
                excerpt,
                Said.of(label.rules(), label.model()),
                label.role(),
                label.decidedBy());
    }
}
