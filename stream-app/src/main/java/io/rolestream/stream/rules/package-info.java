/** Supplies the rule set that votes. */
@NullMarked
package io.rolestream.stream.rules;

import org.jspecify.annotations.NullMarked;
