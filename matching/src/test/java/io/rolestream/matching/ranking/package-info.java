/** Tests of the ranking. */
@NullMarked
package io.rolestream.matching.ranking;

import org.jspecify.annotations.NullMarked;
