@NullMarked
package io.rolestream.evaluation.scores;

import org.jspecify.annotations.NullMarked;
