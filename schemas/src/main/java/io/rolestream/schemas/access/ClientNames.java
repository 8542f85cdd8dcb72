package io.rolestream.schemas.access;

/**
 * Configured names on the cluster other than topics.
 *
 * @param stream consumer group of the labelling service, and prefix of its internal topics and transactional ids
 * @param workers consumer group of the workers, and prefix of their transactional ids; challengers have their own
 * @param trainers consumer group of the trainers of one model
 */
public record ClientNames(String stream, String workers, String trainers) {
    /** Consumer group of the workers with a challenger. */
    public String challengers() {
        return workers + "-challenger";
    }
}
