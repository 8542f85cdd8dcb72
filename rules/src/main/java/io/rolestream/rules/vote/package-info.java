/** The results of a rule set: votes, matched keywords, explanations. */
@NullMarked
package io.rolestream.rules.vote;

import org.jspecify.annotations.NullMarked;
