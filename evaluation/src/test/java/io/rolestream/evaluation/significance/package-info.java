@NullMarked
package io.rolestream.evaluation.significance;

import org.jspecify.annotations.NullMarked;
