/** Tests of the skill vocabulary. */
@NullMarked
package io.rolestream.matching.skills;

import org.jspecify.annotations.NullMarked;
