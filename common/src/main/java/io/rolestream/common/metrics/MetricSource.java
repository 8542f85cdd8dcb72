package io.rolestream.common.metrics;

/** The services that have a metric. */
public enum MetricSource {
    STREAM("`stream`"),
    WORKER("`worker`"),
    ALL_BUT_TRAINER("`stream`, `worker`, `recommender`"),
    TRAINER("`train`"),
    RECOMMENDER("`recommender`"),
    SERVE("`serve`"),
    SERVICES("`stream`, `worker`, `recommender`, `train`"),
    ALL("all");

    private final String text;

    MetricSource(String text) {
        this.text = text;
    }

    /** Whether a service has the metrics of this source. */
    boolean includes(MetricSource service) {
        return switch (this) {
            case STREAM, WORKER, TRAINER, RECOMMENDER, SERVE -> this == service;
            case ALL_BUT_TRAINER -> service != TRAINER;
            case SERVICES, ALL -> true;
        };
    }

    /** The services' names in Markdown. */
    public String text() {
        return text;
    }
}
