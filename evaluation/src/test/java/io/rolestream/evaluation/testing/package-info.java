@NullMarked
package io.rolestream.evaluation.testing;

import org.jspecify.annotations.NullMarked;
