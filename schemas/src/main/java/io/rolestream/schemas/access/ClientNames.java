package io.rolestream.schemas.access;

/**
 * Configured names on the cluster other than topics.
 *
 * @param stream consumer group of the labelling service, and prefix of its internal topics and transactional ids
 * @param workers consumer group of the workers, and prefix of their transactional ids
 * @param trainers consumer group of the trainers of one model
 * @param generators consumer group of the generators, and prefix of their transactional ids
 * @param recommenders consumer group of the recommenders, and prefix of their other groups and transactional ids
 */
public record ClientNames(String stream, String workers, String trainers, String generators, String recommenders) {
    /** What the groups of workers with another voter than the champion begin with: challengers, labellers. */
    public String otherWorkers() {
        return workers + "-";
    }

    /** The group that labels jobs. */
    public String jobLabelling() {
        return recommenders + "-jobs";
    }
}
