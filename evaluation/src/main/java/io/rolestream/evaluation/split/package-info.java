/** The split of texts into sides. */
@NullMarked
package io.rolestream.evaluation.split;

import org.jspecify.annotations.NullMarked;
