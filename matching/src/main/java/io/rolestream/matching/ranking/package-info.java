/** Retrieved candidates to a ranked list with the parts of each score and reasons. */
@NullMarked
package io.rolestream.matching.ranking;

import org.jspecify.annotations.NullMarked;
