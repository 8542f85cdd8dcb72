package io.rolestream.engine.model.generation;

/**
 * Follows an answer while it is generated. Its methods are called on a computing thread and should be short. If a batch
 * fails, an answer can be generated again from its first token.
 */
public interface AnswerWatch {
    /** Lets an answer end as the model ends it. */
    AnswerWatch NONE = new AnswerWatch() {
        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean isStreamed() {
            return false;
        }

        @Override
        public boolean readsTokens() {
            return false;
        }

        @Override
        public boolean endsAfter(int[] tokens) {
            return false;
        }
    };

    /** Whether the answer is no longer needed; it then leaves the batch. May be called from several threads. */
    boolean isCancelled();

    /** Whether each token is wanted immediately, and not a few together. */
    boolean isStreamed();

    /** Whether {@link #endsAfter} is to be called. */
    boolean readsTokens();

    /**
     * Whether the answer ends here. Called once for each token, in order.
     *
     * @param tokens all of the answer so far, without the token that it begins with
     */
    boolean endsAfter(int[] tokens);
}
