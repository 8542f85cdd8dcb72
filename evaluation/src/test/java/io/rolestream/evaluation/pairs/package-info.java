@NullMarked
package io.rolestream.evaluation.pairs;

import org.jspecify.annotations.NullMarked;
