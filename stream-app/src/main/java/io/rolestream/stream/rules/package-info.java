/** Which rule set votes. */
@NullMarked
package io.rolestream.stream.rules;

import org.jspecify.annotations.NullMarked;
