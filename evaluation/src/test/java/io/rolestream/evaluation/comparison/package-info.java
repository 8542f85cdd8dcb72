@NullMarked
package io.rolestream.evaluation.comparison;

import org.jspecify.annotations.NullMarked;
