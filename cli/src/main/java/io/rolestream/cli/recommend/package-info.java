/** Recommends jobs and resumes from files or on a cluster, and judges recommendations. */
@NullMarked
package io.rolestream.cli.recommend;

import org.jspecify.annotations.NullMarked;
