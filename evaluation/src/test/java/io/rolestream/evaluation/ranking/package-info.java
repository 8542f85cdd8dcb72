@NullMarked
package io.rolestream.evaluation.ranking;

import org.jspecify.annotations.NullMarked;
