/** Ranks jobs for a resume and resumes for a job, with reasons. Knows no Kafka. */
@NullMarked
package io.rolestream.matching;

import org.jspecify.annotations.NullMarked;
