package io.rolestream.stream.describing;

import io.rolestream.matching.profile.Profile;
import org.jspecify.annotations.Nullable;

/**
 * What a record of {@code resumes} asks for.
 *
 * @param resume masked; null to delete the description
 */
record DescribeWork(String resumeId, @Nullable Profile resume) {}
