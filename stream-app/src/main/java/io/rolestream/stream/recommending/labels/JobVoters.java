package io.rolestream.stream.recommending.labels;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.rules.RuleSupply;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.VotingModel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The rules and the model that vote on jobs: those that vote on resumes. Both may change between two jobs. For the
 * loop's thread, except where said otherwise.
 */
final class JobVoters {
    private final RuleSet configured;
    private final @Nullable RuleSupply followed;
    private final @Nullable ModelSupply models;
    private final Executor closer;
    private @Nullable VotingModel model;
    private volatile boolean prepared;

    /**
     * @param followed null if the configured rules always vote
     * @param models null if only rules vote
     * @param closer where models that are not needed any more are closed, which may take a while
     */
    JobVoters(RuleSet configured, @Nullable RuleSupply followed, @Nullable ModelSupply models, Executor closer) {
        this.configured = configured;
        this.followed = followed;
        this.models = models;
        this.closer = closer;
    }

    void start() throws InterruptedException {
        if (followed != null) {
            followed.start();
        }
        if (models != null) {
            models.start();
        }
    }

    /** Takes what has changed; whether it is known who votes first. */
    boolean prepare() {
        boolean settled = (models == null || models.isSettled()) && (followed == null || followed.isSettled());
        ModelSupply.Change change = models == null ? null : models.poll();
        if (change != null) {
            take(change.model());
        }
        prepared = settled;
        return settled;
    }

    private void take(@Nullable VotingModel next) {
        VotingModel previous = model;
        model = next;
        if (previous != null) {
            closer.execute(previous::close);
        }
    }

    /** Whether it is known who votes. Any thread may ask. */
    boolean isPrepared() {
        return prepared;
    }

    RuleSet rules() {
        return followed == null ? configured : followed.get();
    }

    @Nullable
    VotingModel model() {
        return model;
    }

    /** Empty without a model. */
    String modelVersion() {
        return model == null ? "" : model.version();
    }

    /** Whether those who vote now may replace earlier labels: all that are configured vote. */
    boolean areComplete() {
        return models == null || model != null;
    }

    /** Lets go of the model. */
    void release() {
        take(null);
    }

    /** Stops to look for changes. */
    void close() {
        if (followed != null) {
            followed.close();
        }
        if (models != null) {
            models.close();
        }
    }
}
