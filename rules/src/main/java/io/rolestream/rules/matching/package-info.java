/** Finds keywords and phrases in a text, in time linear in its length. */
@NullMarked
package io.rolestream.rules.matching;

import org.jspecify.annotations.NullMarked;
