package io.rolestream.trainer.service;

/** The names and tags of the trainer's metrics, which dashboards and alerts rely on. */
public final class MetricNames {
    /** 1 where this trainer leads, else 0. */
    public static final String LEADER = "rolestream.trainer.leader";
    /** Distinct texts that were accumulated. */
    public static final String EXAMPLES = "rolestream.trainer.examples";
    /** Corrected texts of these. */
    public static final String CORRECTIONS = "rolestream.trainer.corrections";
    /** Examples since the last training. */
    public static final String NEW_EXAMPLES = "rolestream.trainer.new.examples";
    /** Corrections since the last training. */
    public static final String NEW_CORRECTIONS = "rolestream.trainer.new.corrections";
    /** Trainings that ended, by {@link #OUTCOME} and {@link #TRIGGER}. */
    public static final String TRAININGS = "rolestream.trainings";
    /** The loss of the latest step; no number where nothing is trained, and so for those that follow. */
    public static final String LOSS = "rolestream.training.loss";
    /** How often the examples have been seen. */
    public static final String EPOCH = "rolestream.training.epoch";
    /** Tokens per second. */
    public static final String TOKENS_PER_SECOND = "rolestream.training.tokens.per.second";
    /** Seconds until the end of the stage. */
    public static final String SECONDS_LEFT = "rolestream.training.seconds.left";

    /** {@code published}, {@code rejected}, {@code surpassed}, {@code impossible} or {@code failed}. */
    public static final String OUTCOME = "outcome";
    /** Why it was begun, {@code corrections} for one. */
    public static final String TRIGGER = "trigger";

    private MetricNames() {}
}
