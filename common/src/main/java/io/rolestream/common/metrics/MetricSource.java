package io.rolestream.common.metrics;

/** The services that have a metric. */
public enum MetricSource {
    STREAM("`stream`"),
    WORKER("`worker`"),
    DEAD_LETTERING("`stream`, `worker`, `recommender`"),
    TRAINER("`train`"),
    RECOMMENDER("`recommender`"),
    GENERATOR("`generator`"),
    SERVE("`serve`"),
    SERVICES("`stream`, `worker`, `recommender`, `generator`, `train`"),
    ALL("all");

    private final String text;

    MetricSource(String text) {
        this.text = text;
    }

    /** Whether a service has the metrics of this source. */
    boolean includes(MetricSource service) {
        return switch (this) {
            case STREAM, WORKER, TRAINER, RECOMMENDER, GENERATOR, SERVE -> this == service;
            case DEAD_LETTERING -> service == STREAM || service == WORKER || service == RECOMMENDER;
            case SERVICES, ALL -> true;
        };
    }

    /** The services' names in Markdown. */
    public String text() {
        return text;
    }
}
