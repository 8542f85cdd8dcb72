/** The recommender: labels jobs, and keeps the best jobs of each resume and the best resumes of each job. */
@NullMarked
package io.rolestream.stream.recommending;

import org.jspecify.annotations.NullMarked;
