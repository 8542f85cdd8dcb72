package io.rolestream.stream;

/** The names and tags of all metrics, which dashboards and alerts rely on. */
public final class MetricNames {
    /** Votes of a worker; by {@link #LABELLER} and {@link #OUTCOME}. */
    public static final String VOTES = "rolestream.votes";
    /** Transactions of votes that were committed. */
    public static final String VOTE_COMMITS = "rolestream.vote.commits";
    /** Model versions that were taken up; the first as well. */
    public static final String MODEL_SWAPS = "rolestream.model.swaps";
    /** Model versions that were refused, by {@link #REASON}. */
    public static final String MODEL_REFUSALS = "rolestream.model.refusals";
    /** Rule sets that took another's place in the labelling service. */
    public static final String RULE_SWAPS = "rolestream.rules.swaps";
    /** Versions whose rule set was refused by the labelling service, by {@link #REASON}. */
    public static final String RULE_REFUSALS = "rolestream.rules.refusals";
    /** Times that a worker started over from what is committed. */
    public static final String WORKER_RESTARTS = "rolestream.worker.restarts";

    /** As whom a vote was cast. */
    public static final String LABELLER = "labeller";
    /** {@code voted}, or why it was abstained. */
    public static final String OUTCOME = "outcome";
    /** A code. */
    public static final String REASON = "reason";

    private MetricNames() {}
}
