/** What a rule set answers: votes, the keywords behind them, explanations. */
@NullMarked
package io.rolestream.rules.vote;

import org.jspecify.annotations.NullMarked;
