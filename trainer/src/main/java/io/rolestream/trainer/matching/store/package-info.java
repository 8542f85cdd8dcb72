/** Resumes, jobs and feedback of a cluster, kept to learn from. */
@NullMarked
package io.rolestream.trainer.matching.store;

import org.jspecify.annotations.NullMarked;
