/** Estimates with intervals, and tests of differences. */
@NullMarked
package io.rolestream.evaluation.significance;

import org.jspecify.annotations.NullMarked;
