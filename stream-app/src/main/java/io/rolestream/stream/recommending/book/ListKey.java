package io.rolestream.stream.recommending.book;

/**
 * The place of a list: lists lie in the partition that their resume, or job, came from.
 *
 * @param id of the resume, or of the job
 */
public record ListKey(int partition, String id) {}
