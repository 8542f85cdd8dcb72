package io.rolestream.schemas.access;

/**
 * Names on the cluster that are not topics, as the settings have them.
 *
 * @param stream consumer group of the labelling service, with which its internal topics and transactional ids begin
 * @param workers consumer group of the workers, with which their transactional ids begin; challengers have one of their own
 * @param trainers consumer group of the trainers of one model
 */
public record ClientNames(String stream, String workers, String trainers) {}
