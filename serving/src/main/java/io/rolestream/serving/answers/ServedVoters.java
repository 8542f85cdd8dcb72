package io.rolestream.serving.answers;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.rules.RuleSupply;
import io.rolestream.stream.worker.SharedModel;
import org.jspecify.annotations.Nullable;

/**
 * The rules and the model that vote on the resumes of requests: those that vote in the stream. Thread-safe.
 *
 * @param configured the rules that vote unless others are followed
 * @param followed supplies the champion's rules; null if the configured ones always vote
 * @param model null if the rules vote alone
 */
public record ServedVoters(
        RuleSet configured,
        @Nullable RuleSupply followed,
        @Nullable SharedModel model) implements AutoCloseable {
    /** The rule set that votes now. */
    RuleSet rules() {
        return followed == null ? configured : followed.get();
    }

    /** Begins to look for rules and models. */
    public void start() throws InterruptedException {
        if (followed != null) {
            followed.start();
        }
        if (model != null) {
            model.start();
        }
    }

    /** Whether it is known who votes first. */
    public boolean areSettled() {
        return (followed == null || followed.isSettled()) && (model == null || model.isSettled());
    }

    /** Whether so many texts wait for the model that further ones are to be refused. */
    boolean areBusy() {
        return model != null && model.isFull();
    }

    /** Who votes now, for people. */
    public String describe() {
        String version = model == null ? null : model.version();
        return "rules " + rules().version()
                + (version != null ? " and model " + version : model == null ? "" : ", without a model");
    }

    @Override
    public void close() {
        if (followed != null) {
            followed.close();
        }
        if (model != null) {
            model.close();
        }
    }
}
