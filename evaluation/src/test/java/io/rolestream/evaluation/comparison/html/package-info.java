@NullMarked
package io.rolestream.evaluation.comparison.html;

import org.jspecify.annotations.NullMarked;
