/** What a gate says of a model: checks, their results, the limits they go by. */
@NullMarked
package io.rolestream.evaluation.verdict;

import org.jspecify.annotations.NullMarked;
