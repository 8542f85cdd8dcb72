package io.rolestream.labellers.comparison;

import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.labellers.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a run of labellers; called by the thread that runs them. */
public interface RunListener {
    /** A labeller is being opened, to answer so many texts. */
    default void opening(String labeller, int texts) {}

    /**
     * A labeller answered a text, or failed on it. Texts are in order.
     *
     * @param text its index
     * @param answer an abstention if it failed
     * @param failure null if it answered
     */
    default void answered(String labeller, int text, Answer answer, @Nullable String failure) {}

    /** A labeller has ended: finished, failed or stopped. */
    default void ended(LabellerRun run) {}

    /** One that tells several others. */
    static RunListener all(List<RunListener> listeners) {
        return new RunListener() {
            @Override
            public void opening(String labeller, int texts) {
                listeners.forEach(one -> one.opening(labeller, texts));
            }

            @Override
            public void answered(String labeller, int text, Answer answer, @Nullable String failure) {
                listeners.forEach(one -> one.answered(labeller, text, answer, failure));
            }

            @Override
            public void ended(LabellerRun run) {
                listeners.forEach(one -> one.ended(run));
            }
        };
    }
}
